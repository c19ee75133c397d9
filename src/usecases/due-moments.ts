// What of a branch's month is due at a moment and not yet done, and what came too late. Pure.
import { localOf } from '../domain/local-time.ts'
import { type Moment, type Timeline, timelineOf } from '../domain/timeline.ts'
import { type AgendaEntry, slotName } from '../store/agenda.ts'
import type { Slot } from '../store/slots.ts'

export interface DueMoment {
  readonly branchId: string
  readonly entry: AgendaEntry
  readonly timeline: Timeline
  readonly moment: Moment
  readonly slot: Slot
}

export interface MissedSlot extends Slot {
  readonly reason: string
}

interface DueNow {
  /** To be done, in the order of their times. */
  readonly due: readonly DueMoment[]
  /** To be written down with the reason. */
  readonly missed: readonly MissedSlot[]
}

function slotOf(
  rule: string,
  localDate: Slot['localDate'],
  { branchId, meeting }: AgendaEntry,
): Slot {
  return { rule, subject: branchId, localDate, branchId, meetingOn: meeting.date }
}

/**
 * One meeting's part. A round past its time is closed however late, so its closing is never too
 * late.
 */
function dueOf(entry: AgendaEntry, now: Date): DueNow {
  const timeline = timelineOf(entry.meeting, entry.overrides, entry.zone, entry.near)
  const isNew = ({ ruleId, localDate }: Pick<Moment, 'ruleId' | 'localDate'>): boolean =>
    !entry.said.has(ruleId) && !entry.slots.has(slotName(ruleId, localDate))
  const open = timeline.moments.filter((moment) => moment.dueAt <= now && isNew(moment))
  const isUseful = ({ action, usefulUntil }: Moment): boolean =>
    now < usefulUntil || action === 'closeRound'
  const today = localOf(now, entry.zone).date
  // A rule left out is past with its day: before that a neighbouring meeting may move and make room
  // for it.
  const dropped = timeline.dropped.filter((moment) => moment.localDate < today && isNew(moment))
  return {
    due: open.filter(isUseful).map((moment) => {
      return {
        branchId: entry.branchId,
        entry,
        timeline,
        moment,
        slot: slotOf(moment.ruleId, moment.localDate, entry),
      }
    }),
    missed: [
      ...open
        .filter((moment) => !isUseful(moment))
        .map(({ ruleId, localDate }) => {
          return { ...slotOf(ruleId, localDate, entry), reason: 'tooLate' }
        }),
      ...dropped.map(({ ruleId, localDate, reason }) => ({
        ...slotOf(ruleId, localDate, entry),
        reason,
      })),
    ],
  }
}

export function dueNow(agenda: readonly AgendaEntry[], now: Date): DueNow {
  const parts = agenda.map((entry) => dueOf(entry, now))
  const due = parts
    .flatMap((part) => part.due)
    .toSorted((a, b) => a.moment.dueAt.getTime() - b.moment.dueAt.getTime())
  return { due, missed: parts.flatMap(({ missed }) => missed) }
}
