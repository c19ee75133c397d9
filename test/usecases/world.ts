// A made-up installation for the tests of use cases: branches, members with chats and consents, a
// clock that is set by hand, and a postman who delivers what the outbox has due.
import { randomBytes, randomUUID } from 'node:crypto'
import type { App, AppEvent } from '../../src/app.ts'
import type { Database } from '../../src/database/database.ts'
import { json, sql } from '../../src/database/statement.ts'
import type { Plan } from '../../src/domain/message-budget.ts'
import type { Outbound } from '../../src/messaging/outbound.ts'
import { openBody } from '../../src/outbox/body.ts'
import { claim } from '../../src/outbox/claim.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { seal } from '../../src/sealing/seal.ts'
import { contexts } from '../../src/store/contexts.ts'
import { createBudgets } from '../../src/store/budgets.ts'
import { createTables } from '../../src/store/read-tables.ts'
import { library, words } from '../support/house.ts'
import { zone } from './in-viet-nam.ts'
import { bot, type BranchSpec, hex, rowsOf, writeBranches } from './branch-rows.ts'

export interface Delivered {
  readonly at: Date
  readonly chat: string
  readonly class: string
  readonly message: Outbound
  readonly memberId: string | null
  readonly groupId: string | null
  readonly branchId: string | null
  readonly slotId: string | null
}

export interface World {
  readonly app: App
  readonly events: AppEvent[]
  readonly delivered: Delivered[]
  readonly woken: (readonly string[] | undefined)[]
  setClock(at: Date): void
  /** Adds a branch and gives its id, and its members' ids in the order given. */
  addBranch(spec: BranchSpec): Promise<{ readonly id: string; readonly members: readonly string[] }>
  addBranches(
    specs: readonly BranchSpec[],
  ): Promise<readonly { readonly id: string; readonly members: readonly string[] }[]>
  /** Sends all that is due; `fate` says what becomes of a message. */
  deliver(
    fate?: (message: Delivered) => 'sent' | 'unknown' | 'failed',
  ): Promise<readonly Delivered[]>
  rows<Row>(text: string, ...values: readonly (string | number | Date)[]): Promise<readonly Row[]>
  addRemedy(remedy: RemedySpec): Promise<string>
  answerLevels(roundId: string, memberId: string, level: string, isLate?: boolean): Promise<void>
}

export interface RemedySpec {
  readonly memberId: string
  readonly branchId: string
  readonly dueOn: string
  readonly measure: string
  readonly createdAt: Date
  readonly status?: string
}

