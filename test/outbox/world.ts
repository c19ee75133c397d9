// An outbox on a real database, with a clock that stands still and platforms that follow a script.
import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/database/database.ts'
import type { Address } from '../../src/messaging/address.ts'
import type { Pace } from '../../src/messaging/platform.ts'
import { createSender } from '../../src/outbox/deliver.ts'
import type { OutboxDraft } from '../../src/outbox/draft.ts'
import { inChunks, queueParameter, queueSql, type QueuedRow } from '../../src/outbox/queue.ts'
import { chatHashOf, sealAddress } from '../../src/outbox/sealed-address.ts'
import type { Sender, SenderOptions } from '../../src/outbox/sender.ts'
import type { SenderEvent, Settled } from '../../src/outbox/settled.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { VirtualClock } from './clock.ts'
import { FakePlatform } from './fake-platform.ts'

export const keyring = createKeyring(new Uint8Array(32).fill(7))

export interface Row {
  readonly id: string
  readonly seq: number
  readonly key: string
  readonly state: string
  readonly reason: string | null
  readonly attempts: number
  readonly doubts: number
  readonly crashes: number
  readonly owner: string | null
  readonly externalId: string | null
  readonly hasBody: boolean
  readonly notBefore: Date
  readonly settledAt: Date | null
}

export class World {
  readonly database: Database
  readonly clock: VirtualClock
  readonly platforms = new Map<string, FakePlatform>()
  readonly events: SenderEvent[] = []
  readonly outcomes: Settled[] = []
  /** Who holds the lock of each bot; `me` unless a test says otherwise. */
  leader = 'me'
  /** Instances that ended; all others are alive. */
  readonly dead = new Set<string>()
  /** Statements of this world that ran. */
  statements: string[] = []
  /** Called before each statement; may throw. */
  beforeStatement: (name: string) => void = () => undefined
  /** Called after each statement took effect, before its answer arrives. */
  afterStatement: (name: string) => Promise<void> = () => Promise.resolve()
  #querying = 0
  #queued = 0

  constructor(database: Database, paces: Readonly<Record<string, Partial<Pace>>> = { bot: {} }) {
    this.database = this.#watched(database)
    this.clock = new VirtualClock(
      () => this.#querying + [...this.platforms.values()].reduce((sum, { busy }) => sum + busy, 0),
    )
    for (const [bot, pace] of Object.entries(paces))
      this.platforms.set(bot, new FakePlatform(bot, this.clock, pace))
  }

  get bot(): FakePlatform {
    const [first] = this.platforms.values()
    if (first === undefined) throw new Error('This world has no bot')
    return first
  }

  sender(instance = 'me', options: Partial<SenderOptions> = {}): Sender {
    const { now, elapsed, timer } = this.clock
    return createSender({
      database: this.database,
      keyring,
      platforms: this.platforms,
      now,
      elapsed,
      timer,
      instance,
      isLeader: () => this.leader === instance,
      living: (instances) => Promise.resolve(instances.filter((each) => !this.dead.has(each))),
      random: () => 0,
      onEvent: (event) => this.events.push(event),
      onOutcome: (settled) => this.outcomes.push(settled),
      ...options,
    })
  }

  /** After a test, failed or not: whatever it left running takes nothing more. */
  async end(): Promise<void> {
    this.leader = 'nobody'
    await this.clock.quiet()
  }

  draft(
    text: string,
    fields: Partial<OutboxDraft> & { chat?: string; in?: 'private' | 'group' } = {},
  ): OutboxDraft {
    const { chat = 'c1', in: kind = 'private', ...rest } = fields
    const bot = rest.bot ?? this.bot.bot
    return {
      id: randomUUID(),
      bot,
      dedupeKey: `key ${String(this.#queued++)}`,
      class: 'reply',
      lane: 0,
      address: { bot, chat, kind },
      message: { text },
      notBefore: this.clock.now(),
      ...rest,
    }
  }

  prompt(text: string, fields: Parameters<World['draft']>[1] = {}): OutboxDraft {
    return this.draft(text, { class: 'prompt', lane: 1, ...fields })
  }

