// What the bots' plans allow, this month and the next.
import { plansOf } from '../../bots.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/database.ts'
import { DatabaseProblem } from '../../database/problem.ts'
import { nextPeriod } from '../../domain/period.ts'
import { type BotBudget, createBudgets } from '../../store/budgets.ts'
import { lookInto } from './installation.ts'

interface PlanStanding {
  readonly now: BotBudget
  readonly next: BotBudget
}

/**
 * This month and the next of each bot with a plan, its platform's own or the operator's; without
 * one the database is not opened.
 * `inUse`: the running service has the embedded database.
 */
export async function reckonPlans(
  config: Config,
  now: () => Date,
): Promise<readonly PlanStanding[] | 'inUse'> {
  const plans = plansOf(config.bots)
  if (plans.size === 0) return []
  const reckon = async (database: Database): Promise<readonly PlanStanding[]> => {
    const budgets = createBudgets({ database, plans, zone: config.timeZone, now })
    const month = budgets.thisMonth()
    const found: PlanStanding[] = []
    for (const bot of plans.keys()) {
      found.push({
        now: await budgets.reckon(bot, month),
        next: await budgets.reckon(bot, nextPeriod(month)),
      })
    }
    return found
  }
  try {
    return (await lookInto(config, reckon)) ?? []
  } catch (error) {
    if (error instanceof DatabaseProblem && error.code === 'data-dir-in-use') return 'inUse'
    throw error
  }
}
