// A whole house for a test: database, keys, roster, conversation and outbox rows, with time that
// stands still until moved.
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { App } from '../../src/app.ts'
import { createVocabulary } from '../../src/conversation/commands.ts'
import type { Library } from '../../src/conversation/turn.ts'
import type { Database } from '../../src/database/database.ts'
import { sql, type Value } from '../../src/database/statement.ts'
import { makeCode } from '../../src/domain/code.ts'
import { period } from '../../src/domain/period.ts'
import type { ConsentNotice } from '../../src/domain/questionnaire.ts'
import { checkRoster } from '../../src/domain/roster.ts'
import { rosterColumns } from '../../src/domain/roster-words.ts'
import type { Plan } from '../../src/domain/message-budget.ts'
import { createTranslators } from '../../src/i18n/translator.ts'
import type { Address } from '../../src/messaging/address.ts'
import type { AttachmentKind, Inbound } from '../../src/messaging/inbound.ts'
import { numberedLabels, type Outbound } from '../../src/messaging/outbound.ts'
import { openBody } from '../../src/outbox/body.ts'
import { openAddress, sealAddress } from '../../src/outbox/sealed-address.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import { loadTemplates } from '../../src/templates/load.ts'
import { createKeyring, type Keyring } from '../../src/sealing/keyring.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { issueMemberCodes } from '../../src/store/codes.ts'
import { lookups } from '../../src/store/contexts.ts'
import { findBranch, importRoster } from '../../src/store/organisations.ts'
import { createBudgets } from '../../src/store/budgets.ts'
import { createTables } from '../../src/store/read-tables.ts'
import { createTurns } from '../../src/store/turns.ts'
import { openRound, type Opening } from '../../src/usecases/open-round.ts'
import { createReceive, type Received } from '../../src/usecases/receive.ts'
import { expectButtonsToWork } from './buttons.ts'

export const root = join(import.meta.dirname, '..', '..')
export const words = createTranslators(join(root, 'locales'))
export const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))
export const papers = loadTemplates(join(root, 'templates'), null)
const { consent, packs, manifestations, screening, scoreSheet, agendas } = questionnaires
/** All that is shipped. */
export const library: Library = {
  words,
  notice: consent,
  packs,
  manifestations,
  screening,
  scoreSheet,
  agendas,
  papers,
}
export const bot = 'telegram'
const vocabulary = createVocabulary(words)

export interface Said {
  readonly chat: string
  readonly text: string
  readonly labels: readonly string[]
  readonly message: Outbound
}

export interface HouseOptions {
  /** An instant; default 09:00 on 20/11/2026 in Viet Nam. */
  readonly start?: string
  readonly keyring?: Keyring
  readonly notice?: ConsentNotice
  readonly plans?: ReadonlyMap<string, Plan>
}

export interface House {
  readonly app: App
  readonly database: Database
  readonly keyring: Keyring
  readonly branchId: string
  now(): Date
  moveTo(instant: string): void
  /** Lets this many seconds pass. */
  pass(seconds: number): void
  receive(inbound: Inbound): Promise<Received>
  /** What came due in the outbox since the last look, oldest first. */
  heard(): Promise<readonly Said[]>
  /** The newest message of a chat. */
  newest(chat: string): Said | undefined
  /** Types in a private chat (or a group) and gives back what was said to that chat. */
  says(person: string, text: string, chat?: Address): Promise<readonly Said[]>
  /** Anything but text, a press or an edit of text. */
  sends(person: string, what: AttachmentKind, chat?: Address): Promise<readonly Said[]>
  /** Presses the choice with this label (or number, from 1) of the newest message of that chat. */
  presses(person: string, choice: string | number): Promise<readonly Said[]>
  pressesPayload(person: string, payload: string): Promise<readonly Said[]>
  /** Something that happened in a chat. */
  happens(person: string, chat: Address, event: object): Promise<readonly Said[]>
  /** Types a fresh code and goes through linking and all consents, agreeing or not to each. */
  links(person: string, memberRef: string, agrees?: readonly boolean[]): Promise<readonly Said[]>
  /** As `links` leaves a member, written at once; for tests about something else. */
  knows(person: string, memberRef: string, agrees?: readonly string[]): Promise<void>
  /** A new code for one member; older ones of theirs are void. */
  codeFor(memberRef: string): Promise<string>
  /** New codes for all of a branch who are not linked, by ref. */
  codes(branchCode?: string): Promise<ReadonlyMap<string, string>>
  /** Opens the round of a period, as the timeline would. */
  opens(ofPeriod: string, closesAt: string): Promise<Opening>
  /** All jobs that are due, and what they had said. */
  runs(): Promise<readonly Said[]>
  rows<Row>(text: string, ...values: readonly Value[]): Promise<readonly Row[]>
}

