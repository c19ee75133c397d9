// The way out of one bot: its platform, and what may go through it now.
import type { Outbound } from '../messaging/outbound.ts'
import type { Platform, SendOutcome } from '../messaging/platform.ts'
import { afterSend, breakerPhase, closedBreaker, type Breaker } from './breaker.ts'
import { fitAttachment, type Publish } from './fit-attachment.ts'
import { BotPace, type Destination, type Lane } from './pace.ts'
import type { Letter, Parcel } from './parcel.ts'
import { quotaRestMs } from './quota-rest.ts'
import { nameOf, type SenderEvent } from './settled.ts'

/** The part of the requests under way that bulk may take. */
const bulkShare = 0.8

/** What came of a call, and the chance (0 to below 1) that decides its jitter everywhere. */
interface Answer {
  readonly outcome: SendOutcome
  readonly chance: number
}

export interface ChannelPorts {
  /** Monotonic ms: pace and pauses do not follow a clock that jumps (F33). */
  readonly elapsed: () => number
  readonly random: () => number
  readonly tell: (event: SenderEvent) => void
  readonly publish?: Publish
}

export class Channel {
  readonly #platform: Platform
  readonly #ports: ChannelPorts
  readonly #pace: BotPace
  readonly #hasPlan: boolean
  #breaker: Breaker = closedBreaker
  /** "Too many", of a bot with a plan, since something was last taken. */
  #refusals = 0

  /**
   * `hasPlan`: its month is limited, so that "too many" may mean that nothing more is taken for
   * long.
   */
  constructor(platform: Platform, ports: ChannelPorts, hasPlan: boolean) {
    this.#platform = platform
    this.#ports = ports
    this.#hasPlan = hasPlan
    this.#pace = new BotPace(platform.abilities.pace)
  }

  /** Requests the platform takes at once. */
  get inFlight(): number {
    return this.#platform.abilities.pace.inFlight
  }

  /**
   * Ms until anything may be sent at all: the platform throttled the bot, or does not answer. 0:
   * now.
   */
  get blockedMs(): number {
    const at = this.#ports.elapsed()
    const open = breakerPhase(this.#breaker, at) === 'open' ? this.#breaker.openUntil - at : 0
    return Math.max(open, this.#pace.botWait(at))
  }

  /** The platform does not answer of late, or took nothing: nothing, or one message, is tried. */
  get isProbing(): boolean {
    return this.#refusals > 0 || this.#isBroken
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
  async send(parcel: Parcel, letter: Letter, lane: Lane): Promise<Answer> {
    this.#pace.sent(lane, destinationOf(parcel), this.#ports.elapsed())
    // A message without a file leaves in this very turn: what was handed over has no step more to
    // wait for.
    const fitting =
      letter.message.attachment === undefined ? letter.message : await this.#fit(letter)
    if (fitting === undefined)
      return {
        outcome: { kind: 'unreachable', reason: 'server', delivered: 'no' },
        chance: this.#ports.random(),
      }
    const outcome = await this.#call(() => this.#platform.send(letter.to, fitting))
    const chance = this.#ports.random()
    this.#note(outcome, chance)
    if (outcome.kind === 'throttled') this.#throttle(parcel, outcome, chance)
    return { outcome, chance }
  }

  forget(): void {
    this.#pace.forget(this.#ports.elapsed())
  }

  /** Undefined: its link could not be written; that is no word about the platform. */
  async #fit({ to, message }: Letter): Promise<Outbound | undefined> {
    try {
      return await fitAttachment(message, to, this.#platform.abilities, this.#ports.publish)
    } catch (error) {
      this.#ports.tell({
        kind: 'trouble',
        bot: this.#platform.bot,
        during: 'publish',
        error: nameOf(error),
      })
      return undefined
    }
  }

  // A platform never throws for what it was told; where it does, that is a bug in it, and the
  // message may have left.
  async #call(send: () => Promise<SendOutcome>): Promise<SendOutcome> {
    try {
      return await send()
    } catch (error) {
      this.#ports.tell({
        kind: 'trouble',
        bot: this.#platform.bot,
        during: 'send',
        error: nameOf(error),
      })
      return { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' }
    }
  }

  #note(outcome: SendOutcome, chance: number): void {
    const at = this.#ports.elapsed()
    const wasBroken = this.#isBroken
    this.#breaker = afterSend(this.#breaker, outcome.kind !== 'unreachable', at, chance)
    if (outcome.kind === 'sent') this.#refusals = 0
    if (this.#isBroken === wasBroken) return
    const phase = wasBroken ? 'closed' : 'open'
    this.#ports.tell({
      kind: 'circuit',
      bot: this.#platform.bot,
      phase,
      failures: this.#breaker.failures,
    })
  }

  get #isBroken(): boolean {
    return breakerPhase(this.#breaker, this.#ports.elapsed()) !== 'closed'
  }

  // Those under way together are refused together: once a rest has begun, they do not lengthen it.
  #throttle({ chat }: Parcel, asked: SendOutcome & { kind: 'throttled' }, chance: number): void {
    const at = this.#ports.elapsed()
    const isAtRest = this.#hasPlan && this.#refusals > 0 && this.#pace.botWait(at) > 0
    if (this.#hasPlan && !isAtRest) this.#refusals += 1
    const scope = this.#hasPlan ? 'bot' : asked.scope
    const retryAfterMs =
      this.#hasPlan && !isAtRest
        ? quotaRestMs(this.#refusals, asked.retryAfterMs)
        : asked.retryAfterMs
    this.#pace.throttled(scope, chat, retryAfterMs, at, chance)
    this.#ports.tell({ kind: 'throttled', bot: this.#platform.bot, scope, retryAfterMs })
  }
}

function destinationOf({ chat, letter }: Parcel): Destination {
  return { chat, isGroup: letter?.to.kind === 'group' }
}
