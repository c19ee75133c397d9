import type { App } from '../app.ts'
import type { BudgetLevel } from '../domain/message-budget.ts'

/** How tight the month is of each of these bots; one look for each that has a limit. */
export async function levelsOf(
  app: App,
  bots: readonly string[],
): Promise<ReadonlyMap<string, BudgetLevel>> {
  return new Map(
    await Promise.all(
      [...new Set(bots)].map(async (bot) => [bot, await app.budgets.level(bot)] as const),
    ),
  )
}
