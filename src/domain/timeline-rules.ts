// The default month's rules, and those of a branch with its own days and times.
import { type LocalTime, localTime } from './local-time.ts'

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