  notice(text: string, fields: Parameters<World['draft']>[1] = {}): OutboxDraft {
    return this.draft(text, { class: 'groupNotice', lane: 1, in: 'group', chat: 'g1', ...fields })
  }

  /** As the store does it: queues in one statement, and hands over after the commit. */
  async queue(drafts: readonly OutboxDraft[], sender?: Sender): Promise<readonly QueuedRow[]> {
    const queued: QueuedRow[] = []
    for (const chunk of inChunks(drafts)) {
      const parameter = queueParameter(chunk, {
        keyring,
        now: this.clock.now(),
        ...(sender && { sender }),
      })
      const rows = await this.database.query<QueuedRow>({
        name: 'test-queue',
        text: queueSql('$1'),
        values: [parameter],
      })
      const direct = new Set(rows.filter(({ state }) => state === 'sending').map(({ id }) => id))
      sender?.handOver(chunk.filter(({ id }) => direct.has(id)))
      queued.push(...rows)
    }
    sender?.wake()
    return queued
  }

  /** All rows, in order of their queueing. */
  rows(): Promise<Row[]> {
    return this.database.query<Row>({
      name: 'test-rows',
      text: `SELECT id, seq, dedupe_key AS key, state, reason, attempts, doubts, crashes, owner,
        external_id AS "externalId", body IS NOT NULL AS "hasBody",
        not_before AS "notBefore", settled_at AS "settledAt" FROM outbox ORDER BY seq`,
      values: [],
    })
  }

  async states(): Promise<readonly string[]> {
    return (await this.rows()).map(({ state, reason }) =>
      reason === null ? state : `${state}: ${reason}`,
    )
  }

  async account(chat: string): Promise<string> {
    const { address, bot, hash } = await this.#address(chat, 'private')
    const id = randomUUID()
    await this.database.query({
      name: 'test-account',
      text: `INSERT INTO account (id, bot_id, person_hash, chat_hash, address, state, created_at)
        VALUES ($1, $2, $3, $3, $4, 'linked', $5)`,
      values: [id, bot, hash, address, this.clock.now()],
    })
    return id
  }

  async group(chat: string): Promise<string> {
    const { address, bot, hash } = await this.#address(chat, 'group')
    const [id, branch] = [randomUUID(), randomUUID()]
    const values = [id, bot, hash, address, branch, this.clock.now()]
    await this.database.query({
      name: 'test-organisation',
      text: `INSERT INTO organisation (id, code, path, kind, name, created_at)
        VALUES ($1, $2, '/', 'branch', 'Chi bộ', $3)`,
      values: [branch, branch, this.clock.now()],
    })
    await this.database.query({
      name: 'test-branch',
      text: `INSERT INTO branch (id, time_zone, wrapped_key)
        VALUES ($1, 'Asia/Ho_Chi_Minh', '\\x00')`,
      values: [branch],
    })
    await this.database.query({
      name: 'test-group',
      text: 'INSERT INTO branch_group (id, bot_id, chat_hash, address, branch_id, bound_at) VALUES ($1, $2, $3, $4, $5, $6)',
      values,
    })
    return id
  }

  async #address(
    chat: string,
    kind: Address['kind'],
  ): Promise<{ address: Uint8Array; bot: string; hash: Uint8Array }> {
    const { bot } = this.bot
    await this.database.query({
      name: 'test-bot',
      text: `INSERT INTO bot (id, platform) VALUES ($1, 'playground') ON CONFLICT DO NOTHING`,
      values: [bot],
    })
    const address = { bot, chat, kind }
    return {
      address: sealAddress(keyring, address).sealed,
      bot,
      hash: chatHashOf(keyring, address),
    }
  }

  #watched(database: Database): Database {
    return {
      kind: database.kind,
      prisma: database.prisma,
      transact: (work) => database.transact(work),
      openSession: () => database.openSession(),
      close: () => database.close(),
      query: async (statement) => {
        this.#querying++
        try {
          this.statements.push(statement.name)
          this.beforeStatement(statement.name)
          const rows = await database.query(statement)
          await this.afterStatement(statement.name)
          return rows
        } finally {
          this.#querying--
        }
      },
    }
  }
}
