// Branches full of members who are linked and have consented: made by the import of a roster and a
// few wide statements.
import { randomUUID } from 'node:crypto'
import type { App } from '../../src/app.ts'
import { sql } from '../../src/database/statement.ts'
import { checkRoster } from '../../src/domain/roster.ts'
import { rosterColumns } from '../../src/domain/roster-words.ts'
import { sealAddress } from '../../src/outbox/sealed-address.ts'
import { lookups } from '../../src/store/contexts.ts'
import { importRoster } from '../../src/store/organisations.ts'

export interface People {
  /** Begins the codes of the branches and the refs of the members. */
  readonly name: string
  readonly members: number
  readonly perBranch: number
  /** The platform's id of the first; the others follow. */
  readonly firstPerson: number
  /** Without it nobody is invited when a round opens. */
  readonly mayRemind: boolean
}

export interface Settled {
  readonly person: number
  readonly memberId: string
  readonly branch: string
  readonly branchId: string
}

export const bot = 'telegram'
const zone = 'Asia/Ho_Chi_Minh'
const given = ['An', 'Bình', 'Chi', 'Dũng', 'Hà', 'Hòa', 'Lan', 'Minh', 'Nga', 'Sơn']

/** Settles them, the first of each branch as its secretary. */
export async function settlePeople(app: App, people: People): Promise<readonly Settled[]> {
  const { name, members, perBranch, firstPerson } = people
  const rows = Array.from({ length: members }, (_, index) => {
    const branch = `${name}${String(Math.floor(index / perBranch) + 1)}`
    const fullName = `Nguyễn Văn ${given[index % given.length] ?? ''}`
    const role = index % perBranch === 0 ? 'secretary' : 'member'
    const place = [branch, `Chi bộ ${branch}`, `DB${name}`, `Đảng bộ phường ${name}`]
    return [...place, fullName, role, 'official', `${name}-${String(index)}`]
  })
  const check = checkRoster(
    [rosterColumns, ...rows].map((cells, index) => ({ line: index + 1, cells })),
  )
  if (!check.ok)
    throw new Error(`the roster of the bench: ${JSON.stringify(check.faults.slice(0, 3))}`)
  await importRoster(app.database, app.keyring, check.plan, { now: app.now(), timeZone: zone })
  const settled = await readSettled(
    app,
    rows.map((row) => row[7] ?? ''),
    firstPerson,
  )
  for (let at = 0; at < settled.length; at += 1000)
    await linkAll(app, settled.slice(at, at + 1000), people.mayRemind)
  return settled
}

async function readSettled(
  { database, keyring }: App,
  refs: readonly string[],
  firstPerson: number,
): Promise<readonly Settled[]> {
  const places = new Map(
    refs.map((ref, index) => [hex(keyring.lookupHash(lookups.memberRef, ref)), index]),
  )
  const rows = await database.query(sql<{
    id: string
    branch_id: string
    code: string
    ref_hash: Buffer
  }>('bench-members')`
    SELECT m.id, m.branch_id, o.code, m.ref_hash FROM member m
      JOIN organisation o ON o.id = m.branch_id`)
  return rows
    .flatMap(({ id, branch_id: branchId, code: branch, ref_hash: refHash }) => {
      const place = places.get(hex(refHash))
      return place === undefined
        ? []
        : [{ person: firstPerson + place, memberId: id, branch, branchId }]
    })
    .toSorted((a, b) => a.person - b.person)
}

async function linkAll(
  { database, keyring, library, now }: App,
  settled: readonly Settled[],
  mayRemind: boolean,
): Promise<void> {
  const { notice } = library
  const addresses = settled.map(({ person }) => ({
    bot,
    chat: String(person),
    kind: 'private' as const,
  }))
  const sealed = addresses.map((address) => sealAddress(keyring, address))
  const people = addresses.map(({ chat }) => keyring.lookupHash(lookups.person, `${bot}:${chat}`))
  const memberIds = settled.map(({ memberId }) => memberId)
  await database.query(sql('bench-accounts')`
    INSERT INTO account (id, bot_id, person_hash, chat_hash, address, member_id, state, linked_at,
      created_at)
    SELECT n.id, ${bot}, n.person, n.chat, n.address, n.member, 'linked', ${now()}::timestamptz,
      ${now()}::timestamptz
    FROM unnest(${settled.map(() => randomUUID())}::uuid[], ${people}::bytea[],
      ${sealed.map(({ chatHash }) => chatHash)}::bytea[],
      ${sealed.map((each) => each.sealed)}::bytea[], ${memberIds}::uuid[]) AS n (id, person, chat,
        address, member)`)
  const purposes = notice.purposes.map(({ id }) => id)
  await database.query(sql('bench-consents')`
    INSERT INTO consent (id, member_id, notice_version, notice_hash, meaning_hash, purpose,
      is_granted, bot_id, at)
    SELECT gen_random_uuid(), m, ${notice.version}, ${notice.hash}, ${notice.meaningHash}, p,
      p <> 'remind'
      OR ${mayRemind}, ${bot}, ${now()}::timestamptz
    FROM unnest(${memberIds}::uuid[]) AS m, unnest(${purposes}::text[]) AS p`)
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
