// When the next thing happens by itself, for "to the next event" of the try mode.
import type { App } from '../app.ts'
import { remedyMoments } from '../domain/due-date.ts'
import { addDays } from '../domain/local-date.ts'
import { timelineOf } from '../domain/timeline.ts'
import type { TimelineAction } from '../domain/timeline-rules.ts'
import { readAgenda, slotName } from '../store/agenda.ts'
import { readComing } from '../store/coming.ts'
import { dayInUtc } from './day-in-utc.ts'

/** `message`: something already decided waits for its time, the end of the quiet hours. */
type EventName = TimelineAction | 'remedy' | 'message'

interface NextEvent {
  readonly at: Date
  readonly what: EventName
  readonly branchId: string | null
}

/**
 * Meetings are planned two months ahead, remedies spoken of from three days before to four weeks
 * after.
 */
const [daysBack, daysAhead, remedyDaysAhead] = [27, 75, 75]

/** The earliest moment after `after` at which something is due; null when nothing is in sight. */
export async function nextEvent(app: App, after: Date): Promise<NextEvent | null> {
  const today = dayInUtc(after)
  const agenda = await readAgenda(
    app.database,
    addDays(today, -daysBack),
    addDays(today, daysAhead),
  )
  const coming = await readComing(
    app.database,
    after,
    addDays(today, -30),
    addDays(today, remedyDaysAhead),
  )
  const ofMonths = agenda.flatMap((entry) => {
    const { moments } = timelineOf(entry.meeting, entry.overrides, entry.zone, entry.near)
    const open = moments.filter(
      ({ ruleId, localDate }) =>
        !entry.said.has(ruleId) && !entry.slots.has(slotName(ruleId, localDate)),
    )
    return open.map(({ action, dueAt }): NextEvent => ({
      at: dueAt,
      what: action,
      branchId: entry.branchId,
    }))
  })
  const ofRemedies = coming.remedies.flatMap(({ dueOn, zone, branchId }) => {
    return remedyMoments(dueOn, zone).map(({ dueAt }): NextEvent => ({
      at: dueAt,
      what: 'remedy',
      branchId,
    }))
  })
  const ofRounds: readonly NextEvent[] =
    coming.closing === null ? [] : [{ ...coming.closing, what: 'closeRound' }]
  const ofOutbox: readonly NextEvent[] =
    coming.message === null ? [] : [{ ...coming.message, what: 'message' }]
  const events = [...ofMonths, ...ofRounds, ...ofRemedies, ...ofOutbox].filter(
    ({ at }) => at > after,
  )
  return events.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
}
