// The message budget, told in time: some days before a month that will be tight, and as its marks
// are passed; each once.
import type { App } from '../app.ts'
import { addDays, type LocalDate } from '../domain/local-date.ts'
import { instantOf, localTime } from '../domain/local-time.ts'
import { allowanceOf, isAtLeast, isTight } from '../domain/message-budget.ts'
import { firstDayOf, lastDayOf, nextPeriod } from '../domain/period.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import type { BotBudget, BranchBudget } from '../store/budgets.ts'
import { keepTight } from '../store/budgets.ts'
import { readMonth, toldOfficers } from '../store/months.ts'
import { type Reminder, sayOnce } from '../store/reminders.ts'
import { claimSlots, skipSlot, type Slot } from '../store/slots.ts'
import { postingOf, speaking } from './posting.ts'
import { type BudgetMark, budgetScreen } from './screens/budget.ts'

/** A mark told of, so many days before the month: time to ask for another bot. */
const daysBefore = 3
/** Not in the night in which a month turns. */
const tellingFrom = localTime('08:00')

export async function watchBudgets(app: App): Promise<void> {
  for (const [bot, plan] of app.budgets.plans) {
    if (plan.messagesPerMonth === undefined) continue
    const month = app.budgets.thisMonth()
    const budget = await app.budgets.reckon(bot, month)
    await keepTight(app.database, bot, isAtLeast(budget.level, 'tight'))
    await tellMarks(app, budget, plan.messagesPerMonth)
    const from = instantOf(addDays(lastDayOf(month), -daysBefore), tellingFrom, app.defaultZone)
    if (app.now() >= from)
      await tellForecast(
        app,
        await app.budgets.reckon(bot, nextPeriod(month)),
        plan.messagesPerMonth,
      )
  }
}

/** The furthest mark passed is told; those passed with it are written down as merged. */
async function tellMarks(app: App, budget: BotBudget, limit: number): Promise<void> {
  const { bulk = Infinity, replies = Infinity } = allowanceOf(budget.plan) ?? {}
  const passed: readonly (readonly [BudgetMark, boolean])[] = [
    ['tight', isTight(limit, budget.used)],
    ['repliesOnly', budget.used >= bulk],
    ['spent', budget.used >= replies],
  ]
  const marks = passed.flatMap(([mark, isPassed]) => (isPassed ? [mark] : []))
  const furthest = marks.pop()
  if (furthest === undefined) return
  const told = await Promise.all(
    budget.branches.map((branch) => tell(app, budget, branch, furthest, limit)),
  )
  const merged = marks.flatMap((mark) =>
    budget.branches.map((branch) => slotOf(budget, branch, mark)),
  )
  const end = { state: 'skipped', reason: 'merged' } as const
  await claimSlots(
    app.database,
    merged.map((slot) => ({ ...slot, end })),
    postingOf(app, app.now()),
  )
  if (told.includes(true)) report(app, budget, 'budget.markPassed', furthest, limit)
}

/**
 * Every month the operator is told what it will cost; the secretaries when that is more than four
 * fifths of the plan.
 */
async function tellForecast(app: App, budget: BotBudget, limit: number): Promise<void> {
  const mark = 'forecast'
  const willBeTight = isTight(limit, budget.expected)
  const told = await Promise.all(
    budget.branches.map((branch) => {
      if (willBeTight) return tell(app, budget, branch, mark, limit)
      return skipSlot(
        app.database,
        slotOf(budget, branch, mark),
        'withinPlan',
        postingOf(app, app.now()),
      )
    }),
  )
  if (told.includes(true))
    report(app, budget, willBeTight ? 'budget.willBeTight' : 'budget.forecast', mark, limit)
}

function slotOf({ bot, month }: BotBudget, { branchId }: BranchBudget, mark: BudgetMark): Slot {
  return {
    rule: `budget:${mark}:${bot}`,
    subject: branchId,
    localDate: firstDayOf(month),
    branchId,
  }
}

/** True: it had not been told before. */
async function tell(
  app: App,
  budget: BotBudget,
  branch: BranchBudget,
  mark: BudgetMark,
  limit: number,
): Promise<boolean> {
  const now = app.now()
  const posting = postingOf(app, now)
  const slot = slotOf(budget, branch, mark)
  const month = await readMonth(app.database, app.keyring, branch.branchId, null)
  const officers = month === null ? [] : toldOfficers(month)
  if (month === null || officers.length === 0)
    return skipSlot(app.database, slot, 'nobodyToTell', posting)
  const { quiet, zone } = month.branch
  const notBefore = afterQuiet(now, quiet, zone)
  const notAfter = endOf(mark, budget, zone, now)
  if (notBefore >= notAfter) return skipSlot(app.database, slot, 'quietHours', posting)
  const isOurs = await sayOnce(
    app.database,
    slot,
    officers.map(({ memberId, chat, language }): Reminder => ({
      to: chat,
      message: budgetScreen(
        mark,
        { ...budget, limit, branch: branch.branch, own: branch.forecast.total },
        speaking(app, language, now),
      ),
      class: 'prompt',
      dedupeKey: `budget:${mark}:${budget.bot}:${branch.branchId}:${budget.month}:${memberId}`,
      notBefore,
      notAfter,
      memberId,
      // Bulk has stopped by then; these few words have a part of the month kept for them.
      isUrgent: true,
    })),
    posting,
  )
  if (isOurs) app.wake(officers.map(({ chat }) => chat.bot))
  return isOurs
}

/** A forecast is of use for the first half of its month, a mark until its month ends. */
function endOf(mark: BudgetMark, { month }: BotBudget, zone: string, now: Date): Date {
  const midnight = localTime('00:00')
  const lastDay: LocalDate = mark === 'forecast' ? addDays(firstDayOf(month), 14) : lastDayOf(month)
  const end = instantOf(addDays(lastDay, 1), midnight, zone)
  return end > now ? end : now
}

function report(
  app: App,
  { bot, used, expected, branches }: BotBudget,
  code: 'budget.markPassed' | 'budget.forecast' | 'budget.willBeTight',
  kind: BudgetMark,
  limit: number,
): void {
  app.report({ code, bot, kind, used, limit, expected })
  if (kind !== 'forecast') return
  for (const { branchId, forecast } of branches) {
    app.report({
      code: 'budget.forecast',
      bot,
      branch: branchId,
      kind,
      expected: forecast.total,
      limit,
    })
  }
}
