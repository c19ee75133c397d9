// A month of one or more branches on the live service: the scenario that is the same on every
// platform.
import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { createLog } from '../../src/log.ts'
import { nextEvent } from '../../src/schedule/next-event.ts'
import { createKeyring, type Keyring } from '../../src/sealing/keyring.ts'
import { issueMemberCodes } from '../../src/store/codes.ts'
import { findBranch } from '../../src/store/organisations.ts'
import { type DatabaseKind, openTestDatabase, type TestDatabase } from './database.ts'
import { importMembers } from './house.ts'
import { type Live, type LiveOptions, startLive } from './live-service.ts'
import { answersOf, shortOf } from './reveal.ts'

/** 09:00 in Viet Nam, a week before the round of a meeting on the 3rd opens. */
export const monthStart = '2026-11-20T02:00:00Z'

/** What each group hears of the month after it was bound, once each and in this order. */
export const groupNotices = [
  /^Kỳ tự soi tháng 11\/2026 đã mở/u,
  /^Chi bộ sinh hoạt thường kỳ tháng 12\/2026/u,
  /^Chi bộ sinh hoạt thường kỳ tháng 12\/2026/u,
  /^Chi bộ sinh hoạt thường kỳ tháng 12\/2026/u,
  /^Đề nghị các đồng chí có việc tự sửa đến hạn/u,
  /^Đề nghị các đồng chí có việc tự sửa đến hạn/u,
]

interface Filled {
  readonly ref: string
  /** What was given to each question, in the order given. */
  readonly given: ReadonlyMap<string, readonly string[]>
}

export interface MonthOptions extends Omit<LiveOptions, 'database' | 'keyring' | 'log' | 'start'> {
  readonly kind: DatabaseKind
  readonly branchCodes: readonly string[]
  /** Members of all branches together; the first of each branch is its secretary. */
  readonly total: number
}

export function refsOf(total: number): readonly string[] {
  return Array.from({ length: total }, (_, index) => `A${String(index + 1)}`)
}

export class Month {
  readonly live: Live
  readonly keyring: Keyring
  /** All that the log has at its loudest. */
  readonly logged: readonly string[]
  private readonly at: TestDatabase
  private readonly options: MonthOptions

  private constructor(
    at: TestDatabase,
    live: Live,
    keyring: Keyring,
    logged: readonly string[],
    options: MonthOptions,
  ) {
    this.at = at
    this.logged = logged
    this.live = live
    this.keyring = keyring
    this.options = options
  }

  static async open(options: MonthOptions): Promise<Month> {
    const { kind, branchCodes, total, ...rest } = options
    const at = await openTestDatabase(kind)
    const keyring = createKeyring(randomBytes(32))
    const roster = refsOf(total).map((ref, index) => {
      const role = index < branchCodes.length ? 'secretary' : 'member'
      return [
        ref,
        `Đảng viên Số ${String(index + 1)}`,
        role,
        'official',
        branchCodes[index % branchCodes.length],
      ].join('|')
    })
    await importMembers(at.database, keyring, roster, new Date(monthStart))
    const logged: string[] = []
    const log = createLog({ level: 'trace', stream: { write: (line) => logged.push(line) } })
    const live = await startLive({
      database: at.database,
      keyring,
      start: monthStart,
      log,
      ...rest,
    })
    return new Month(at, live, keyring, logged, options)
  }

  rows = <Row>(
    text: string,
    ...values: readonly (string | Uint8Array)[]
  ): Promise<readonly Row[]> =>
    this.at.database.query<Row>({
      name: `month-${createHash('md5').update(text).digest('hex')}`,
      text,
      values,
    })

  /** Everybody's code, by `member_ref`. */
  async codes(): Promise<ReadonlyMap<string, string>> {
    const { database } = this.at
    const codes = new Map<string, string>()
    for (const code of this.options.branchCodes) {
      const branchId = (await findBranch(database, code))?.id ?? ''
      const now = this.live.now()
      const issued = await issueMemberCodes(database, this.keyring, {
        branchId,
        members: 'unlinked',
        now,
        randomBytes,
      })
      for (const one of issued.codes) codes.set(one.memberRef, one.code)
    }
    return codes
  }

  /** To the next thing that happens by itself, again and again, until this instant has passed. */
  async liveUntil(instant: string): Promise<void> {
    for (;;) {
      const next = await nextEvent(this.live.app, this.live.now())
      if (next === null || next.at > new Date(instant)) break
      this.live.moveTo(next.at)
      await this.live.runs()
    }
    this.live.moveTo(new Date(instant))
    await this.live.runs()
  }

  /** Everybody is linked and has agreed to every purpose. */
  async expectLinked(): Promise<void> {
    const { total } = this.options
    expect(
      await this.rows(
        `SELECT count(DISTINCT member_id)::int AS linked FROM account WHERE state = 'linked'`,
      ),
    ).toEqual([{ linked: total }])
    expect(
      await this.rows(`SELECT count(*)::int AS granted FROM consent WHERE is_granted`),
    ).toEqual([{ granted: 3 * total }])
  }

  /** All have sent their sheets; no answer is lost, none doubled. */
  async expectSubmitted(members: readonly Filled[]): Promise<void> {
    const states = await this.rows(
      `SELECT state, count(*)::int AS count FROM assessment GROUP BY state`,
    )
    expect(states).toEqual([{ state: 'submitted', count: this.options.total }])
    for (const { ref, given } of members) {
      const kept = new Map<string, string[]>()
      for (const { question, value } of await answersOf(this, ref))
        kept.set(question, [...(kept.get(question) ?? []), shortOf(value)])
      expect([...kept].toSorted(), ref).toEqual([...given].toSorted())
    }
  }

  /**
   * The group heard the month's notices once each (`more`: answers to what was asked there); its
   * secretary got one brief.
   */
  expectHeard(
    group: readonly { readonly text: string }[],
    secretary: readonly { readonly text: string }[],
    more = 0,
  ): void {
    const heads = group.map(({ text }) => text.split('\n').slice(1).join(' ').slice(0, 45))
    expect(heads.slice(1, 1 + groupNotices.length)).toEqual(
      groupNotices.map((notice) => expect.stringMatching(notice) as unknown),
    )
    expect(heads).toHaveLength(1 + groupNotices.length + more)
    const briefs = secretary.filter(({ text }) => text.startsWith('CHUẨN BỊ SINH HOẠT: '))
    expect(briefs).toHaveLength(1)
    expect(briefs[0]?.text).toMatch(/Đã tham gia \d+ \(100,0\u00a0%\)/u)
  }

  /** Nothing waits, and nothing failed but for the reasons given. */
  async expectSettled(...reasons: readonly string[]): Promise<void> {
    const failed = await this.rows<{ reason: string }>(
      `SELECT DISTINCT reason FROM outbox WHERE state NOT IN ('sent', 'skipped')`,
    )
    expect(failed.map(({ reason }) => reason)).toEqual(reasons)
    const slots = await this.rows<{ reason: string }>(
      `SELECT DISTINCT reason FROM slot WHERE state NOT IN ('sent', 'skipped', 'done')`,
    )
    expect(slots.map(({ reason }) => reason)).toEqual(reasons)
  }

  async close(): Promise<void> {
    await this.live.stop()
    await this.at.close()
  }
}
