// The way out of one bot: its platform, and what may go through it now.
import type { Platform, SendOutcome } from '../messaging/platform.ts'
import { afterSend, breakerPhase, closedBreaker, type Breaker } from './breaker.ts'
import { BotPace, type Destination, type Lane } from './pace.ts'
import type { Letter, Parcel } from './parcel.ts'
import { nameOf, type SenderEvent } from './settled.ts'

/** The part of the requests under way that bulk may take. */
const bulkShare = 0.8

/** What came of a call, and the chance (0 to below 1) that decides its jitter everywhere. */
export interface Answer {
  readonly outcome: SendOutcome
  readonly chance: number
}

export interface ChannelPorts {
  /** Monotonic ms: pace and pauses do not follow a clock that jumps (F33). */
  readonly elapsed: () => number
  readonly random: () => number
  readonly tell: (event: SenderEvent) => void
}

export class Channel {
  readonly #platform: Platform
  readonly #ports: ChannelPorts
  readonly #pace: BotPace
  #breaker: Breaker = closedBreaker

  constructor(platform: Platform, ports: ChannelPorts) {
    this.#platform = platform
    this.#ports = ports
    this.#pace = new BotPace(platform.abilities.pace)
  }

  /** Requests the platform takes at once. */
  get inFlight(): number {
    return this.#platform.abilities.pace.inFlight
  }

  /** Ms until anything may be sent at all: the platform throttled the bot, or does not answer. 0: now. */
  get blockedMs(): number {
    const at = this.#ports.elapsed()
    const open = breakerPhase(this.#breaker, at) === 'open' ? this.#breaker.openUntil - at : 0
    return Math.max(open, this.#pace.botWait(at))
  }

  /** The platform does not answer of late: nothing, or one message, is tried. */
  get isProbing(): boolean {
    return breakerPhase(this.#breaker, this.#ports.elapsed()) !== 'closed'
  }

  /** How many messages may be under way when one of this lane starts. */
  room(lane: Lane): number {
    if (this.isProbing) return 1
    return lane === 0 ? this.inFlight : Math.max(1, Math.floor(this.inFlight * bulkShare))
  }

  /** Ms until this message may leave in this lane; 0 or less: now. */
  wait(lane: Lane, parcel: Parcel): number {
    return this.#pace.wait(lane, destinationOf(parcel), this.#ports.elapsed())
  }

  bulkWithin(ms: number): number {
    return this.#pace.bulkWithin(ms, this.#ports.elapsed())
  }

  /** Sends, and learns from the outcome how to go on. */
  async send(parcel: Parcel, { to, message }: Letter, lane: Lane): Promise<Answer> {
    this.#pace.sent(lane, destinationOf(parcel), this.#ports.elapsed())
    const outcome = await this.#call(() => this.#platform.send(to, message))
    const chance = this.#ports.random()
    this.#note(outcome, chance)
    if (outcome.kind === 'throttled') this.#throttle(parcel, outcome, chance)
    return { outcome, chance }
  }

  forget(): void {
    this.#pace.forget(this.#ports.elapsed())
  }

  // A platform never throws for what it was told; where it does, that is a bug in it, and the message may have left.
  async #call(send: () => Promise<SendOutcome>): Promise<SendOutcome> {
    try {
      return await send()
    } catch (error) {
      this.#ports.tell({ kind: 'trouble', bot: this.#platform.bot, during: 'send', error: nameOf(error) })
      return { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' }
    }
  }

  #note(outcome: SendOutcome, chance: number): void {
    const at = this.#ports.elapsed()
    const wasProbing = this.isProbing
    this.#breaker = afterSend(this.#breaker, outcome.kind !== 'unreachable', at, chance)
    if (this.isProbing === wasProbing) return
    const phase = wasProbing ? 'closed' : 'open'
    this.#ports.tell({ kind: 'circuit', bot: this.#platform.bot, phase, failures: this.#breaker.failures })
  }

  #throttle({ chat }: Parcel, { scope, retryAfterMs }: SendOutcome & { kind: 'throttled' }, chance: number): void {
    this.#pace.throttled(scope, chat, retryAfterMs, this.#ports.elapsed(), chance)
    this.#ports.tell({ kind: 'throttled', bot: this.#platform.bot, scope, retryAfterMs })
  }
}

function destinationOf({ chat, letter }: Parcel): Destination {
  return { chat, isGroup: letter?.to.kind === 'group' }
}
