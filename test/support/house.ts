// A whole house for a test: database, keys, roster, conversation and outbox rows, with time that stands still until moved.
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { App } from '../../src/app.ts'
import { createVocabulary } from '../../src/conversation/commands.ts'
import type { Library } from '../../src/conversation/turn.ts'
import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/statement.ts'
import { makeCode } from '../../src/domain/code.ts'
import { checkRoster } from '../../src/domain/roster.ts'
import { rosterColumns } from '../../src/domain/roster-words.ts'
import { createTranslators } from '../../src/i18n/translator.ts'
import type { Address } from '../../src/messaging/address.ts'
import type { Inbound } from '../../src/messaging/inbound.ts'
import { numberedLabels, type Outbound } from '../../src/messaging/outbound.ts'
import type { OutboxDraft } from '../../src/outbox/draft.ts'
import { openBody } from '../../src/outbox/body.ts'
import { openAddress } from '../../src/outbox/sealed-address.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import { createKeyring, type Keyring } from '../../src/sealing/keyring.ts'
import { issueMemberCodes } from '../../src/store/codes.ts'
import { findBranch, importRoster } from '../../src/store/organisations.ts'
import { createTables } from '../../src/store/read-tables.ts'
import { tallyRound } from '../../src/store/tallies.ts'
import { createTurns } from '../../src/store/turns.ts'
import { createReceive, type Received } from '../../src/usecases/receive.ts'

export const root = join(import.meta.dirname, '..', '..')
export const words = createTranslators(join(root, 'locales'))
export const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))
export const library: Library = {
  words,
  notice: questionnaires.consent,
  packs: questionnaires.packs,
  manifestations: questionnaires.manifestations,
  screening: questionnaires.screening,
}
export const vocabulary = createVocabulary(words)
export const bot = 'telegram'

export interface Said {
  readonly chat: string
  readonly text: string
  readonly labels: readonly string[]
  readonly message: Outbound
}

export interface House {
  readonly app: App
  readonly database: Database
  readonly keyring: Keyring
  readonly branchId: string
  now(): Date
  moveTo(instant: string): void
  receive(inbound: Inbound): Promise<Received>
  /** What the outbox was given since the last look, oldest first. */
  heard(): Promise<readonly Said[]>
  /** Types in a private chat (or a group) and gives back what was said to that chat. */
  says(person: string, text: string, chat?: Address): Promise<readonly Said[]>
  /** Presses the choice with this label (or number, from 1) of the newest message of that chat. */
  presses(person: string, choice: string | number): Promise<readonly Said[]>
  /** Types a fresh code and goes through linking and all consents. */
  links(person: string, memberRef: string): Promise<readonly Said[]>
  codes(): Promise<ReadonlyMap<string, string>>
}

/** Members as `ref|name|role|status`. */
export async function buildHouse(database: Database, members: readonly string[], start = '2026-11-20T02:00:00Z'): Promise<House> {
  const keyring = createKeyring(randomBytes(32))
  let instant = new Date(start)
  const now = (): Date => instant
  const cells = members.map((member) => {
    const [ref = '', name = '', role = 'member', status = 'official'] = member.split('|')
    return ['CB5', 'Chi bộ Tổ dân phố số 5', 'PAH', 'Đảng bộ phường An Hòa', name, role, status, ref]
  })
  const check = checkRoster([rosterColumns, ...cells].map((row, index) => ({ line: index + 1, cells: row })))
  if (!check.ok) throw new Error(JSON.stringify(check.faults))
  await importRoster(database, keyring, check.plan, { now: now(), timeZone: 'Asia/Ho_Chi_Minh' })
  await database.query(sql('house-bot')`INSERT INTO bot (id, platform) VALUES (${bot}, 'telegram') ON CONFLICT DO NOTHING`)
  const branch = await findBranch(database, 'CB5')
  if (branch === null || branch === undefined) throw new Error('the branch of the house is missing')
  const tables = createTables({ database, keyring, noticeHash: questionnaires.consent.hash, tallyRound: (roundId) => tallyRound(database, keyring, roundId) })
  const turns = createTurns({ database, keyring, noticeHash: questionnaires.consent.hash, sender: { instance: 'test', isDirect: () => false } })
  let seed = 0
  const code = (): string => makeCode((count) => createHmac('sha512', 'codes').update(String((seed += 1))).digest().subarray(0, count))
  const receive = createReceive({ turns, tables, library, vocabulary, now, code, onWritten: () => undefined })

  const app: App = {
    database, keyring, tables, words, library, now, code, id: randomUUID, wake: () => undefined, report: () => undefined,
    defaultZone: 'Asia/Ho_Chi_Minh', noticeHash: questionnaires.consent.hash,
  }
  let updates = 0
  let looked = 0
  const newest = new Map<string, Said>()
  const heard = async (): Promise<readonly Said[]> => {
    const rows = await database.query(sql<{ id: string; seq: number; address: Buffer; chat_hash: Buffer; body: Buffer }>('house-heard')`
      SELECT id, seq, address, chat_hash, body FROM outbox WHERE seq > ${looked} AND body IS NOT NULL ORDER BY seq`)
    return rows.map((row) => {
      looked = Math.max(looked, row.seq)
      const { chat } = openAddress(keyring, { sealed: row.address, chatHash: row.chat_hash })
      const message = openBody(keyring, row.id, row.body)
      const said = { chat, text: message.text, labels: numberedLabels(message.choices ?? []), message }
      newest.set(chat, said)
      return said
    })
  }
  const arrive = async (inbound: Inbound): Promise<readonly Said[]> => {
    await receive(inbound)
    return (await heard()).filter(({ chat }) => chat === inbound.from.chat)
  }
  const base = (person: string, chat: Address = { bot, chat: person, kind: 'private' }) => ({ key: `u${String((updates += 1))}`, from: chat, sender: { id: person }, sentAt: now() })
  const says: House['says'] = (person, text, chat) => arrive({ ...base(person, chat), kind: 'text', text, messageId: `m${String(updates)}`, edited: false })
  const presses: House['presses'] = (person, wanted) => {
    const said = newest.get(person)
    const index = typeof wanted === 'number' ? wanted - 1 : (said?.message.choices ?? []).findIndex(({ label }) => label === wanted)
    const choice = said?.message.choices?.[index]
    if (said === undefined || choice === undefined) throw new Error(`no choice ${String(wanted)} among ${said?.labels.join(', ') ?? 'nothing'}`)
    return arrive({ ...base(person), kind: 'press', payload: choice.payload, messageId: 'm0', pressId: 'p', shown: { text: said.text, label: choice.label } })
  }
  const codes: House['codes'] = async () => {
    const issued = await issueMemberCodes(database, keyring, { branchId: branch.id, members: 'unlinked', now: now(), randomBytes: (count) => randomBytes(count) })
    return new Map(issued.codes.map(({ memberRef, code: plain }) => [memberRef, plain]))
  }
  const links: House['links'] = async (person, memberRef) => {
    await says(person, `/start ${(await codes()).get(memberRef) ?? ''}`)
    await presses(person, 1)
    await presses(person, 1)
    await presses(person, 1)
    return presses(person, 1)
  }
  return { app, database, keyring, branchId: branch.id, now, moveTo: (text) => { instant = new Date(text) }, receive, heard, says, presses, links, codes }
}

export type { OutboxDraft }