/** Members as `ref|name|role|status|branch`; the branch is CB5 unless told. */
export async function importMembers(
  database: Database,
  keyring: Keyring,
  members: readonly string[],
  now: Date,
): Promise<void> {
  const cells = members.map((member) => {
    const [ref = '', name = '', role = 'member', status = 'official', branch = 'CB5'] =
      member.split('|')
    return [
      branch,
      `Chi bộ Tổ dân phố số ${branch.slice(2)}`,
      'PAH',
      'Đảng bộ phường An Hòa',
      name,
      role,
      status,
      ref,
    ]
  })
  const check = checkRoster(
    [rosterColumns, ...cells].map((row, index) => ({ line: index + 1, cells: row })),
  )
  if (!check.ok) throw new Error(JSON.stringify(check.faults))
  await importRoster(database, keyring, check.plan, { now, timeZone: 'Asia/Ho_Chi_Minh' })
  await database.query(sql('house-bot')`
    INSERT INTO bot (id, platform) VALUES (${bot}, 'telegram') ON CONFLICT DO NOTHING`)
}

/** A house with these members in it; see `importMembers`. */
export async function buildHouse(
  database: Database,
  members: readonly string[],
  options: HouseOptions = {},
): Promise<House> {
  const { keyring = createKeyring(randomBytes(32)), start = '2026-11-20T02:00:00Z' } = options
  await importMembers(database, keyring, members, new Date(start))
  return openHouse(database, { ...options, keyring, start })
}

/** A house on what is there already: another notice in force, another key ring. */
export async function openHouse(database: Database, options: HouseOptions): Promise<House> {
  const {
    keyring = createKeyring(randomBytes(32)),
    start = '2026-11-20T02:00:00Z',
    notice = questionnaires.consent,
    plans = new Map<string, Plan>(),
  } = options
  const clock = { at: new Date(start) }
  const now = (): Date => clock.at
  const branch = await findBranch(database, 'CB5')
  if (branch === null) throw new Error('the branch of the house is missing')
  const meaningHash = notice.meaningHash
  const tables = createTables({
    database,
    keyring,
    meaningHash,
    plans,
  })
  const turns = createTurns({
    database,
    keyring,
    meaningHash,
    sender: { instance: 'test', isDirect: () => false },
  })
  const code = codesOfHouse()
  const receive = createReceive({
    turns,
    tables,
    library: { ...library, notice },
    vocabulary,
    now,
    code,
    onWritten: () => undefined,
  })
  const report: App['report'] = ({ error }) => {
    if (error !== undefined) throw error as Error
  }
  const base = {
    database,
    keyring,
    tables,
    words,
    library: { ...library, notice },
    now,
    code,
    meaningHash,
    report,
  }
  const zone = 'Asia/Ho_Chi_Minh'
  const app: App = {
    ...base,
    id: randomUUID,
    wake: () => undefined,
    platforms: new Map(),
    defaultZone: zone,
    budgets: createBudgets({ database, plans, zone, now }),
  }
  return {
    ...living(app, branch.id, clock, receive),
    receive,
    app,
    database,
    keyring,
    branchId: branch.id,
    now,
  }
}

/** Codes of one house: the same in every run, none of them twice. */
function codesOfHouse(): () => string {
  let seed = 0
  const bytes = (count: number): Uint8Array =>
    createHmac('sha512', 'codes')
      .update(String((seed += 1)))
      .digest()
      .subarray(0, count)
  return () => makeCode(bytes)
}

type Living = Omit<House, 'receive' | 'app' | 'database' | 'keyring' | 'branchId' | 'now'>