export function createWorld(
  database: Database,
  start: Date,
  plans: ReadonlyMap<string, Plan> = new Map(),
): World {
  const keyring = createKeyring(randomBytes(32))
  const meaningHash = library.notice.meaningHash
  const events: AppEvent[] = []
  const delivered: Delivered[] = []
  const woken: (readonly string[] | undefined)[] = []
  let now = start
  const app: App = {
    database,
    keyring,
    words,
    meaningHash,
    platforms: new Map(),
    library,
    tables: createTables({
      database,
      keyring,
      meaningHash,
    }),
    budgets: createBudgets({ database, plans, zone, now: () => now }),
    // A year of closings would draw a picture each; who wants one says so.
    carriesFiles: () => false,
    defaultZone: zone,
    now: () => now,
    id: randomUUID,
    code: () => 'ABCD2345',
    wake: (bots) => void woken.push(bots),
    report: (event) => void events.push(event),
  }

  const addBranches: World['addBranches'] = async (specs) => {
    const prepared = specs.map((spec) => rowsOf(keyring, spec))
    await writeBranches(
      database,
      prepared.map(({ ready }) => ready),
    )
    return prepared.map(({ ids }) => ids)
  }

  const deliver: World['deliver'] = async (fate = () => 'sent') => {
    const fresh: Delivered[] = []
    for (;;) {
      const claimed = await claim(
        database,
        bot,
        'postman',
        { replies: 500, bulk: 500, once: 500, total: 1000, again: [32, 4, 1] },
        now,
      )
      if (claimed.length === 0) break
      const going = claimed
        .filter(({ state }) => state === 'sending')
        .map((row) => {
          const { memberId, groupId, branchId, slotId } = row
          const message = openBody(keyring, row.id, row.body)
          return {
            id: row.id,
            one: {
              at: now,
              chat: hex(row.chatHash),
              class: row.class,
              message,
              memberId,
              groupId,
              branchId,
              slotId,
            },
          }
        })
      const settled = going.map(({ id, one }) => ({ id, state: fate(one) }))
      await database.query(sql(
        'w-settle',
      )`UPDATE outbox o SET state = d.state, settled_at = ${now}, owner = NULL, lease_until = NULL,
          body = CASE WHEN d.state = 'unknown' OR d.state = 'failed' AND o.class = 'groupNotice'
            THEN o.body END, reason = CASE WHEN d.state = 'sent' THEN NULL ELSE 'test' END
        FROM jsonb_to_recordset(${json(settled)}::jsonb) AS d(id uuid, state text)
          WHERE o.id = d.id`)
      fresh.push(...going.map(({ one }) => one))
    }
    delivered.push(...fresh)
    return fresh
  }

  const keyOf = async (memberId: string) => {
    const [row] = await database.query(
      sql<{ wrapped: Buffer }>(
        'w-key-of',
      )`SELECT wrapped FROM member_key WHERE member_id = ${memberId}::uuid`,
    )
    if (row === undefined) throw new Error('no such member')
    return keyring.dataKeys.open(row.wrapped, contexts.memberKey(memberId))
  }

  const addRemedy: World['addRemedy'] = async ({
    memberId,
    branchId,
    dueOn,
    measure,
    createdAt,
    status = 'open',
  }) => {
    const id = randomUUID()
    const body = seal(
      await keyOf(memberId),
      JSON.stringify({ cause: null, measure }),
      contexts.remedyBody(id, memberId),
    )
    await database.query(sql(
      'w-remedy',
    )`INSERT INTO remedy (id, member_id, branch_id, round_id, question, status, due_on, body,
      created_at)
      VALUES (${id}::uuid, ${memberId}::uuid, ${branchId}::uuid, ${randomUUID()}::uuid, 'h.duties',
        ${status}, ${dueOn}::date, ${body}, ${createdAt})`)
    return id
  }

  /** Answers every head and manifestation of the sheet with a level, and hands it in. */
  const answerLevels: World['answerLevels'] = async (roundId, memberId, level, isLate = false) => {
    const [row] = await database.query(sql<{
      id: string
      sheet: { items: { kind: string; key: string }[] }
    }>('w-sheet')`
      SELECT id, sheet FROM assessment WHERE round_id = ${roundId}::uuid
        AND member_id = ${memberId}::uuid`)
    if (row === undefined) throw new Error('no sheet')
    const key = await keyOf(memberId)
    for (const item of row.sheet.items.filter(
      ({ kind }) => kind === 'head' || kind === 'manifestation',
    )) {
      const [id, question] = [randomUUID(), `${item.key}.level`]
      const choice = item.kind === 'manifestation' && level === 'good' ? 'none' : level
      const body = seal(
        key,
        JSON.stringify({ kind: 'choice', id: choice }),
        contexts.answerValue(id, row.id, question),
      )
      await database.query(sql(
        'w-answer',
      )`INSERT INTO answer (id, assessment_id, question, version, body, is_late, at)
        VALUES (${id}::uuid, ${row.id}::uuid, ${question}, ${isLate ? 2 : 1}::int, ${body},
          ${isLate}, ${now})`)
    }
    await database.query(sql(
      'w-submit',
    )`UPDATE assessment SET state = 'submitted', submitted_at = ${now}, is_late = ${isLate},
      submissions = submissions + 1
      WHERE id = ${row.id}::uuid`)
  }

  return {
    app,
    events,
    delivered,
    woken,
    deliver,
    addRemedy,
    answerLevels,
    addBranches,
    setClock: (to) => {
      now = to
    },
    addBranch: async (spec) => {
      const [ids] = await addBranches([spec])
      if (ids === undefined) throw new Error('no branch was added')
      return ids
    },
    rows: (text, ...values) => database.query({ name: '', text, values }),
  }
}
