// How fast one bot may send: two lanes, limits per bot, per chat and per group. No clock: `at` is
// monotonic ms, passed in.
import type { Pace } from '../messaging/platform.ts'
import { RollingLimit } from './rolling-limit.ts'
import { throttleMs } from './settlement.ts'

/** 0: replies to a person who waits; 1: bulk. */
export type Lane = 0 | 1

export interface Destination {
  /** The chat's hash. */
  readonly chat: string
  readonly isGroup: boolean
}

/** The part of the pace that bulk may use; the rest stays free for replies (design.md §3). */
const bulkShare = 0.8
/** How much bulk catches up after the program was busy, so that a late timer costs no pace. */
const catchUpMs = 100
/** How long replies too keep to the pace after the platform throttled the whole bot. */
const cautionMs = 60_000
const secondMs = 1000
const minuteMs = 60_000

export class BotPace {
  readonly #limits: Pace
  readonly #bulkStepMs: number
  readonly #all: RollingLimit
  readonly #groups = new Map<string, RollingLimit>()
  readonly #bulkTo = new Map<string, number>()
  readonly #chatUntil = new Map<string, number>()
  /** When the next bulk message is due to leave (generic cell rate algorithm). */
  #nextBulk = -Infinity
  #botUntil = -Infinity
  #cautiousUntil = -Infinity

  constructor(limits: Pace) {
    this.#limits = limits
    this.#bulkStepMs = secondMs / (limits.perSecond * bulkShare)
    this.#all = new RollingLimit(limits.perSecond, secondMs)
  }

  /** Ms until the bot may send at all; 0: now. */
  botWait(at: number): number {
    return Math.max(0, this.#botUntil - at)
  }

  /**
   * Ms until a message of this lane may leave for `to`; 0: now. A reply waits only for what the
   * platform itself throttled and, for a minute after it throttled the whole bot, for the pace.
   */
  wait(lane: Lane, to: Destination, at: number): number {
    const throttled = Math.max(this.botWait(at), (this.#chatUntil.get(to.chat) ?? at) - at)
    if (lane === 0)
      return at < this.#cautiousUntil ? Math.max(throttled, this.#all.wait(at)) : throttled
    return Math.max(
      throttled,
      this.#chatGap(to, at),
      this.#nextBulk - catchUpMs - at,
      this.#all.wait(at),
    )
  }

  /** How many bulk messages the pace lets out from `at` until `withinMs` later. */
  bulkWithin(withinMs: number, at: number): number {
    const first = Math.max(at, this.#botUntil, this.#nextBulk - catchUpMs)
    return Math.max(0, Math.floor((at + withinMs - first) / this.#bulkStepMs) + 1)
  }

  /** One message left. */
  sent(lane: Lane, to: Destination, at: number): void {
    this.#all.note(at)
    if (to.isGroup) this.#groupLimit(to.chat).note(at)
    if (lane === 0) return
    this.#nextBulk = Math.max(this.#nextBulk, at) + this.#bulkStepMs
    if (!to.isGroup) this.#bulkTo.set(to.chat, at)
  }

  /** The platform said "too many": the chat, or the whole bot, rests. `chance`: 0 to below 1. */
  throttled(
    scope: 'bot' | 'chat',
    chat: string,
    retryAfterMs: number,
    at: number,
    chance: number,
  ): void {
    const until = at + throttleMs(retryAfterMs, chance)
    if (scope === 'chat') {
      this.#chatUntil.set(chat, Math.max(until, this.#chatUntil.get(chat) ?? until))
      return
    }
    this.#botUntil = Math.max(until, this.#botUntil)
    this.#cautiousUntil = this.#botUntil + cautionMs
  }

  /** Drops what limits nothing any more; called now and then, so that memory stays bounded. */
  forget(at: number): void {
    for (const [chat, until] of this.#chatUntil) if (until <= at) this.#chatUntil.delete(chat)
    for (const [chat, time] of this.#bulkTo)
      if (time + this.#limits.privateChatGapMs <= at) this.#bulkTo.delete(chat)
    for (const [chat, limit] of this.#groups) if (limit.isIdle(at)) this.#groups.delete(chat)
  }

  #chatGap({ chat, isGroup }: Destination, at: number): number {
    if (isGroup) return this.#groups.get(chat)?.wait(at) ?? 0
    const last = this.#bulkTo.get(chat)
    return last === undefined ? 0 : last + this.#limits.privateChatGapMs - at
  }

  #groupLimit(chat: string): RollingLimit {
    const limit = this.#groups.get(chat) ?? new RollingLimit(this.#limits.groupPerMinute, minuteMs)
    this.#groups.set(chat, limit)
    return limit
  }
}
