/**
 * The month of a branch around one meeting: what is due when, and until when it is still worth
 * doing.
 */
import { addDays } from './local-date.ts'
import type { LocalDate } from './local-date.ts'
import { instantOf, localOf, localTime, minutesOf, timeOfMinutes } from './local-time.ts'
import type { LocalTime } from './local-time.ts'
import { afterQuiet, isQuiet, nightRest } from './quiet-hours.ts'

export type RuleId =
  | 'open'
  | 'windowOpening'
  | 'remindFirst'
  | 'announceFirst'
  | 'windowClosing'
  | 'remindLast'
  | 'announceLast'
  | 'askDocuments'
  | 'close'
  | 'announceSoon'
  | 'askMinutes'
  | 'askMinutesLast'
  | 'remediationFirst'
  | 'remediationLast'
  | 'reviewFirst'
  | 'reviewLast'

export type TimelineAction =
  | 'openRound'
  | 'windowOpening'
  | 'remindUnfinished'
  | 'announceMeeting'
  | 'windowClosing'
  | 'askDocuments'
  | 'closeRound'
  | 'askMinutes'
  | 'remindRemediation'
  | 'remindReviewees'

/**
 * Who hears of it. 'system' acts first: opening also invites each member, closing also sends the
 * secretary the summary.
 */
export type TimelineAudience = 'group' | 'members' | 'secretary' | 'system'

type When =
  | { readonly from: 'meeting'; readonly days: number; readonly at: LocalTime }
  | { readonly from: 'opening' }
  | { readonly from: 'start'; readonly hours: number }

export interface TimelineRule {
  readonly id: RuleId
  readonly action: TimelineAction
  readonly audience: TimelineAudience
  readonly when: When
  /** How many hours late it is still useful after an outage (F32). */
  readonly graceHours: number
  /** What it may never come after, however late. */
  readonly notAfter: 'closing' | 'start' | 'nextOpening'
  /** The days from the meeting between which a branch may put it; absent: it stays where it is. */
  readonly between?: readonly [number, number]
  /**
   * Said within that rule's message instead of in one of its own, when both are due at one instant.
   */
  readonly saidWith?: RuleId
  /** Without it there is no round, so a branch cannot turn it off. */
  readonly always?: true
  /** Only where a branch turned it on. */
  readonly byChoice?: true
}

const on = (days: number, at: string) => ({ from: 'meeting', days, at: localTime(at) }) as const

/**
 * The default month (design.md §3), in the order in which things due at one instant are done. Group
 * notices come at 08:00, when people plan their day; private reminders at 19:00, after work and
 * supper, two hours before the quiet; documents are to be on Sổ tay a day before the meeting and
 * minutes within two days after it (Hướng dẫn 42), so 09:00 leaves the secretary that day.
 */
export const defaultMonth: readonly TimelineRule[] = [
  {
    id: 'open',
    action: 'openRound',
    audience: 'system',
    when: on(-7, '08:00'),
    graceHours: 120,
    notAfter: 'closing',
    between: [-14, -4],
    always: true,
  },
  {
    id: 'reviewFirst',
    action: 'remindReviewees',
    audience: 'members',
    when: on(-7, '08:00'),
    graceHours: 72,
    notAfter: 'start',
    between: [-14, -3],
    byChoice: true,
  },
  {
    id: 'windowOpening',
    action: 'windowOpening',
    audience: 'group',
    when: { from: 'opening' },
    graceHours: 48,
    notAfter: 'closing',
  },
  {
    id: 'remindFirst',
    action: 'remindUnfinished',
    audience: 'members',
    when: on(-4, '19:00'),
    graceHours: 24,
    notAfter: 'closing',
    between: [-13, -2],
  },
  {
    id: 'announceFirst',
    action: 'announceMeeting',
    audience: 'group',
    when: on(-3, '08:00'),
    graceHours: 24,
    notAfter: 'start',
    between: [-7, -2],
  },
  {
    id: 'windowClosing',
    action: 'windowClosing',
    audience: 'group',
    when: on(-3, '08:00'),
    graceHours: 24,
    notAfter: 'closing',
    between: [-7, -1],
    saidWith: 'announceFirst',
  },
  {
    id: 'remindLast',
    action: 'remindUnfinished',
    audience: 'members',
    when: on(-2, '19:00'),
    graceHours: 22,
    notAfter: 'closing',
    between: [-12, -1],
  },
  {
    id: 'reviewLast',
    action: 'remindReviewees',
    audience: 'members',
    when: on(-2, '19:00'),
    graceHours: 48,
    notAfter: 'start',
    between: [-6, -1],
    byChoice: true,
  },
  {
    id: 'announceLast',
    action: 'announceMeeting',
    audience: 'group',
    when: on(-1, '08:00'),
    graceHours: 12,
    notAfter: 'start',
    between: [-1, 0],
  },
  {
    id: 'askDocuments',
    action: 'askDocuments',
    audience: 'secretary',
    when: on(-1, '09:00'),
    graceHours: 24,
    notAfter: 'start',
    between: [-5, -1],
  },
  {
    id: 'close',
    action: 'closeRound',
    audience: 'system',
    when: on(-1, '20:00'),
    graceHours: 24 * 40,
    notAfter: 'nextOpening',
    between: [-3, -1],
    always: true,
  },
  {
    id: 'announceSoon',
    action: 'announceMeeting',
    audience: 'group',
    when: { from: 'start', hours: 2 },
    graceHours: 2,
    notAfter: 'start',
  },
  {
    id: 'askMinutes',
    action: 'askMinutes',
    audience: 'secretary',
    when: on(2, '09:00'),
    graceHours: 48,
    notAfter: 'nextOpening',
    between: [1, 2],
  },
  // The evening of the second day: what is not said to be done is asked for once more while there
  // is still time.
  {
    id: 'askMinutesLast',
    action: 'askMinutes',
    audience: 'secretary',
    when: on(2, '19:00'),
    graceHours: 14,
    notAfter: 'nextOpening',
    between: [1, 2],
  },
  {
    id: 'remediationFirst',
    action: 'remindRemediation',
    audience: 'group',
    when: on(10, '08:00'),
    graceHours: 48,
    notAfter: 'nextOpening',
    between: [3, 14],
  },
  {
    id: 'remediationLast',
    action: 'remindRemediation',
    audience: 'group',
    when: on(20, '08:00'),
    graceHours: 48,
    notAfter: 'nextOpening',
    between: [12, 24],
  },
]

