// A platform at the border: the real interface, a script of outcomes, and a ledger of what was
// delivered.
import type { Address } from '../../src/messaging/address.ts'
import type { Outbound } from '../../src/messaging/outbound.ts'
import type { Timer } from '../../src/outbox/timer.ts'
import type { Abilities, Pace, Platform, SendOutcome } from '../../src/messaging/platform.ts'

export interface Delivery {
  readonly chat: string
  readonly text: string
  readonly at: number
}

/** What the script decides on. */
export interface Sending {
  readonly to: Address
  readonly text: string
  /** This is the n-th call, from 1. */
  readonly call: number
}

/** `delivered`: it arrived, whatever the outcome says. */
export interface Reaction {
  readonly outcome: SendOutcome | 'hang' | 'throw'
  readonly delivered: boolean
}

export type Script = (sending: Sending) => Reaction | Promise<Reaction>

export const accept: Script = ({ call }) => ({
  outcome: { kind: 'sent', externalId: `m${String(call)}` },
  delivered: true,
})

export const refuse = (outcome: SendOutcome): Reaction => ({ outcome, delivered: false })

export const wide: Pace = {
  perSecond: 1000,
  privateChatGapMs: 0,
  groupPerMinute: 1000,
  inFlight: 10,
}

interface FakeClock {
  readonly elapsed: () => number
  readonly timer: Timer
}

export class FakePlatform implements Platform {
  readonly name = 'playground'
  readonly bot: string
  readonly abilities: Abilities
  script: Script = accept
  /** Every call, in order, with what it carried. */
  readonly calls: Delivery[] = []
  readonly delivered: Delivery[] = []
  /** How long a call takes. */
  latencyMs = 0
  /** Calls that will come to an end without time passing. */
  busy = 0
  mostAtOnce = 0
  #underWay = 0
  readonly #clock: FakeClock

  constructor(bot: string, clock: FakeClock, pace: Partial<Pace> = {}) {
    this.bot = bot
    this.#clock = clock
    this.abilities = {
      buttons: true,
      edit: false,
      documents: false,
      photoUpload: false,
      maxText: 4096,
      groupHears: 'all',
      pace: { ...wide, ...pace },
    }
  }

  judgeHeaders() {
    return 'notGenuine' as const
  }

  read(): null {
    return null
  }

  async send(to: Address, message: Outbound): Promise<SendOutcome> {
    const delivery = { chat: to.chat, text: message.text, at: this.#clock.elapsed() }
    const call = this.calls.push(delivery)
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#underWay)
    if (this.latencyMs > 0)
      await new Promise<void>((resolve) => this.#clock.timer(this.latencyMs, resolve))
    this.busy++
    const { outcome, delivered } = await this.script({ to, text: message.text, call })
    if (delivered) this.delivered.push(delivery)
    this.busy--
    this.#underWay--
    if (outcome === 'throw') throw new TypeError(`cannot read ${message.text}`)
    return outcome === 'hang' ? new Promise(() => undefined) : outcome
  }

  textsTo(chat: string): readonly string[] {
    return this.delivered.filter((delivery) => delivery.chat === chat).map(({ text }) => text)
  }
}
