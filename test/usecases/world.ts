// A made-up installation for the tests of use cases: branches, members with chats and consents, a
// clock that is set by hand, and a postman who delivers what the outbox has due.
import { randomBytes, randomUUID } from 'node:crypto'
import type { App, AppEvent } from '../../src/app.ts'
import type { Database } from '../../src/database/database.ts'
import { json, sql } from '../../src/database/statement.ts'
import type { MeetingRule } from '../../src/domain/meeting-rule.ts'
import type { Plan } from '../../src/domain/message-budget.ts'
import type { Outbound } from '../../src/messaging/outbound.ts'
import { openBody } from '../../src/outbox/body.ts'
import { claim } from '../../src/outbox/claim.ts'
import { sealAddress } from '../../src/outbox/sealed-address.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { keyIdOf, seal } from '../../src/sealing/seal.ts'
import { contexts, lookups } from '../../src/store/contexts.ts'
import { createBudgets } from '../../src/store/budgets.ts'
import { createTables } from '../../src/store/read-tables.ts'
import { tallyRound } from '../../src/store/tallies.ts'
import { library, words } from '../support/house.ts'

export const zone = 'Asia/Ho_Chi_Minh'
export const bot = 'telegram'
export const purposes = ['remind', 'store', 'remedies'] as const
type Purpose = (typeof purposes)[number]

/** `at('2026-12-03 19:30')` in Viet Nam, which is seven hours ahead of UTC all year. */
export function at(local: string): Date {
  return new Date(`${local.replace(' ', 'T')}:00+07:00`)
}

export interface MemberSpec {
  readonly name?: string
  readonly role?: 'secretary' | 'deputy' | 'committee' | 'member'
  readonly status?: 'official' | 'probationary' | 'exempt'
  readonly hasLeft?: boolean
  readonly isLinked?: boolean
  /** Those agreed to; all of them unless told. */
  readonly agrees?: readonly Purpose[]
  readonly language?: 'vi' | 'en'
}

export interface BranchSpec {
  readonly code: string
  readonly rule?: MeetingRule
  readonly time?: string
  readonly place?: string
  readonly hasGroup?: boolean
  readonly members: readonly MemberSpec[]
  readonly quiet?: readonly [string, string]
  readonly timeline?: unknown
  readonly isDeputyTold?: boolean
}

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

