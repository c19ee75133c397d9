// A setting changed, or put back: the value, what depends on it and was not said yet, and the row
// by which it can be undone.
import { json } from '../../database/statement.ts'
import {
  type RotationSetting,
  ruleOf,
  type SettingKey,
  type SettingValue,
  unitPartOf,
} from '../../domain/settings.ts'
import type { QuietHours } from '../../domain/quiet-hours.ts'
import type { ChangeOf } from '../change.ts'
import type { Follow } from '../setting-change.ts'
import type { Bind, Fragment } from '../turns/writing.ts'
import type { ChangeContext } from './context.ts'

/** What a key sets in the branch's row. */
function branchColumns(key: SettingKey, value: SettingValue, bind: Bind): string {
  const [rule, part] = [ruleOf(key), unitPartOf(key)]
  const name = rule ?? part
  if (name !== null) {
    const column = rule === null ? 'unit' : 'timeline'
    if (value === null) return `${column} = ${column} - ${bind(name)}::text`
    return `${column} = ${column} || ${bind(json({ [name]: value }))}::jsonb`
  }
  switch (key) {
    case 'quiet': {
      const { from, to } = value as QuietHours
      return `quiet_from = ${bind(from)}, quiet_to = ${bind(to)}`
    }
    case 'rotation': {
      const { size, ...rules } = value as RotationSetting
      const said = Object.fromEntries(
        Object.entries(rules).filter(([, override]) => override !== null),
      )
      return `reviewees_at_meeting = ${bind(size)}::int,
        timeline = (timeline - 'reviewFirst' - 'reviewLast') || ${bind(json(said))}::jsonb`
    }
    case 'voice':
      return `is_voice_open = ${bind(value === true)}::boolean`
    case 'deputy':
      return `is_deputy_told = ${bind(value === true)}::boolean`
    case 'language':
      return `language = ${bind(value === 'en' ? 'en' : 'vi')}`
    default:
      return `pack = ${bind(value as string)}`
  }
}

function setValue(
  branchId: string,
  memberId: string | null,
  key: SettingKey,
  value: SettingValue,
): Fragment {
  if (memberId === null) {
    return (
      bind,
    ) => `UPDATE branch SET ${branchColumns(key, value, bind)} WHERE id = ${bind(branchId)}::uuid
      AND EXISTS (SELECT 1 FROM held)`
  }
  const columns = (bind: Bind): string =>
    key === 'elder'
      ? `is_elder = ${bind(value === true)}::boolean`
      : `language = ${bind(value === 'en' ? 'en' : 'vi')}`
  return (bind) => `UPDATE member SET ${columns(bind)} WHERE id = ${bind(memberId)}::uuid
    AND branch_id = ${bind(branchId)}::uuid
    AND EXISTS (SELECT 1 FROM held)`
}

/**
 * Slots of the branch's own months of which nothing has left yet: their reminders are made anew, if
 * they are still due.
 */
const unsaid = `(s.state = 'skipped' OR s.state = 'queued'
  AND NOT EXISTS (SELECT FROM outbox x WHERE x.slot_id = s.id AND x.state <> 'pending'))`

function replan(branchId: string, from: string): readonly Fragment[] {
  const slots = (
    bind: Bind,
  ): string => `s.branch_id = ${bind(branchId)}::uuid AND s.subject = s.branch_id
    AND s.meeting_on >= ${bind(from)}::date AND ${unsaid} AND EXISTS (SELECT 1 FROM held)`
  return [
    (bind) =>
      `DELETE FROM outbox o USING slot s WHERE o.slot_id = s.id AND o.state = 'pending'
        AND s.rule <> 'open' AND ${slots(bind)}`,
    (bind) => `DELETE FROM slot s WHERE s.rule <> 'open' AND ${slots(bind)}`,
  ]
}

/** Invitations are not made anew: they wait no longer than the round is open. */
function moveClosing(
  branchId: string,
  { period, closesAt }: NonNullable<Follow['closing']>,
): readonly Fragment[] {
  return [
    (bind) => `UPDATE round SET closes_at = ${bind(closesAt)}::timestamptz
      WHERE branch_id = ${bind(branchId)}::uuid
      AND period = ${bind(period)} AND closed_at IS NULL AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `UPDATE outbox o SET not_after = ${bind(closesAt)}::timestamptz FROM round r
      WHERE r.branch_id = ${bind(branchId)}::uuid
      AND r.period = ${bind(period)} AND r.closed_at IS NULL AND o.state = 'pending'
        AND o.dedupe_key LIKE 'invitation:' || r.id || ':%'
      AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/**
 * Bulk that waits for the old morning waits for the new one; what is due now, where it is now
 * quiet, waits too.
 */
function moveWaiting(
  branchId: string,
  { was, until }: NonNullable<Follow['waiting']>,
  now: Date,
): Fragment {
  return (bind) => `UPDATE outbox SET not_before = ${bind(until)}::timestamptz
    WHERE branch_id = ${bind(branchId)}::uuid
    AND state = 'pending' AND lane = 1 AND (not_before = ${bind(was)}::timestamptz
      AND not_before > ${bind(now)}::timestamptz
      OR not_before < ${bind(until)}::timestamptz
        AND ${bind(until)}::timestamptz > ${bind(now)}::timestamptz)
    AND EXISTS (SELECT 1 FROM held)`
}

function follow(
  branchId: string,
  { replanFrom, closing, waiting }: Follow,
  now: Date,
): readonly Fragment[] {
  return [
    ...(replanFrom === null ? [] : replan(branchId, replanFrom)),
    ...(closing === null ? [] : moveClosing(branchId, closing)),
    ...(waiting === null ? [] : [moveWaiting(branchId, waiting, now)]),
  ]
}

export function changeSetting(
  change: ChangeOf<'changeSetting'>,
  { id, now }: ChangeContext,
): readonly Fragment[] {
  const { branchId, memberId, key, before, after, byMember } = change
  return [
    setValue(branchId, memberId, key, after),
    ...follow(branchId, change.follow, now),
    (
      bind,
    ) => `INSERT INTO setting_change (id, branch_id, member_id, setting, before, after, by_member,
      at)
      SELECT ${bind(id())}::uuid, ${bind(branchId)}::uuid, ${bind(memberId)}::uuid, ${bind(key)},
        ${bind(json(before))}::jsonb,
        ${bind(json(after))}::jsonb, ${bind(byMember)}::uuid, ${bind(now)}::timestamptz FROM held`,
  ]
}

export function undoSetting(
  change: ChangeOf<'undoSetting'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  const { branchId, memberId, key, value } = change
  return [
    setValue(branchId, memberId, key, value),
    ...follow(branchId, change.follow, now),
    (bind) => `UPDATE setting_change SET undone_at = ${bind(now)}::timestamptz
      WHERE id = ${bind(change.changeId)}::uuid
      AND EXISTS (SELECT 1 FROM held)`,
  ]
}
