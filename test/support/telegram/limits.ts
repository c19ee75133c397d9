/**
 * Telegram's own limits, as far as they are known, for those who want to be told off in earnest.
 */

export interface Limits {
  readonly perSecond: number
  readonly privatePerSecond: number
  /** Messages a private chat may get in one go before `privatePerSecond` bites. */
  readonly privateBurst: number
  readonly groupPerMinute: number
}

export const publicLimits: Limits = {
  perSecond: 30,
  privatePerSecond: 1,
  privateBurst: 3,
  groupPerMinute: 20,
}

/** Counts in buckets that refill evenly. `now` in ms. */
export class LimitKeeper {
  private readonly limits: Limits
  private readonly buckets = new Map<string, { tokens: number; at: number }>()

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** Seconds to wait, at least 1, or undefined when the message may pass. */
  retryAfter(chat: number, isGroup: boolean, now: number): number | undefined {
    const { perSecond, privatePerSecond, privateBurst, groupPerMinute } = this.limits
    const all = this.bucket('all', perSecond, perSecond, now)
    const one = isGroup
      ? this.bucket(String(chat), groupPerMinute, groupPerMinute / 60, now)
      : this.bucket(String(chat), privateBurst, privatePerSecond, now)
    const waitSeconds = Math.max(
      wait(all, perSecond),
      wait(one, isGroup ? groupPerMinute / 60 : privatePerSecond),
    )
    if (waitSeconds > 0) return Math.ceil(waitSeconds)
    all.tokens -= 1
    one.tokens -= 1
    return undefined
  }

  private bucket(
    key: string,
    size: number,
    perSecond: number,
    now: number,
  ): { tokens: number; at: number } {
    const bucket = this.buckets.get(key) ?? { tokens: size, at: now }
    bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    bucket.at = now
    this.buckets.set(key, bucket)
    return bucket
  }
}

function wait({ tokens }: { tokens: number }, perSecond: number): number {
  return tokens >= 1 ? 0 : (1 - tokens) / perSecond
}
