// What the secretary says of a held meeting: which of its papers are done, and the marks proposed
// for it.
import { json } from '../../database/statement.ts'
import type { ChangeOf } from '../change.ts'
import type { Fragment } from '../turns/writing.ts'
import type { ChangeContext } from './context.ts'

export function markPapers(
  change: ChangeOf<'markPapers'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  const { branchId, period, byMember, papers, isDone } = change
  return [
    (bind) => `INSERT INTO meeting_paper (branch_id, period, paper, is_done, by_member, at)
      SELECT ${bind(branchId)}::uuid, ${bind(period)}, d.paper, ${bind(isDone)}::boolean,
        ${bind(byMember)}::uuid,
        ${bind(now)}::timestamptz FROM held, unnest(${bind([...papers])}::text[]) AS d(paper)
      ON CONFLICT (branch_id, period, paper) DO UPDATE
        SET is_done = excluded.is_done, by_member = excluded.by_member, at = excluded.at`,
  ]
}

/**
 * Two officers at once: each criterion is kept by itself. Marks of another version of the sheet go.
 */
export function scoreMeeting(
  change: ChangeOf<'scoreMeeting'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  const { branchId, period, byMember, sheet, marks } = change
  return [
    (bind) => `INSERT INTO meeting_score (branch_id, period, sheet, marks, by_member, at)
      SELECT ${bind(branchId)}::uuid, ${bind(period)}, ${bind(sheet)}, ${bind(json(marks))}::jsonb,
        ${bind(byMember)}::uuid,
        ${bind(now)}::timestamptz FROM held
      ON CONFLICT (branch_id, period) DO UPDATE SET sheet = excluded.sheet,
        by_member = excluded.by_member, at = excluded.at,
        marks = CASE WHEN meeting_score.sheet = excluded.sheet
          THEN meeting_score.marks || excluded.marks ELSE excluded.marks END`,
  ]
}
