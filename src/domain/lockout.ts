// Wrong linking codes: the lock-outs that make up for a typed code being no longer than 40 bits
// (issue 2 §2).

/** The wrong tries of one chat. */
export interface LockState {
  readonly wrongTries: number
  /** The latest wrong try. */
  readonly lastWrongAt: Date | null
  readonly lockedUntil: Date | null
}

export const freshLock: LockState = { wrongTries: 0, lastWrongAt: null, lockedUntil: null }

const lockLimits = {
  /** Wrong tries of one chat before it is locked. */
  triesPerChat: 5,
  /**
   * Wrong tries of all chats in one hour of the clock: with 8,431 codes open, about 33 million
   * guesses go to a hit.
   */
  triesPerHour: 1000,
  hourMs: 3_600_000,
} as const

type CodeGate =
  | { readonly isOpen: true }
  | { readonly isOpen: false; readonly scope: 'chat' | 'installation'; readonly until: Date }

/**
 * The state after a wrong code. Five wrong tries lock the chat for an hour. An hour without a wrong
 * try forgets them: counting from the latest try, not in fixed hours, so that no five tries within
 * one hour ever get past.
 */
export function afterWrongTry(state: LockState, now: Date): LockState {
  const isFresh =
    state.lastWrongAt === null || now.getTime() - state.lastWrongAt.getTime() >= lockLimits.hourMs
  const wrongTries = (isFresh ? 0 : state.wrongTries) + 1
  if (wrongTries < lockLimits.triesPerChat)
    return { wrongTries, lastWrongAt: now, lockedUntil: null }
  return {
    wrongTries: 0,
    lastWrongAt: now,
    lockedUntil: new Date(now.getTime() + lockLimits.hourMs),
  }
}

/**
 * How many wrong tries are left before the lock: what the answer to a wrong code says. 0 while
 * locked.
 */
export function triesLeft(state: LockState, now: Date): number {
  return isLocked(state, now) ? 0 : lockLimits.triesPerChat - state.wrongTries
}

/** The start of the hour (UTC) that wrong tries of the whole installation are counted in. */
export function hourOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / lockLimits.hourMs) * lockLimits.hourMs)
}

/**
 * Whether a code may be tried now. Asked before a code is looked up, so that while locked the right
 * code says no more than a wrong one. `wrongThisHour`: wrong tries of the whole installation in
 * `hourOf(now)`.
 */
export function codeGate(state: LockState, wrongThisHour: number, now: Date): CodeGate {
  if (state.lockedUntil !== null && isLocked(state, now))
    return { isOpen: false, scope: 'chat', until: state.lockedUntil }
  if (wrongThisHour < lockLimits.triesPerHour) return { isOpen: true }
  return {
    isOpen: false,
    scope: 'installation',
    until: new Date(hourOf(now).getTime() + lockLimits.hourMs),
  }
}

function isLocked({ lockedUntil }: LockState, now: Date): boolean {
  return lockedUntil !== null && now < lockedUntil
}
