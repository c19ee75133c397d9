/** When tokens are used, refreshed, or given up: pure, over what is stored. */
import type { StoredTokens, Tokens } from './tokens.ts'

const minute = 60_000
const hour = 3_600_000
/**
 * The access token lives for 25 h; refreshed after 20, it leaves five hours for a refresh that
 * fails.
 */
const refreshAfterMs = 20 * hour
const refreshBeforeEndMs = 5 * minute
/** Not used so shortly before its end: a call takes a while. */
const marginMs = 30_000
/**
 * An access token refused so soon is not the cause: a new one would be refused too, and each costs
 * a refresh token.
 */
const shortestLifeMs = 5 * minute
/** Longer than a refresh and the storing of its result can take. */
export const leaseMs = 60_000

/**
 * `use`: good. `refreshBehind`: good for now, and to be refreshed meanwhile. `refreshFirst`: not
 * good. `wait`: not good, and somebody is refreshing it. `backOff`: not good, and the last refresh
 * failed a while ago. `stop`: not good, and spent.
 */
export type Step = 'use' | 'refreshBehind' | 'refreshFirst' | 'wait' | 'backOff' | 'stop'

/** `refused`: the access token that Zalo refused last. */
export function nextStep(stored: StoredTokens, refused: string | undefined, now: Date): Step {
  const { tokens, state, retryAt } = stored
  const isGood = isUsable(tokens, now) && tokens.accessToken !== refused
  if (state === 'needsAuthorisation') return isGood ? 'use' : 'stop'
  const isHeldBack = retryAt !== null && now < retryAt
  if (isGood)
    return !isHeldBack && (state === 'refreshing' || now >= refreshDueAt(tokens))
      ? 'refreshBehind'
      : 'use'
  if (isHeldBack) return state === 'refreshing' ? 'wait' : 'backOff'
  return isYoung(tokens, now) ? 'backOff' : 'refreshFirst'
}

function refreshDueAt({ obtainedAt, expiresAt }: Tokens): Date {
  return new Date(
    Math.min(obtainedAt.getTime() + refreshAfterMs, expiresAt.getTime() - refreshBeforeEndMs),
  )
}

function isUsable({ accessToken, expiresAt }: Tokens, now: Date): boolean {
  return accessToken !== '' && now.getTime() < expiresAt.getTime() - marginMs
}

function isYoung({ accessToken, obtainedAt }: Tokens, now: Date): boolean {
  return accessToken !== '' && now.getTime() - obtainedAt.getTime() < shortestLifeMs
}

/** From a minute, doubling, to an hour. `attempts` counts from 1. */
export function retryAtAfter(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(hour, minute * 2 ** (attempts - 1)))
}
