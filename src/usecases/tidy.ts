import type { App } from '../app.ts'
import { applyRetention } from '../store/retention.ts'
import { countRows } from './count-rows.ts'

const dayMs = 86_400_000

/**
 * How long things are kept, in days. Answers: a year's review looks back on twelve months, and no
 * purpose of the notice reaches further (reliability.md §5.2, 9). Traffic: no platform repeats an
 * update after so long. Slots outlive the year they belong to, so that nothing of it can be said a
 * second time; so do the counts of messages, for whoever asks what a year has cost. A lock-out
 * looks at one hour. A notice in doubt can be sent again for a week.
 */
export const keptDays = {
  answers: 365,
  traffic: 30,
  slots: 400,
  counts: 400,
  wrongCodes: 8,
  stale: 1,
  doubtful: 7,
} as const

/** Deletes what is past its time, a bounded number at once, and tells the operator how much. */
export async function tidy(app: App): Promise<void> {
  const now = app.now()
  const before = (days: number): Date => new Date(now.getTime() - days * dayMs)
  const counts = await applyRetention(app.database, {
    answersBefore: before(keptDays.answers),
    traffic: before(keptDays.traffic),
    slotsBefore: before(keptDays.slots),
    countsBefore: before(keptDays.counts),
    wrongCodesBefore: before(keptDays.wrongCodes),
    staleBefore: before(keptDays.stale),
    doubtBefore: before(keptDays.doubtful),
    now,
  })
  for (const [kind, count] of counts) {
    if (count === 0) continue
    countRows(app, count)
    app.report({ code: 'retention.applied', kind, count })
  }
}
