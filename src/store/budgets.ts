// The message budget of each bot: what its month has used, whom it serves, and what the month is
// expected to cost.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { addDays, localDate, type LocalDate } from '../domain/local-date.ts'
import { localOf, localTime } from '../domain/local-time.ts'
import {
  type BranchForecast,
  type BranchMonth,
  budgetLevel,
  type BudgetLevel,
  forecastBranch,
  momentsIn,
  type Plan,
} from '../domain/message-budget.ts'
import { addPeriods, firstDayOf, lastDayOf, monthOf, type Period } from '../domain/period.ts'
import { timelineOf } from '../domain/timeline.ts'
import type { TimelineOverrides } from '../domain/timeline-rules.ts'

/** One branch's part in the month of a bot. */
export interface BranchBudget {
  readonly branchId: string
  readonly branch: string
  readonly forecast: BranchForecast
}

/** A bot in one month. `expected`: what the whole month will cost, at the least what is used. */
export interface BotBudget {
  readonly bot: string
  readonly plan: Plan
  readonly month: Period
  readonly used: number
  readonly expected: number
  readonly level: BudgetLevel
  readonly people: number
  readonly groups: number
  readonly branches: readonly BranchBudget[]
}

export interface Budgets {
  /** By bot; a bot that is not here has no limit. */
  readonly plans: ReadonlyMap<string, Plan>
  /** The current month of the installation's zone. */
  thisMonth(): Period
  /**
   * How tight the bot's month is; `free` without a look for a bot without a limit. Never cached: a
   * job decides on it.
   */
  level(bot: string): Promise<BudgetLevel>
  reckon(bot: string, month: Period): Promise<BotBudget>
}

interface BudgetsOptions {
  readonly database: Queryable
  readonly plans: ReadonlyMap<string, Plan>
  readonly zone: string
  readonly now: () => Date
}

export function createBudgets({ database, plans, zone, now }: BudgetsOptions): Budgets {
  const thisMonth = (): Period => monthOf(localOf(now(), zone).date)
  const reckon = (bot: string, month: Period): Promise<BotBudget> =>
    reckonBudget(database, bot, plans.get(bot) ?? {}, month)
  return {
    plans,
    thisMonth,
    reckon,
    level: async (bot) =>
      plans.get(bot)?.messagesPerMonth === undefined
        ? 'free'
        : (await reckon(bot, thisMonth())).level,
  }
}

async function reckonBudget(
  queryable: Queryable,
  bot: string,
  plan: Plan,
  month: Period,
): Promise<BotBudget> {
  const [counts] = await readCounts(queryable, bot, month)
  const rows = await readBranches(queryable, bot, month)
  const branches = rows.map((row): BranchBudget => {
    return {
      branchId: row.id,
      branch: row.name,
      forecast: forecastBranch(monthOfBranch(row, month)),
    }
  })
  const { used, people, groups } = counts ?? { used: 0, people: 0, groups: 0 }
  const expected = Math.max(
    used,
    branches.reduce((sum, { forecast }) => sum + forecast.total, 0),
  )
  return {
    bot,
    plan,
    month,
    used,
    expected,
    level: budgetLevel(plan, used, expected),
    people,
    groups,
    branches,
  }
}

interface Counts {
  readonly used: number
  readonly people: number
  readonly groups: number
}

function readCounts(queryable: Queryable, bot: string, month: Period): Promise<Counts[]> {
  return queryable.query(sql<Counts>('budget-counts', { isIdempotent: true })`
    SELECT (SELECT COALESCE(sum(replies + bulk), 0)::int FROM message_count
      WHERE bot_id = ${bot} AND month = ${month}) AS used,
      (SELECT count(*)::int FROM account WHERE bot_id = ${bot} AND member_id IS NOT NULL) AS people,
      (SELECT count(*)::int FROM branch_group WHERE bot_id = ${bot} AND state = 'bound') AS groups`)
}

interface BranchRow {
  readonly id: string
  readonly name: string
  readonly time_zone: string
  readonly timeline: TimelineOverrides
  readonly people: number
  readonly officers: number
  readonly has_group: boolean
  readonly remedies: number
  readonly replies: number | null
  readonly bulk: number | null
  readonly meetings: readonly MeetingRow[] | null
}

interface MeetingRow {
  readonly date: string
  readonly starts_at: string
  readonly previous: string | null
  readonly next: string | null
}

/** A rule lies 14 days before its meeting at most, and 24 after. */
const [daysBefore, daysAfter] = [14, 24]
/** So many months back are history: a month that began in its middle does not speak alone. */
const historyMonths = 2

