/**
 * The month of a branch around one meeting: what is due when, and until when it is still worth
 * doing.
 */
import { addDays } from './local-date.ts'
import type { LocalDate } from './local-date.ts'
import { instantOf, localOf, minutesOf, timeOfMinutes } from './local-time.ts'
import type { LocalTime } from './local-time.ts'
import { afterQuiet, isQuiet, nightRest } from './quiet-hours.ts'
import {
  defaultMonth,
  type RuleId,
  rulesOf,
  type TimelineAction,
  type TimelineAudience,
  type TimelineOverrides,
  type TimelineRule,
} from './timeline-rules.ts'

export interface MeetingTime {
  readonly date: LocalDate
  readonly startsAt: LocalTime
}

/** The meetings before and after, on the days they are moved to; null where there is none yet. */
export interface NeighbouringMeetings {
  readonly previous: LocalDate | null
  readonly next: LocalDate | null
}

/** Something due. One slot: (ruleId, the branch, localDate) happens once or says why not. */
export interface Moment {
  readonly ruleId: RuleId
  readonly action: TimelineAction
  readonly audience: TimelineAudience
  /** What the same message says besides. */
  readonly includes: readonly TimelineAction[]
  readonly localDate: LocalDate
  readonly dueAt: Date
  /**
   * From here on it is skipped. Closing is the exception its doer has to make: a round past its
   * time is closed, however late.
   */
  readonly usefulUntil: Date
}

type DropReason = 'tooCloseToPrevious' | 'outsideRound' | 'afterStart' | 'afterNextOpening'

interface DroppedMoment {
  readonly ruleId: RuleId
  readonly localDate: LocalDate
  readonly reason: DropReason
}

export interface Timeline {
  /** When the round opens and closes; null when the previous meeting leaves it no time. */
  readonly round: { readonly opensAt: Date; readonly closesAt: Date } | null
  /** In the order of `dueAt`, and of `defaultMonth` at one instant. */
  readonly moments: readonly Moment[]
  readonly dropped: readonly DroppedMoment[]
}

interface Frame {
  readonly zone: string
  readonly date: LocalDate
  readonly start: Date
  readonly opening: Date
  readonly closing: Date
  readonly nextOpening: Date | null
}

const msPerHour = 3_600_000
/**
 * A round opens only when the papers of the last meeting are done (D+2), even if that leaves it
 * less than its week.
 */
const daysAfterPrevious = 3
/**
 * Elderly people need this long to get to a meeting: a notice later than this comes the evening
 * before instead.
 */
const leastNoticeHours = 1
/**
 * How long before the quiet hours the evening's notice goes out: after the round's closing at
 * 20:00.
 */
const eveningLeadMinutes = 30

/**
 * What is due around one meeting, and what is left out because meetings lie too close together,
 * with the reason.
 * `meeting.date` is the day it was moved to; `overrides` have no faults; dates and times are those
 * of `zone`.
 */
export function timelineOf(
  meeting: MeetingTime,
  overrides: TimelineOverrides,
  zone: string,
  near: NeighbouringMeetings = { previous: null, next: null },
): Timeline {
  const rules = rulesOf(overrides)
  const frame = frameOf(meeting, rules, zone, near)
  const placed = rules.map((rule) => place(rule, frame))
  const all = placed.flatMap((slot) => ('reason' in slot ? [] : [slot]))
  const moments = all
    .filter((moment) => hostOf(moment, all) === undefined)
    .map((moment) => ({
      ...moment,
      includes: all.filter((guest) => hostOf(guest, all) === moment).map(({ action }) => action),
    }))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
  const round =
    frame.opening < frame.closing ? { opensAt: frame.opening, closesAt: frame.closing } : null
  return { round, moments, dropped: placed.flatMap((slot) => ('reason' in slot ? [slot] : [])) }
}

