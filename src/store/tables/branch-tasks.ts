// A branch's tasks after its resolutions, with their words and the names of those responsible.
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { type BranchTaskState, branchTaskStates } from '../../domain/branch-task.ts'
import { byGivenName } from '../../domain/given-name.ts'
import { localDate } from '../../domain/local-date.ts'
import { monthOf, period, type Period, previousPeriod } from '../../domain/period.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { type SealingKey, unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import type { Role } from '../snapshot.ts'
import type { BranchTaskLine, BranchTasksSource, Months, TaskPerson } from '../meeting-sources.ts'

/** Rows inside a json column carry bytes as base64. */
interface BranchTaskRow {
  readonly id: string
  readonly period: string
  readonly state: string
  readonly due_on: string
  readonly member_ids: readonly string[]
  readonly body: string
  readonly reason: string | null
  readonly created_by: string
}

interface PersonRow {
  readonly id: string
  readonly name: string
  readonly wrapped: string
  readonly role: string
  readonly is_exempt: boolean
  readonly has_left: boolean
}

interface Row {
  readonly wrapped_key: Buffer
  readonly today: string
  readonly held: string | null
  readonly tasks: readonly BranchTaskRow[] | null
  readonly people: readonly PersonRow[] | null
}

const roles: readonly Role[] = ['secretary', 'deputy', 'committee', 'member']

/** What a task says, and who is responsible beside members: “chi ủy”. */
export interface TaskBody {
  readonly what: string
  readonly others: string | null
}

export function openTaskBody(
  { id, body }: Pick<BranchTaskRow, 'id' | 'body'>,
  branchId: string,
  key: SealingKey,
): TaskBody {
  const { what, others } = JSON.parse(
    unseal(key, Buffer.from(body, 'base64'), contexts.branchTaskBody(id, branchId)),
  ) as TaskBody
  return { what, others }
}

/**
 * The tasks of these months' resolutions; `of` null: those of the last meeting held (of the month
 * before, where none was) and what earlier ones left to be done. The newest resolution first, each
 * in the order of its lines.
 */
export async function readBranchTasks(
  queryable: Queryable,
  keyring: Keyring,
  branchId: string,
  of: Months | null,
  now: Date,
): Promise<BranchTasksSource> {
  const [row] = await queryable.query(sql<Row>('branch-tasks-read', { isIdempotent: true })`
    WITH b AS (SELECT id, wrapped_key, (${now}::timestamptz AT TIME ZONE time_zone)::date AS today,
        (SELECT t.period FROM meeting t WHERE t.branch_id = branch.id
          AND (t.date::text || ' ' || t.starts_at)::timestamp
            AT TIME ZONE time_zone <= ${now}::timestamptz ORDER BY t.date DESC LIMIT 1) AS held
      FROM branch WHERE id = ${branchId}::uuid)
    SELECT b.wrapped_key, b.today::text AS today, b.held,
      (SELECT json_agg(json_build_object('id', k.id, 'period', k.period, 'state', k.state, 'due_on',
        k.due_on,
          'member_ids', k.member_ids, 'body', encode(k.body, 'base64'), 'reason', encode(k.reason,
            'base64'), 'created_by', k.created_by)
          ORDER BY k.period DESC, k.created_at, k.place)
        FROM branch_task k WHERE k.branch_id = b.id AND CASE WHEN ${of?.from ?? null}::text IS NULL
          THEN k.period = coalesce(b.held, to_char(b.today - interval '1 month', 'YYYY-MM'))
            OR k.state IN ('open', 'putOff', 'draft')
          ELSE k.period BETWEEN ${of?.from ?? null} AND ${of?.to ?? null} END) AS tasks,
      (SELECT json_agg(json_build_object('id', m.id, 'name', encode(m.name, 'base64'), 'wrapped',
        encode(k.wrapped, 'base64'),
          'role', m.role, 'is_exempt', m.status = 'exempt', 'has_left', m.left_at IS NOT NULL
            OR m.branch_id <> b.id))
        FROM member m JOIN member_key k ON k.member_id = m.id WHERE m.branch_id = b.id
          OR m.id IN (SELECT unnest(x.member_ids) FROM branch_task x
            WHERE x.branch_id = b.id)) AS people
    FROM b`)
  if (row === undefined) throw new Error('tasks were asked of a branch that is not there')
  const key = keyring.dataKeys.open(row.wrapped_key, contexts.branchKey(branchId))
  const people = (row.people ?? []).map((person) => openPerson(person, keyring))
  const opened = (isDraft: boolean): readonly BranchTaskLine[] => {
    return (row.tasks ?? [])
      .filter(({ state }) => (state === 'draft') === isDraft)
      .map((task) => openTask(task, branchId, key, people))
  }
  const today = localDate(row.today)
  return {
    period: row.held === null ? previousPeriod(monthOf(today)) : period(row.held),
    today,
    lines: opened(false),
    drafts: opened(true),
    people: people
      .filter(({ hasLeft }) => !hasLeft)
      .toSorted(
        (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || byGivenName(a.name, b.name),
      ),
  }
}

export async function readOpenTaskCount(
  queryable: Queryable,
  branchId: string,
  memberId: string,
): Promise<number> {
  const [row] = await queryable.query(sql<{ count: number }>('branch-tasks-count', {
    isIdempotent: true,
  })`
    SELECT count(*)::int AS count FROM branch_task
      WHERE branch_id = ${branchId}::uuid AND ${memberId}::uuid = ANY(member_ids)
      AND state IN ('open', 'putOff')`)
  return row?.count ?? 0
}

function openPerson(row: PersonRow, keyring: Keyring): TaskPerson {
  const key = keyring.dataKeys.open(Buffer.from(row.wrapped, 'base64'), contexts.memberKey(row.id))
  const name = unseal(key, Buffer.from(row.name, 'base64'), contexts.memberName(row.id))
  return {
    memberId: row.id,
    name,
    role: row.role as Role,
    isExempt: row.is_exempt,
    hasLeft: row.has_left,
  }
}

function openTask(
  row: BranchTaskRow,
  branchId: string,
  key: SealingKey,
  people: readonly TaskPerson[],
): BranchTaskLine {
  const of: Period = period(row.period)
  return {
    id: row.id,
    period: of,
    ...openTaskBody(row, branchId, key),
    responsible: row.member_ids.flatMap(
      (id) => people.find(({ memberId }) => memberId === id) ?? [],
    ),
    // A draft is set apart by whoever reads it.
    state:
      branchTaskStates.find((state): state is BranchTaskState => state === row.state) ?? 'open',
    dueOn: localDate(row.due_on),
    reason:
      row.reason === null
        ? null
        : unseal(
            key,
            Buffer.from(row.reason, 'base64'),
            contexts.branchTaskReason(row.id, branchId),
          ),
    createdBy: row.created_by,
  }
}