/** The branches a bot serves: with members whose first chat is on it, or with a group on it. */
function readBranches(queryable: Queryable, bot: string, month: Period): Promise<BranchRow[]> {
  const [first, last] = [firstDayOf(month), lastDayOf(month)]
  return queryable.query(sql<BranchRow>('budget-branches', { isIdempotent: true })`
    WITH person AS (
      SELECT m.id, m.branch_id, m.role, m.status
      FROM (SELECT DISTINCT member_id FROM account
        WHERE bot_id = ${bot} AND state IN ('linked', 'relinked') AND member_id IS NOT NULL) here
        JOIN member m ON m.id = here.member_id AND m.left_at IS NULL
      WHERE (SELECT a.bot_id FROM account a WHERE a.member_id = m.id
          AND a.state IN ('linked', 'relinked')
        ORDER BY a.state = 'linked' DESC, a.is_preferred DESC, a.linked_at DESC LIMIT 1) = ${bot}
    ), served AS (
      SELECT branch_id FROM person UNION SELECT branch_id FROM branch_group
        WHERE bot_id = ${bot} AND state = 'bound'
    )
    SELECT b.id, o.name, b.time_zone, b.timeline,
      (SELECT count(*)::int FROM person p WHERE p.branch_id = b.id
        AND p.status <> 'exempt') AS people,
      (SELECT count(*)::int FROM person p WHERE p.branch_id = b.id
        AND (p.role = 'secretary' OR p.role = 'deputy' AND b.is_deputy_told)) AS officers,
      EXISTS (SELECT 1 FROM branch_group g WHERE g.branch_id = b.id AND g.bot_id = ${bot}
        AND g.state = 'bound') AS has_group,
      (SELECT count(*)::int FROM remedy r JOIN person p ON p.id = r.member_id
        WHERE r.branch_id = b.id AND r.status IN ('open', 'inProgress')
          AND r.due_on BETWEEN ${addDays(first, -28)}::date AND ${addDays(last, 3)}::date)
        + (SELECT count(*)::int FROM branch_task k JOIN person p ON p.id = ANY(k.member_ids)
          WHERE k.branch_id = b.id AND k.state IN ('open', 'putOff')
            AND k.due_on BETWEEN ${addDays(first, -28)}::date
              AND ${addDays(last, 3)}::date) AS remedies,
      history.replies, history.bulk,
      (SELECT json_agg(json_build_object('date', t.date, 'starts_at', t.starts_at,
          'previous', (SELECT max(p.date) FROM meeting p
            WHERE p.branch_id = b.id AND p.date < t.date),
          'next', (SELECT min(n.date) FROM meeting n WHERE n.branch_id = b.id AND n.date > t.date)))
        FROM meeting t WHERE t.branch_id = b.id
          AND t.date BETWEEN ${addDays(first, -daysAfter)}::date
            AND ${addDays(last, daysBefore)}::date) AS meetings
    FROM served s JOIN branch b ON b.id = s.branch_id JOIN organisation o ON o.id = b.id
      CROSS JOIN LATERAL (SELECT max(c.replies) AS replies, max(c.bulk) AS bulk FROM message_count c
        WHERE c.bot_id = ${bot}
        AND c.branch_id = b.id AND c.month >= ${addPeriods(month, -historyMonths)}
          AND c.month < ${month}) history
    ORDER BY o.code`)
}

function monthOfBranch(row: BranchRow, month: Period): BranchMonth {
  const { people, officers, has_group: hasGroup, remedies, replies, bulk } = row
  const dateOf = (date: string | null): LocalDate | null => (date === null ? null : localDate(date))
  const moments = (row.meetings ?? []).flatMap(({ date, starts_at: startsAt, previous, next }) => {
    const near = { previous: dateOf(previous), next: dateOf(next) }
    return momentsIn(
      month,
      timelineOf(
        { date: localDate(date), startsAt: localTime(startsAt) },
        row.timeline,
        row.time_zone,
        near,
      ).moments,
    )
  })
  const history = replies === null || bulk === null ? null : { replies, bulk }
  return { people, officers, hasGroup, remedies, moments, history }
}

/** Keeps where a turn sees it whether the bot's month is tight. */
export async function keepTight(
  queryable: Queryable,
  bot: string,
  isTight: boolean,
): Promise<void> {
  await queryable.query(sql('budget-tight', { isIdempotent: true })`
    UPDATE bot SET is_tight = ${isTight} WHERE id = ${bot} AND is_tight <> ${isTight}`)
}