function hostOf(guest: Moment, moments: readonly Moment[]): Moment | undefined {
  const host = defaultMonth.find(({ id }) => id === guest.ruleId)?.saidWith
  return moments.find(
    ({ ruleId, dueAt }) => ruleId === host && dueAt.getTime() === guest.dueAt.getTime(),
  )
}

function frameOf(
  meeting: MeetingTime,
  rules: readonly TimelineRule[],
  zone: string,
  near: NeighbouringMeetings,
): Frame {
  const { date, startsAt } = meeting
  return {
    zone,
    date,
    start: instantOf(date, startsAt, zone),
    opening: openingOf(date, near.previous, rules, zone),
    closing: dayOf('close', date, null, rules, zone),
    nextOpening: near.next === null ? null : openingOf(near.next, date, rules, zone),
  }
}

function openingOf(
  date: LocalDate,
  previous: LocalDate | null,
  rules: readonly TimelineRule[],
  zone: string,
): Date {
  return dayOf(
    'open',
    date,
    previous === null ? null : addDays(previous, daysAfterPrevious),
    rules,
    zone,
  )
}

function dayOf(
  id: RuleId,
  date: LocalDate,
  earliest: LocalDate | null,
  rules: readonly TimelineRule[],
  zone: string,
): Date {
  const when = rules.find((rule) => rule.id === id)?.when
  if (when?.from !== 'meeting')
    throw new TypeError('a round opens and closes on days counted from its meeting')
  const day = addDays(date, when.days)
  return instantOf(earliest !== null && earliest > day ? earliest : day, when.at, zone)
}

function dueAtOf({ id, when }: TimelineRule, frame: Frame): Date {
  if (when.from === 'opening' || id === 'open') return frame.opening
  if (when.from === 'start') return shortlyBefore(frame, when.hours)
  return instantOf(addDays(frame.date, when.days), when.at, frame.zone)
}

/**
 * Before an early meeting: when the quiet hours end, if that is notice enough, else on the evening
 * before.
 */
function shortlyBefore({ start, zone }: Frame, hours: number): Date {
  const due = new Date(start.getTime() - hours * msPerHour)
  const { date, time } = localOf(due, zone)
  if (!isQuiet(time, nightRest)) return due
  const awake = afterQuiet(due, nightRest, zone)
  if (start.getTime() - awake.getTime() >= leastNoticeHours * msPerHour) return awake
  return instantOf(
    time < nightRest.to ? addDays(date, -1) : date,
    timeOfMinutes(minutesOf(nightRest.from) - eveningLeadMinutes),
    zone,
  )
}

function place(rule: TimelineRule, frame: Frame): Moment | DroppedMoment {
  const dueAt = dueAtOf(rule, frame)
  const slot = { ruleId: rule.id, localDate: localOf(dueAt, frame.zone).date }
  const reason = reasonToDrop(rule, dueAt, frame)
  if (reason !== null) return { ...slot, reason }
  const limit = limitOf(rule, frame)?.getTime() ?? Infinity
  const usefulUntil = new Date(Math.min(dueAt.getTime() + rule.graceHours * msPerHour, limit))
  return { ...slot, action: rule.action, audience: rule.audience, includes: [], dueAt, usefulUntil }
}

function limitOf(rule: TimelineRule, { start, closing, nextOpening }: Frame): Date | null {
  return rule.notAfter === 'start' ? start : rule.notAfter === 'closing' ? closing : nextOpening
}

function reasonToDrop(rule: TimelineRule, dueAt: Date, frame: Frame): DropReason | null {
  const ofRound = rule.notAfter === 'closing' || rule.id === 'close'
  if (ofRound && frame.opening >= frame.closing) return 'tooCloseToPrevious'
  if (ofRound && (dueAt < frame.opening || dueAt > frame.closing)) return 'outsideRound'
  if (rule.notAfter === 'start' && dueAt >= frame.start) return 'afterStart'
  return rule.notAfter === 'nextOpening' && frame.nextOpening !== null && dueAt >= frame.nextOpening
    ? 'afterNextOpening'
    : null
}
