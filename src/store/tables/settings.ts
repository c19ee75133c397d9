// What `/caidat` needs beside the snapshot: the newest change that can still be undone, the people
// of the branch, an open handover.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { byGivenName } from '../../domain/given-name.ts'
import { isSettingKey, type SettingValue } from '../../domain/settings.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import { languageOf } from '../months.ts'
import type { MemberStatus, Role } from '../snapshot.ts'
import type { SettingsPerson, SettingsSource } from '../tables.ts'

interface PersonRow {
  readonly id: string
  readonly name: string
  readonly wrapped: string
  readonly role: string
  readonly status: string
  readonly is_elder: boolean
  readonly language: string
  readonly is_linked: boolean
}

interface Row {
  readonly last: {
    id: string
    member_id: string | null
    setting: string
    before: SettingValue
    after: SettingValue
  } | null
  readonly people: readonly PersonRow[] | null
  readonly handover: {
    id: string
    from_member: string
    to_member: string
    at: string
    expires_at: string
  } | null
}

interface SettingsWanted {
  readonly branchId: string
  readonly memberId: string
  /** The whole branch by name, for its secretary; else the member alone. */
  readonly isWhole: boolean
  readonly now: Date
}

const dayMs = 86_400_000

/** An offer counts while whoever made it is the secretary. */
export async function readSettings(
  database: Database,
  keyring: Keyring,
  { branchId, memberId, isWhole, now }: SettingsWanted,
): Promise<SettingsSource> {
  const since = new Date(now.getTime() - dayMs)
  const [row] = await database.query(sql<Row>('settings-read', { isIdempotent: true })`
    SELECT (SELECT json_build_object('id', c.id, 'member_id', c.member_id, 'setting', c.setting,
      'before', c.before, 'after', c.after)
        FROM setting_change c WHERE c.branch_id = ${branchId}::uuid
          AND c.by_member = ${memberId}::uuid AND c.undone_at IS NULL
          AND c.at > ${since} AND (c.member_id = ${memberId}::uuid OR ${isWhole}::boolean)
            ORDER BY c.at DESC, c.id LIMIT 1) AS last,
      (SELECT json_agg(json_build_object('id', m.id, 'name', encode(m.name, 'base64'), 'wrapped',
        encode(k.wrapped, 'base64'),
          'role', m.role, 'status', m.status, 'is_elder', m.is_elder, 'language', m.language,
          'is_linked', EXISTS (SELECT FROM account a
            WHERE a.member_id = m.id AND a.state = 'linked')))
        FROM member m JOIN member_key k ON k.member_id = m.id
        WHERE m.branch_id = ${branchId}::uuid AND m.left_at IS NULL AND (${isWhole}::boolean
          OR m.id = ${memberId}::uuid)) AS people,
      (SELECT json_build_object('id', h.id, 'from_member', h.from_member, 'to_member', h.to_member,
        'at', h.at, 'expires_at', h.expires_at)
        FROM handover h JOIN member s ON s.id = h.from_member AND s.branch_id = h.branch_id
          AND s.role = 'secretary' AND s.left_at IS NULL
        WHERE h.branch_id = ${branchId}::uuid AND h.state = 'offered' AND h.expires_at > ${now}
          AND (h.to_member = ${memberId}::uuid OR h.from_member = ${memberId}::uuid)
            ORDER BY h.at DESC LIMIT 1) AS handover`)
  const { last = null, people = null, handover = null } = row ?? {}
  return {
    last:
      last === null || !isSettingKey(last.setting)
        ? null
        : {
            id: last.id,
            memberId: last.member_id,
            key: last.setting,
            before: last.before,
            after: last.after,
          },
    people: (people ?? [])
      .map((person) => openPerson(person, keyring))
      .toSorted((a, b) => byGivenName(a.name, b.name)),
    handover:
      handover === null
        ? null
        : {
            id: handover.id,
            fromMember: handover.from_member,
            toMember: handover.to_member,
            offeredAt: new Date(handover.at),
            expiresAt: new Date(handover.expires_at),
          },
  }
}

function openPerson(row: PersonRow, keyring: Keyring): SettingsPerson {
  const { id, name, wrapped, role, status, is_elder: isElder, language, is_linked: isLinked } = row
  const key = keyring.dataKeys.open(Buffer.from(wrapped, 'base64'), contexts.memberKey(id))
  return {
    memberId: id,
    name: unseal(key, Buffer.from(name, 'base64'), contexts.memberName(id)),
    role: role as Role,
    status: status as MemberStatus,
    isElder,
    language: languageOf(language),
    isLinked,
  }
}