interface Ready {
  readonly organisation: object
  readonly branch: object
  readonly members: readonly object[]
  readonly accounts: readonly object[]
  readonly consents: readonly object[]
  readonly groups: readonly object[]
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const longAgo = at('2026-01-01 08:00')

export function createWorld(
  database: Database,
  start: Date,
  plans: ReadonlyMap<string, Plan> = new Map(),
): World {
  const keyring = createKeyring(randomBytes(32))
  const noticeHash = library.notice.hash
  const events: AppEvent[] = []
  const delivered: Delivered[] = []
  const woken: (readonly string[] | undefined)[] = []
  let now = start
  const app: App = {
    database,
    keyring,
    words,
    noticeHash,
    platforms: new Map(),
    library,
    tables: createTables({
      database,
      keyring,
      noticeHash,
      tallyRound: (roundId) => tallyRound(database, keyring, roundId),
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

  const prepare = (
    spec: BranchSpec,
  ): { readonly ids: { id: string; members: string[] }; readonly ready: Ready } => {
    const id = randomUUID()
    const branchKey = keyring.dataKeys.make(contexts.branchKey(id))
    const members = spec.members.map((member, place) => ({ ...member, id: randomUUID(), place }))
    const place =
      spec.place === undefined
        ? null
        : hex(seal(branchKey.key, spec.place, contexts.branchPlace(id)))
    const group = sealAddress(keyring, { bot, chat: `g:${spec.code}`, kind: 'group' })
    const linked = members.filter(({ isLinked }) => isLinked !== false)
    return {
      ids: { id, members: members.map((member) => member.id) },
      ready: {
        organisation: { id, code: spec.code, path: `/${spec.code}/`, name: `Chi bộ ${spec.code}` },
        branch: {
          id,
          place,
          wrapped: hex(branchKey.wrapped),
          rule: spec.rule ?? null,
          time: spec.time ?? null,
          timeline: spec.timeline ?? {},
          quiet_from: spec.quiet?.[0] ?? '21:00',
          quiet_to: spec.quiet?.[1] ?? '07:00',
          deputy: spec.isDeputyTold ?? false,
        },
        members: members.map((member) => {
          const { key, wrapped } = keyring.dataKeys.make(contexts.memberKey(member.id))
          return {
            id: member.id,
            branch_id: id,
            kek: keyIdOf(wrapped),
            wrapped: hex(wrapped),
            ref_hash: hex(
              keyring.lookupHash(lookups.memberRef, `${spec.code}-${String(member.place)}`),
            ),
            name: hex(
              seal(
                key,
                member.name ?? `Đảng viên ${spec.code}-${String(member.place)}`,
                contexts.memberName(member.id),
              ),
            ),
            ref: hex(seal(key, 'ref', contexts.memberRef(member.id))),
            role: member.role ?? 'member',
            status: member.status ?? 'official',
            left_at: member.hasLeft === true ? longAgo : null,
            created_at: new Date(longAgo.getTime() + member.place),
          }
        }),
        accounts: linked.map((member) => {
          const { sealed, chatHash } = sealAddress(keyring, {
            bot,
            chat: `m:${member.id}`,
            kind: 'private',
          })
          return {
            id: randomUUID(),
            member_id: member.id,
            person: hex(keyring.lookupHash(lookups.person, `${bot}:${member.id}`)),
            chat: hex(chatHash),
            address: hex(sealed),
            language: member.language ?? null,
          }
        }),
        consents: linked.flatMap((member) =>
          purposes.map((purpose) => {
            return {
              id: randomUUID(),
              member_id: member.id,
              purpose,
              granted: (member.agrees ?? purposes).includes(purpose),
            }
          }),
        ),
        groups:
          spec.hasGroup === false
            ? []
            : [
                {
                  id: randomUUID(),
                  branch_id: id,
                  chat: hex(group.chatHash),
                  address: hex(group.sealed),
                },
              ],
      },
    }
  }

  const write = async (ready: readonly Ready[]): Promise<void> => {
    await database.query(
      sql(
        'w-bot',
      )`INSERT INTO bot (id, platform) VALUES (${bot}, 'telegram') ON CONFLICT DO NOTHING`,
    )
    await database.query(sql(
      'w-org',
    )`INSERT INTO organisation (id, code, path, kind, name, created_at)
      SELECT id, code, path, 'branch', name, ${longAgo}::timestamptz
        FROM jsonb_to_recordset(${json(ready.map(({ organisation }) => organisation))}::jsonb)
      AS d(id uuid, code text, path text, name text)`)
    await database.query(sql(
      'w-branch',
    )`INSERT INTO branch (id, time_zone, meeting_rule, meeting_time, meeting_place, wrapped_key,
      timeline, quiet_from,
        quiet_to, is_deputy_told)
      SELECT id, ${zone}, rule, time, decode(place, 'hex'), decode(wrapped, 'hex'), timeline,
        quiet_from, quiet_to, deputy
      FROM jsonb_to_recordset(${json(ready.map(({ branch }) => branch))}::jsonb)
      AS d(id uuid, rule jsonb, time text, place text, wrapped text, timeline jsonb,
        quiet_from text, quiet_to text, deputy boolean)`)
    const members = ready.flatMap((one) => one.members)
    for (let from = 0; from < members.length; from += 1000) {
      const chunk = json(members.slice(from, from + 1000))
      await database.query(sql(
        'w-member',
      )`INSERT INTO member (id, branch_id, ref_hash, ref, name, role, status, created_at, left_at)
        SELECT id, branch_id, decode(ref_hash, 'hex'), decode(ref, 'hex'), decode(name, 'hex'),
          role, status, created_at, left_at
        FROM jsonb_to_recordset(${chunk}::jsonb) AS d(id uuid, branch_id uuid, ref_hash text,
          ref text, name text, role text, status text,
          created_at timestamptz, left_at timestamptz)`)
      await database.query(sql(
        'w-key',
      )`INSERT INTO member_key (member_id, kek_id, wrapped) SELECT id, kek, decode(wrapped, 'hex')
        FROM jsonb_to_recordset(${chunk}::jsonb) AS d(id uuid, kek text, wrapped text)`)
    }
    const accounts = ready.flatMap((one) => one.accounts)
    for (let from = 0; from < accounts.length; from += 1000) {
      await database.query(sql(
        'w-account',
      )`INSERT INTO account (id, bot_id, person_hash, chat_hash, address, member_id, language,
        state, linked_at, created_at)
        SELECT id, ${bot}, decode(person, 'hex'), decode(chat, 'hex'), decode(address, 'hex'),
          member_id, language, 'linked', ${longAgo}, ${longAgo}
        FROM jsonb_to_recordset(${json(accounts.slice(from, from + 1000))}::jsonb)
        AS d(id uuid, member_id uuid, person text, chat text, address text, language text)`)
    }
    const consents = ready.flatMap((one) => one.consents)
    for (let from = 0; from < consents.length; from += 3000) {
      await database.query(sql(
        'w-consent',
      )`INSERT INTO consent (id, member_id, notice_version, notice_hash, purpose, is_granted,
        bot_id, at)
        SELECT id, member_id, '1', ${noticeHash}, purpose, granted, ${bot}, ${longAgo}::timestamptz
        FROM jsonb_to_recordset(${json(consents.slice(from, from + 3000))}::jsonb) AS d(id uuid,
          member_id uuid, purpose text, granted boolean)`)
    }
    await database.query(sql(
      'w-group',
    )`INSERT INTO branch_group (id, bot_id, chat_hash, address, branch_id, bound_at)
      SELECT id, ${bot}, decode(chat, 'hex'), decode(address, 'hex'), branch_id, ${longAgo}
      FROM jsonb_to_recordset(${json(ready.flatMap(({ groups }) => groups))}::jsonb) AS d(id uuid,
        branch_id uuid, chat text, address text)`)
  }

  const addBranches: World['addBranches'] = async (specs) => {
    const prepared = specs.map(prepare)
    await write(prepared.map(({ ready }) => ready))
    return prepared.map(({ ids }) => ids)
  }

  const deliver: World['deliver'] = async (fate = () => 'sent') => {
    const fresh: Delivered[] = []
    for (;;) {
      const claimed = await claim(
        database,
        bot,
        'postman',
        { replies: 500, bulk: 500, once: 500, total: 1000 },
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
