// Wrong codes: what makes up for a typed code being no longer than 38 bits. They slow the chat they
// are typed in and no other: a limit over all chats could be used up by anybody, and would then
// refuse right codes (docs/decisions/030).

/** The wrong tries of one chat, or of one person in one group. */
export interface LockState {
  /** Since the last long calm; five make a lock, and each lock is longer than the one before. */
  readonly wrongTries: number
  /** The latest wrong try. */
  readonly lastWrongAt: Date | null
  readonly lockedUntil: Date | null
}

export const freshLock: LockState = { wrongTries: 0, lastWrongAt: null, lockedUntil: null }

const hourMs = 3_600_000

const lockLimits = {
  /** Wrong tries before each lock. */
  triesPerLock: 5,
  /** The first lock; each further one is twice as long. */
  firstLockMs: hourMs,
  /** None is longer. */
  longestLockMs: 7 * 24 * hourMs,
  /** After so long without a wrong try or a lock all is forgotten. */
  calmMs: 7 * 24 * hourMs,
} as const

type CodeGate = { readonly isOpen: true } | { readonly isOpen: false; readonly until: Date }

/**
 * The state after a wrong code. Five wrong tries lock for an hour, five more for two, and so on up
 * to a week. Counting from the latest try, not in fixed hours or days: a guesser gains nothing by
 * waiting a little, and whoever mistypes once a week is never locked.
 */
export function afterWrongTry(state: LockState, now: Date): LockState {
  const wrongTries = (isCalm(state, now) ? 0 : state.wrongTries) + 1
  const locks = wrongTries / lockLimits.triesPerLock
  if (!Number.isInteger(locks)) return { wrongTries, lastWrongAt: now, lockedUntil: null }
  const lockMs = Math.min(lockLimits.firstLockMs * 2 ** (locks - 1), lockLimits.longestLockMs)
  return { wrongTries, lastWrongAt: now, lockedUntil: new Date(now.getTime() + lockMs) }
}

function isCalm({ lastWrongAt, lockedUntil }: LockState, now: Date): boolean {
  const since = Math.max(lastWrongAt?.getTime() ?? 0, lockedUntil?.getTime() ?? 0)
  return now.getTime() - since >= lockLimits.calmMs
}

/**
 * How many wrong tries are left before the next lock: what the answer to a wrong code says. 0 while
 * locked.
 */
export function triesLeft(state: LockState, now: Date): number {
  if (isLocked(state, now)) return 0
  return lockLimits.triesPerLock - (state.wrongTries % lockLimits.triesPerLock)
}

/**
 * Whether a code may be tried now. Asked before a code is looked up, so that while locked the right
 * code says no more than a wrong one.
 */
export function codeGate(state: LockState, now: Date): CodeGate {
  return state.lockedUntil !== null && isLocked(state, now)
    ? { isOpen: false, until: state.lockedUntil }
    : { isOpen: true }
}

function isLocked({ lockedUntil }: LockState, now: Date): boolean {
  return lockedUntil !== null && now < lockedUntil
}
