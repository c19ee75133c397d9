// To be filled: `openRoundNow` of usecases/open-round.ts comes here, and this file goes.
import type { Opened } from './compose.ts'
import { exitCode } from './exit-code.ts'
import { Failure } from './failure.ts'

/** Opens the branch's round of this month. Gives how many members are invited. */
export function openRoundNow(_opened: Opened, _branchId: string, _now: Date): Promise<{ readonly invited: number }> {
  return Promise.reject(new Failure(exitCode.failed, 'not-yet', 'Rounds cannot be opened by hand yet.'))
}