/** What a branch changed in one rule. */
export interface RuleOverride {
  readonly on?: boolean
  readonly days?: number
  readonly at?: LocalTime
}

export type TimelineOverrides = Readonly<Partial<Record<RuleId, RuleOverride>>>

export interface OverrideFault {
  readonly ruleId: RuleId
  readonly fault: 'cannotBeOff' | 'cannotMove' | 'dayOutOfRange' | 'quietHours' | 'wrongOrder'
}

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

export type DropReason = 'tooCloseToPrevious' | 'outsideRound' | 'afterStart' | 'afterNextOpening'

export interface DroppedMoment {
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

/** Must be earlier than: the pairs a branch's own days and times have to keep. */
const order: readonly (readonly [RuleId, RuleId])[] = [
  ['open', 'remindFirst'],
  ['remindFirst', 'remindLast'],
  ['remindLast', 'close'],
  ['open', 'windowClosing'],
  ['windowClosing', 'close'],
  ['announceFirst', 'announceLast'],
  ['remediationFirst', 'remediationLast'],
  ['reviewFirst', 'reviewLast'],
  ['askMinutes', 'askMinutesLast'],
]

/** The default month with a branch's own days and times, without the rules it turned off. */
export function rulesOf(overrides: TimelineOverrides): readonly TimelineRule[] {
  return defaultMonth
    .filter(
      ({ id, always, byChoice }) => always === true || (overrides[id]?.on ?? byChoice !== true),
    )
    .map((rule) => {
      const { days, at } = overrides[rule.id] ?? {}
      if (rule.when.from !== 'meeting') return rule
      return { ...rule, when: on(days ?? rule.when.days, at ?? rule.when.at) }
    })
}

/**
 * Everything wrong with a branch's own timeline, all at once; empty when `timelineOf` may use it.
 */
export function overrideFaults(overrides: TimelineOverrides): readonly OverrideFault[] {
  const faults = defaultMonth.flatMap((rule) => faultsOf(rule, overrides[rule.id]))
  const minutes = new Map<RuleId, number>()
  for (const { id, when } of rulesOf(overrides))
    if (when.from === 'meeting') minutes.set(id, when.days * 1440 + minutesOf(when.at))
  const disordered = order.filter(([first, then]) => {
    const [early, late] = [minutes.get(first), minutes.get(then)]
    return early !== undefined && late !== undefined && early >= late
  })
  return [...faults, ...disordered.map(([, ruleId]) => ({ ruleId, fault: 'wrongOrder' as const }))]
}

function faultsOf(
  { id, always, between }: TimelineRule,
  override: RuleOverride | undefined,
): readonly OverrideFault[] {
  const { on, days, at } = override ?? {}
  const faults: (OverrideFault['fault'] | false)[] = [
    on === false && always === true && 'cannotBeOff',
  ]
  if (between === undefined) faults.push((days !== undefined || at !== undefined) && 'cannotMove')
  else if (days !== undefined)
    faults.push(
      !(Number.isInteger(days) && days >= between[0] && days <= between[1]) && 'dayOutOfRange',
    )
  if (at !== undefined) faults.push(isQuiet(at, nightRest) && 'quietHours')
  return faults.filter((fault) => fault !== false).map((fault) => ({ ruleId: id, fault }))
}

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
