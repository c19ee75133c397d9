// Who may do what to which branch: the one table, used everywhere.
import type { RosterRole } from './roster-words.ts'

/**
 * Who asks. `follows`: branches an upper committee has put in their charge (cấp ủy viên cấp trên
 * phụ trách).
 */
export type Actor =
  | {
      readonly kind: 'member'
      readonly memberId: string
      readonly branchId: string
      readonly role: RosterRole
      readonly isExempt: boolean
      readonly follows: readonly string[]
    }
  | { readonly kind: 'operator' }

/** What is asked about: a branch, and the member where it is about one. */
interface Target {
  readonly branchId: string
  readonly memberId?: string
}

/**
 * What an actor is to a branch. An exempt member is that and nothing else there, whatever their
 * role was.
 */
type Standing = RosterRole | 'exempt' | 'follower' | 'outsider' | 'operator'

type Denial = 'otherBranch' | 'otherPerson' | 'exempt' | 'role' | 'operator'
export type Verdict = 'allowed' | { readonly denied: Denial }

/**
 * `always`: it looks at what members gave, or decides who gets in. `denied`: only the attempt is
 * worth a row.
 */
type Audit = 'always' | 'denied'

interface Right {
  readonly who: readonly Standing[]
  readonly audit: Audit
  /** Only about the actor's own person. */
  readonly isOwn: boolean
}

const taking: readonly Standing[] = ['secretary', 'deputy', 'committee', 'member']
const everyone: readonly Standing[] = [...taking, 'exempt']
const running: readonly Standing[] = ['secretary', 'deputy']

const own = (who: readonly Standing[]): Right => ({ who, audit: 'denied', isOwn: true })
const audited = (...who: readonly Standing[]): Right => ({ who, audit: 'always', isOwn: false })
const plain = (...who: readonly Standing[]): Right => ({ who, audit: 'denied', isOwn: false })

/**
 * - A deputy reads what the secretary reads and runs the month; who gets into the branch or its
 * group is the secretary's alone,
 *   who hands the codes over face to face (domain.md §4.6, protect 5).
 * - The committee sees aggregates and no names by state: the consent notice promises names to
 * secretary and deputy only.
 * - A follower gets notices and aggregates (domain.md §4.3). The operator sees no content and
 * nobody's state.
 */
export const rights = {
  seeMeeting: plain(...everyone, 'follower'),
  seeParticipation: audited(...running),
  seeSummary: audited(...running, 'committee', 'follower'),
  seeRemediesOfBranch: audited(...running, 'committee', 'follower'),
  seeVoices: audited(...running),
  remindUnfinished: plain(...running),
  setMeeting: plain(...running),
  arrangeRotation: plain(...running),
  // Each mark keeps who made it, and none is overwritten: that is its record.
  takeAttendance: plain(...running),
  setTasks: plain(...running),
  scoreMeeting: plain(...running),
  settlePapers: plain(...running),
  // When a meeting and its lines began and ended; nothing of what was said.
  runMeeting: plain(...running),
  settleDelivery: plain(...running),
  givePaperSheets: audited(...running),
  recordPaper: audited(...running),
  // The signed line names the secretary, and nobody else.
  enterPaperCodes: audited('secretary'),
  changeSettings: audited('secretary'),
  handOver: audited('secretary'),
  bindGroup: audited('secretary'),
  // A row for each member who gets a code.
  inviteMembers: audited('secretary', 'operator'),
  openRound: plain('operator'),
  answerOwnSheet: own(taking),
  mendOwnRemedies: own(taking),
  giveVoice: own(taking),
  declareAbsence: own(taking),
  seeOwnTasks: own(everyone),
  agreeToPaperCodes: own(taking),
  changeOwnSettings: { who: everyone, audit: 'always', isOwn: true },
  takeOffice: { who: ['deputy', 'committee', 'member'], audit: 'always', isOwn: true },
  // Done by whoever holds a code: the row says that nobody is known to have done it.
  linkChat: { who: everyone, audit: 'always', isOwn: true },
  objectToChat: { who: everyone, audit: 'always', isOwn: true },
  seeOwnData: own(everyone),
  eraseOwnData: own(everyone),
  withdrawConsent: own(everyone),
  seeWhoLooked: own(everyone),
} as const satisfies Record<string, Right>

export type Deed = keyof typeof rights

/** Whether this role reads what is published of its branch: decided without what it knows itself. */
export function readsFigures(role: RosterRole): boolean {
  const { who }: Right = rights.seeSummary
  return who.includes(role)
}

/**
 * Whether `actor` may do `deed` to `target`; if not, the nearest reason. Own deeds need
 * `target.memberId`.
 */
export function mayDo(actor: Actor, deed: Deed, target: Target): Verdict {
  const right: Right = rights[deed]
  const standings = standingsOf(actor, target.branchId)
  if (!standings.some((standing) => right.who.includes(standing)))
    return { denied: denialOf(standings) }
  const isOther = right.isOwn && !(actor.kind === 'member' && actor.memberId === target.memberId)
  return isOther ? { denied: 'otherPerson' } : 'allowed'
}

/** Whether the verdict is written to the audit, in the transaction of the deed itself. */
export function needsAudit(deed: Deed, verdict: Verdict): boolean {
  return verdict !== 'allowed' || rights[deed].audit === 'always'
}

/** What an actor is to a branch: one thing, or two for a follower of their own branch. */
function standingsOf(actor: Actor, branchId: string): readonly Standing[] {
  if (actor.kind === 'operator') return ['operator']
  const within: readonly Standing[] =
    actor.branchId === branchId ? [actor.isExempt ? 'exempt' : actor.role] : []
  const above: readonly Standing[] = actor.follows.includes(branchId) ? ['follower'] : []
  return within.length + above.length > 0 ? [...within, ...above] : ['outsider']
}

function denialOf(standings: readonly Standing[]): Denial {
  if (standings.includes('operator')) return 'operator'
  if (standings.includes('outsider')) return 'otherBranch'
  return standings.includes('exempt') ? 'exempt' : 'role'
}
