// How many messages to claim next: never more than can leave soon, so that a crash leaves few in
// doubt. Pure.
import { isAtMostOnce } from '../messaging/outbound.ts'
import type { ClaimQuota } from './claim.ts'
import type { ClaimedRow } from './parcel.ts'

/** What is asked of a claim, whatever may have ended a process. */
type Demand = Pick<ClaimQuota, 'replies' | 'bulk' | 'once' | 'total'>

/** What a bot has in hand. */
export interface Load {
  /** After an outage: one message may go, and what may be repeated goes first. */
  readonly isProbing: boolean
  readonly underWay: number
  /** Requests the platform takes at once. */
  readonly inFlight: number
  readonly readyReplies: number
  readonly readyBulk: number
  /** Bulk messages the pace lets out within the next moments. */
  readonly bulkSoon: number
  /** At-most-once messages claimed and not yet settled. */
  readonly onceInHand: number
}

export class Appetite {
  #replies = true
  #bulk = true
  #once = true
  /** Woken since the last quota was given: the claim under way may have looked too early. */
  #isWoken = false

  /** Something may be due. */
  wake(): void {
    this.#isWoken = true
    this.#replies = this.#bulk = this.#once = true
  }

  /**
   * What to claim now; undefined: nothing. At-most-once messages are claimed one at a time
   * (reliability §4.1).
   */
  next(load: Load): Demand | undefined {
    const { replies, bulk, once } = load.isProbing ? this.#probe(load) : this.#usual(load)
    if (replies + bulk + once === 0) return undefined
    this.#isWoken = false
    return {
      replies,
      bulk,
      once,
      total: load.isProbing ? Math.min(1, replies + bulk) : replies + bulk,
    }
  }

  /** The claim of `quota` gave `rows`: what it asked for and did not get is not due. */
  took(quota: Demand, rows: readonly ClaimedRow[]): void {
    if (this.#isWoken) return
    const once = rows.filter((row) => isAtMostOnce(row.class))
    const others = rows.filter((row) => !isAtMostOnce(row.class))
    const wereSettled = rows.some(({ state }) => state !== 'sending')
    if (quota.replies > 0) this.#replies = wereSettled || others.some(({ isUrgent }) => isUrgent)
    if (quota.bulk > 0) this.#bulk = wereSettled || others.some(({ isUrgent }) => !isUrgent)
    if (quota.once > 0) this.#once = wereSettled || once.length > 0
  }

  #usual({
    inFlight,
    readyReplies,
    readyBulk,
    bulkSoon,
    onceInHand,
  }: Load): Pick<ClaimQuota, 'replies' | 'bulk' | 'once'> {
    return {
      replies: this.#replies ? refill(2 * inFlight, readyReplies) : 0,
      bulk: this.#bulk ? refill(Math.max(1, bulkSoon), readyBulk) : 0,
      once: this.#once && onceInHand === 0 ? 1 : 0,
    }
  }

  #probe({
    underWay,
    readyReplies,
    readyBulk,
  }: Load): Pick<ClaimQuota, 'replies' | 'bulk' | 'once'> {
    if (underWay + readyReplies + readyBulk > 0) return { replies: 0, bulk: 0, once: 0 }
    const mayRepeat = this.#replies || this.#bulk
    return {
      replies: Number(this.#replies),
      bulk: Number(this.#bulk),
      once: mayRepeat ? 0 : Number(this.#once),
    }
  }
}

/** Up to `full`, but only once half is gone: a few larger claims instead of many of one row. */
function refill(full: number, ready: number): number {
  return ready * 2 <= full ? full - ready : 0
}
