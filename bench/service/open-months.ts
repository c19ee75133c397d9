// The months of a branch one after another, as its members come to the end of each.
import type { App } from '../../src/app.ts'
import { sql } from '../../src/database/statement.ts'
import { localOf } from '../../src/domain/local-time.ts'
import { addPeriods, monthOf } from '../../src/domain/period.ts'
import { openRound } from '../../src/usecases/open-round.ts'

export interface Months {
  /**
   * Opens the next month of these branches and closes the one before; gives how many were invited.
   */
  open(branchIds: readonly string[]): Promise<number>
}

export function createMonths(app: App): Months {
  const opened = new Map<string, number>()
  const openOne = async (branchId: string): Promise<number> => {
    const months = opened.get(branchId) ?? 0
    opened.set(branchId, months + 1)
    const period = addPeriods(monthOf(localOf(app.now(), app.defaultZone).date), months)
    if (months > 0) {
      await app.database.query(sql('bench-close')`
        UPDATE round SET closed_at = ${app.now()} WHERE branch_id = ${branchId}::uuid
          AND closed_at IS NULL`)
    }
    const opening = await openRound(app, branchId, { period })
    if (opening.kind === 'refused')
      throw new Error(`a round of the bench was not opened: ${opening.reason}`)
    return opening.invited
  }
  return {
    async open(branchIds) {
      let invited = 0
      for (const branchId of branchIds) invited += await openOne(branchId)
      return invited
    },
  }
}
