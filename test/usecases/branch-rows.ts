// A branch of a test with its members, chats, consents and group, as rows of the database.
import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/database/database.ts'
import { json, sql } from '../../src/database/statement.ts'
import type { MeetingRule } from '../../src/domain/meeting-rule.ts'
import { sealAddress } from '../../src/outbox/sealed-address.ts'
import type { Keyring } from '../../src/sealing/keyring.ts'
import { keyIdOf, seal } from '../../src/sealing/seal.ts'
import { contexts, lookups } from '../../src/store/contexts.ts'
import { library } from '../support/house.ts'
import { at, zone } from './in-viet-nam.ts'

export const bot = 'telegram'
export const purposes = ['remind', 'store', 'remedies'] as const
type Purpose = (typeof purposes)[number]

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

interface Ready {
  readonly organisation: object
  readonly branch: object
  readonly members: readonly object[]
  readonly accounts: readonly object[]
  readonly consents: readonly object[]
  readonly groups: readonly object[]
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const longAgo = at('2026-01-01 08:00')

export function rowsOf(
  keyring: Keyring,
  spec: BranchSpec,
): { readonly ids: { id: string; members: string[] }; readonly ready: Ready } {
  const id = randomUUID()
  const branchKey = keyring.dataKeys.make(contexts.branchKey(id))
  const members = spec.members.map((member, place) => ({ ...member, id: randomUUID(), place }))
  const place =
    spec.place === undefined ? null : hex(seal(branchKey.key, spec.place, contexts.branchPlace(id)))
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

export async function writeBranches(database: Database, ready: readonly Ready[]): Promise<void> {
  const { hash, meaningHash } = library.notice
  await database.query(
    sql('w-bot')`INSERT INTO bot (id, platform) VALUES (${bot}, 'telegram') ON CONFLICT DO NOTHING`,
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
    )`INSERT INTO consent (id, member_id, notice_version, notice_hash, meaning_hash, purpose, is_granted,
      bot_id, at)
      SELECT id, member_id, '1', ${hash}, ${meaningHash}, purpose, granted, ${bot}, ${longAgo}::timestamptz
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