function living(
  app: App,
  branchId: string,
  clock: { at: Date },
  receive: (inbound: Inbound) => Promise<Received>,
): Living {
  const { database, keyring, now } = app
  const newest = new Map<string, Said>()
  const heard = listen(app, newest)
  let updates = 0
  const happens: House['happens'] = async (person, chat, event) => {
    updates += 1
    const arrival = {
      key: `u${String(updates)}`,
      from: chat,
      sender: { id: person },
      sentAt: now(),
      messageId: `m${String(updates)}`,
    }
    await receive({ ...arrival, ...event } as Inbound)
    return (await heard()).filter((said) => said.chat === chat.chat)
  }
  const alone = (person: string): Address => ({ bot, chat: person, kind: 'private' })
  const says: House['says'] = (person, text, chat = alone(person)) =>
    happens(person, chat, { kind: 'text', text, edited: false })
  const pressesPayload: House['pressesPayload'] = (person, payload) =>
    happens(person, alone(person), { kind: 'press', payload, pressId: 'p' })
  const presses: House['presses'] = (person, wanted) => {
    const said = newest.get(person)
    const choices = said?.message.choices ?? []
    const choice =
      typeof wanted === 'number'
        ? choices[wanted - 1]
        : choices.find(({ label }) => label === wanted)
    if (said === undefined || choice === undefined)
      throw new Error(`no choice ${String(wanted)} among ${said?.labels.join(', ') ?? 'nothing'}`)
    return happens(person, alone(person), {
      ...choice,
      kind: 'press',
      pressId: 'p',
      shown: { text: said.text, label: choice.label },
    })
  }
  const codes: House['codes'] = async (branchCode = 'CB5') => {
    const of = (await findBranch(database, branchCode))?.id ?? ''
    const request = {
      branchId: of,
      members: 'unlinked',
      now: now(),
      randomBytes: (count: number) => randomBytes(count),
    } as const
    const issued = await issueMemberCodes(database, keyring, request)
    return new Map(issued.codes.map(({ memberRef, code: plain }) => [memberRef, plain]))
  }
  const codeFor: House['codeFor'] = async (memberRef) => {
    const refHash = keyring.lookupHash(lookups.memberRef, memberRef)
    const [row] = await database.query(sql<{ id: string; branch: string }>('house-of')`
      SELECT id, branch_id AS branch FROM member WHERE ref_hash = ${refHash}`)
    const request = {
      branchId: row?.branch ?? '',
      members: [row?.id ?? ''],
      mayReplace: true,
      now: now(),
      randomBytes: (count: number) => randomBytes(count),
    }
    return (await issueMemberCodes(database, keyring, request)).codes[0]?.code ?? ''
  }
  const links: House['links'] = async (person, memberRef, agrees = [true, true, true]) => {
    await says(person, `/start ${await codeFor(memberRef)}`)
    await presses(person, 1)
    let said: readonly Said[] = []
    for (const agree of agrees) said = await presses(person, agree ? 1 : 2)
    return said
  }
  return {
    heard,
    says,
    pressesPayload,
    presses,
    codes,
    codeFor,
    links,
    happens,
    knows: (person, memberRef, agrees = ['remind', 'store', 'remedies']) =>
      writeLink(app, alone(person), memberRef, agrees),
    newest: (chat) => newest.get(chat),
    sends: (person, what, chat = alone(person)) =>
      happens(person, chat, { kind: 'attachment', what }),
    moveTo: (text) => void (clock.at = new Date(text)),
    pass: (seconds) => void (clock.at = new Date(clock.at.getTime() + seconds * 1000)),
    opens: async (ofPeriod, closesAt) => {
      const opening = await openRound(app, branchId, {
        period: period(ofPeriod),
        closesAt: new Date(closesAt),
      })
      await heard()
      return opening
    },
    runs: async () => {
      await runDue(app)
      return heard()
    },
    rows: (text, ...values) =>
      database.query({ name: `house-${String(hashOf(text))}`, text, values }),
  }
}

/**
 * The outbox as those it speaks to see it: every row that is due once, in order, and sent from then
 * on.
 */
function listen({ database, keyring, now }: App, newest: Map<string, Said>): House['heard'] {
  return async () => {
    const rows = await database.query(sql<{
      id: string
      address: Buffer
      chat_hash: Buffer
      body: Buffer
    }>('house-heard')`
      WITH due AS (UPDATE outbox SET state = 'sent'
        WHERE state = 'pending' AND not_before <= ${now()}
          AND (not_after IS NULL OR not_after > ${now()})
            RETURNING id, seq, address, chat_hash, body)
      SELECT id, address, chat_hash, body FROM due ORDER BY seq`)
    return rows.map((row) => {
      const { chat } = openAddress(keyring, { sealed: row.address, chatHash: row.chat_hash })
      const message = openBody(keyring, row.id, row.body)
      expectButtonsToWork(message, vocabulary)
      const said = {
        chat,
        text: message.text,
        labels: numberedLabels(message.choices ?? []),
        message,
      }
      newest.set(chat, said)
      return said
    })
  }
}

/** A linked account that has said which purposes it agrees to, as if it had come by a code. */
export async function writeLink(
  { database, keyring, library, meaningHash, now }: App,
  chat: Address,
  ref: string,
  agrees: readonly string[],
): Promise<void> {
  const { sealed, chatHash } = sealAddress(keyring, chat)
  const personHash = keyring.lookupHash(lookups.person, `${chat.bot}:${chat.chat}`)
  const refHash = keyring.lookupHash(lookups.memberRef, ref)
  await database.query(sql('house-link')`
    INSERT INTO account (id, bot_id, person_hash, chat_hash, address, member_id, state, version,
      linked_at, created_at, last_inbound_at)
    SELECT gen_random_uuid(), ${chat.bot}, ${personHash}, ${chatHash}, ${sealed}, id, 'linked', 1,
      ${now()}::timestamptz, ${now()}::timestamptz,
      ${now()}::timestamptz FROM member WHERE ref_hash = ${refHash}`)
  await database.query(sql('house-consent')`
    INSERT INTO consent (id, member_id, notice_version, notice_hash, meaning_hash, purpose,
      is_granted, bot_id, at)
    SELECT gen_random_uuid(), m.id, 'test', ${library.notice.hash}, ${meaningHash}, p, p = ANY(${agrees}::text[]),
      ${chat.bot}, ${now()}::timestamptz
    FROM member m, unnest(ARRAY['remind', 'store', 'remedies']) AS p WHERE m.ref_hash = ${refHash}`)
}

function hashOf(text: string): number {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7)
}
