// A meeting's own agenda, and how the meeting goes. Both are added to: of two officers at once the
// later finds its version taken, and its turn begins again.
import { json } from '../../database/statement.ts'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Fragment } from '../turns/writing.ts'
import { branchKeyOf, type ChangeContext } from './context.ts'

export function setBranchType({ branchId, type }: ChangeOf<'setBranchType'>): readonly Fragment[] {
  return [
    (bind) =>
      `UPDATE branch SET type = ${bind(type)} WHERE id = ${bind(branchId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function putAgenda(
  { branchId, period, version, lines }: ChangeOf<'putAgenda'>,
  context: ChangeContext,
): readonly Fragment[] {
  const sealed =
    lines === null
      ? null
      : seal(
          branchKeyOf(context),
          JSON.stringify(lines),
          contexts.agendaLines(branchId, period, version),
        )
  return [
    (bind) => `INSERT INTO meeting_agenda (branch_id, period, version, lines, at)
      SELECT ${bind(branchId)}::uuid, ${bind(period)}, ${bind(version)}::int,
        ${bind(sealed)}::bytea,
        ${bind(context.now)}::timestamptz FROM held`,
  ]
}

export function putCourse(
  { branchId, period, version, course }: ChangeOf<'putCourse'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) => `INSERT INTO meeting_course (branch_id, period, version, course, at)
      SELECT ${bind(branchId)}::uuid, ${bind(period)}, ${bind(version)}::int,
        ${bind(json(course))}::jsonb,
        ${bind(now)}::timestamptz FROM held`,
  ]
}
