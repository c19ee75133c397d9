// A month, a quarter or a year as typed after a command, and what may be seen of the rounds closed
// in it.
import type { Closing } from '../../../domain/closings.ts'
import { localOf } from '../../../domain/local-time.ts'
import { monthOf } from '../../../domain/period.ts'
import { parseSpan, type TypedSpan } from '../../../domain/period-span.ts'
import type { Pack } from '../../../domain/questionnaire.ts'
import { publish } from '../../../domain/suppression.ts'
import type { Scales } from '../../../domain/tally.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { ClosingSource } from '../../../store/tables.ts'
import type { Moment } from '../../turn.ts'

/** What was typed; null: nothing. */
export function wantedSpan({ branch }: Snapshot, typed: string, { now }: Moment): TypedSpan | null {
  if (typed.trim() === '') return null
  return parseSpan(typed, monthOf(localOf(now, branch?.zone ?? 'Asia/Ho_Chi_Minh').date))
}

export function scalesOf(pack: Pack): Scales {
  return {
    heads: pack.scale.levels.map(({ id }) => id),
    groups: pack.manifestationScale.levels.map(({ id }) => id),
  }
}

/** What may be seen of closed rounds. */
export function closingsOf(sources: readonly ClosingSource[]): readonly Closing[] {
  return sources.map(({ period, closedOn, tally, checkpoint, pack }) => {
    return {
      period,
      closedOn,
      roster: tally.roster,
      published: publish(tally, scalesOf(pack), 'closing', checkpoint),
    }
  })
}
