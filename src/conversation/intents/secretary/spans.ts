// A month, a quarter or a year as typed after a command.
import { localOf } from '../../../domain/local-time.ts'
import { monthOf } from '../../../domain/period.ts'
import { parseSpan, type TypedSpan } from '../../../domain/period-span.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { Moment } from '../../turn.ts'

/** What was typed; null: nothing. */
export function wantedSpan({ branch }: Snapshot, typed: string, { now }: Moment): TypedSpan | null {
  if (typed.trim() === '') return null
  return parseSpan(typed, monthOf(localOf(now, branch?.zone ?? 'Asia/Ho_Chi_Minh').date))
}
