// What a bot's plan allows in a month, what a month will cost, and how tight that makes it. Counts
// only, no clock.
import { monthOf, type Period } from './period.ts'
import type { Moment } from './timeline.ts'
import type { RuleId, TimelineAction } from './timeline-rules.ts'

/** What one bot account may do; what is absent has no limit. */
export interface Plan {
  readonly people?: number
  readonly groups?: number
  readonly messagesPerMonth?: number
}

/** Up to how many messages of the month each kind may go: `bulk` ≤ `replies` ≤ `all`. */
interface Allowance {
  readonly bulk: number
  readonly replies: number
  readonly all: number
}

/**
 * `free`: up to 80 %, or no limit. `tight`: more is used or expected; prompts are merged and
 * shortened. `repliesOnly`: the reserve is reached, and bulk waits or is dropped. `spent`: replies
 * stop too.
 */
export type BudgetLevel = 'free' | 'tight' | 'repliesOnly' | 'spent'

export const budgetLevels: readonly BudgetLevel[] = ['free', 'tight', 'repliesOnly', 'spent']

/** From here on it is tight: time enough to merge, and to look for another bot. */
const tightShare = 0.8
/** Kept for replies to people in mid-conversation (issue "Zalo", §2). */
const reserveShare = 0.1
/**
 * Of the reserve, kept for telling people and secretaries that it is used up: 60 of 3,000, one for
 * each of 50 people and more.
 */
const closingShare = 0.02

/** What each kind of message may use of the plan's month; null: no limit. */
export function allowanceOf({ messagesPerMonth: all }: Plan): Allowance | null {
  if (all === undefined) return null
  return {
    all,
    bulk: all - Math.ceil(all * reserveShare),
    replies: all - Math.ceil(all * closingShare),
  }
}

/**
 * `expected`: what the whole month will cost, as forecast; what is used already is the least it can
 * be.
 */
export function budgetLevel(plan: Plan, used: number, expected: number): BudgetLevel {
  const allowance = allowanceOf(plan)
  if (allowance === null) return 'free'
  if (used >= allowance.replies) return 'spent'
  if (used >= allowance.bulk) return 'repliesOnly'
  return isTight(allowance.all, Math.max(used, expected)) ? 'tight' : 'free'
}

export function isTight(limit: number, messages: number): boolean {
  return messages > limit * tightShare
}

/** Whether one level asks for as much thrift as another. */
export function isAtLeast(level: BudgetLevel, other: BudgetLevel): boolean {
  return budgetLevels.indexOf(level) >= budgetLevels.indexOf(other)
}

/** Whether one more person or group fits. */
export function hasRoom(limit: number | undefined, taken: number): boolean {
  return limit === undefined || taken < limit
}

/**
 * What is not said while the month is tight. The invitation stays private, as it is what a sheet
 * begins from, so the group is not told besides; the first private reminder is left to the group's
 * notice of the meeting, which names the closing time too.
 */
const leftOut: ReadonlySet<RuleId> = new Set(['windowOpening', 'remindFirst'])

export function isLeftOut(rule: string, level: BudgetLevel): boolean {
  return isAtLeast(level, 'tight') && (leftOut as ReadonlySet<string>).has(rule)
}

/**
 * Of a remedy's reminders, by their days from the due day, those that stay while the month is
 * tight.
 */
const keptOfRemedies: readonly number[] = [-3, 7]

export function isRemedyLeftOut(days: number, level: BudgetLevel): boolean {
  return isAtLeast(level, 'tight') && !keptOfRemedies.includes(days)
}

/** What one branch's month is made of, on one bot. */
export interface BranchMonth {
  /** Members this bot asks and reminds privately. */
  readonly people: number
  /** Officers this bot tells of the branch's month. */
  readonly officers: number
  readonly hasGroup: boolean
  /** Remedies, and tasks of the branch, whose members this bot reminds. */
  readonly remedies: number
  /** What the branch's timelines have due in this month. */
  readonly moments: readonly Pick<Moment, 'ruleId' | 'action' | 'audience'>[]
  /** What was really sent in a month before; null: nothing yet. */
  readonly history: { readonly replies: number; readonly bulk: number } | null
}

export interface BranchForecast {
  /** Invitations and reminders to members. */
  readonly prompts: number
  readonly groupNotices: number
  readonly officers: number
  readonly replies: number
  readonly total: number
}

/**
 * A sheet has at most twelve prompts (design.md §1, 3); its review and its receipt come besides.
 */
const repliesPerSheet = 14
/**
 * Of those invited, who has not handed in yet: a guess on the high side, until there is history.
 */
const unfinishedAt: Readonly<Partial<Record<RuleId, number>>> = {
  remindFirst: 0.6,
  remindLast: 0.4,
}

/** Who reviews themselves at one meeting. */
const revieweesAtMost = 2

function promptsOf({ people, remedies, moments }: BranchMonth, isMerged: boolean): number {
  const shares = moments.map(({ ruleId, action }) => {
    if (action === 'openRound') return 1
    return action === 'remindUnfinished' && !(isMerged && leftOut.has(ruleId))
      ? (unfinishedAt[ruleId] ?? 1)
      : 0
  })
  const reviewees =
    moments.filter(({ action }) => action === 'remindReviewees').length * revieweesAtMost
  return Math.ceil(people * shares.reduce((sum, share) => sum + share, 0)) + remedies + reviewees
}

/** The brief for the meeting and its picture are two: together they are too long for one. */
const toldOfficers: Readonly<Partial<Record<TimelineAction, number>>> = {
  askDocuments: 1,
  askMinutes: 1,
  closeRound: 2,
}

function officersTold({ officers, moments }: BranchMonth): number {
  return officers * moments.reduce((sum, { action }) => sum + (toldOfficers[action] ?? 0), 0)
}

/**
 * What a month will cost a branch: from its timelines and its people; where it has history, never
 * less than that was. Too high warns early, too low would stop a month in its middle. `isMerged`:
 * with what is left out while the month is tight.
 */
export function forecastBranch(branch: BranchMonth, isMerged = false): BranchForecast {
  const { people, hasGroup, moments, history } = branch
  const notices = moments.filter(
    ({ audience, ruleId }) => audience === 'group' && !(isMerged && leftOut.has(ruleId)),
  ).length
  const groupNotices = hasGroup ? notices : 0
  const officers = officersTold(branch)
  const rounds = moments.filter(({ action }) => action === 'openRound').length
  const replies =
    history === null || history.replies === 0 ? people * rounds * repliesPerSheet : history.replies
  const byRule = promptsOf(branch, isMerged)
  const sentBefore = isMerged ? 0 : (history?.bulk ?? 0) - groupNotices - officers
  const prompts = Math.max(byRule, sentBefore)
  return {
    prompts,
    groupNotices,
    officers,
    replies,
    total: prompts + groupNotices + officers + replies,
  }
}

/** Those of a timeline that fall into a month of the branch's own calendar. */
export function momentsIn(month: Period, moments: readonly Moment[]): readonly Moment[] {
  return moments.filter(({ localDate }) => monthOf(localDate) === month)
}
