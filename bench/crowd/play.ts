// Members at work in a closed loop: so many updates in flight, each followed by the next as soon as
// its reply is there.
import { setTimeout as wait } from 'node:timers/promises'
import type { Member } from './member.ts'
import { nextMove, nextWizardMove, type Move } from './next-move.ts'
import type { Posted } from './post.ts'

export interface PlayTerms {
  readonly inFlight: number
  /** Share of the choices that are pressed and not typed, 0 to 1. */
  readonly pressed: number
  readonly warmMs: number
  /** Infinity: until `stop`. */
  readonly measuredMs: number
  /** From a reply to the member's next message. */
  readonly thinkMs: number
  readonly isWizard: boolean
}

export interface Played {
  /** Updates whose reply arrived in the measured time. */
  readonly updates: number
  readonly measuredMs: number
  /** Ms from the webhook request being sent to the reply arriving at the stand-in. */
  readonly replyMs: readonly number[]
  /** Updates the webhook took only after another try. */
  readonly retried: number
  /** Replies that never came, or came too late to wait for. */
  readonly faults: readonly string[]
}

export interface PlayPorts {
  readonly members: readonly Member[]
  /** The post of the update the last act made. */
  readonly lastPost: () => Promise<Posted>
  readonly onMeasuring: () => void
  readonly onMeasured: () => void
  readonly onFinished: (member: Member) => void
}

const patienceMs = 30_000
const begin = { kind: 'words', text: '/tusoi', isAnswer: false, isDeed: false } as const
const beginWizard = { ...begin, text: '/start' }

export class Play {
  readonly #terms: PlayTerms
  readonly #ports: PlayPorts
  readonly #ready: Member[]
  readonly #replyMs: number[] = []
  readonly #faults: string[] = []
  #retried = 0
  #isOver = false
  #isMeasuring = false

  constructor(terms: PlayTerms, ports: PlayPorts) {
    this.#terms = terms
    this.#ports = ports
    this.#ready = ports.members.filter(({ isWaiting }) => !isWaiting)
  }

  /** A member whose next sheet is open. */
  admit(member: Member): void {
    member.isWaiting = false
    this.#ready.push(member)
  }

  stop(): void {
    this.#isOver = true
  }

  async run(): Promise<Played> {
    const { inFlight, warmMs, measuredMs } = this.#terms
    const slots = Array.from({ length: inFlight }, () => this.#slot())
    await wait(warmMs)
    this.#ports.onMeasuring()
    this.#isMeasuring = true
    const measuredFrom = performance.now()
    if (Number.isFinite(measuredMs)) await wait(measuredMs)
    else while (!this.#isOver) await wait(20)
    const tookMs = performance.now() - measuredFrom
    this.#isMeasuring = false
    this.#isOver = true
    this.#ports.onMeasured()
    await Promise.all(slots)
    return {
      updates: this.#replyMs.length,
      measuredMs: tookMs,
      replyMs: this.#replyMs,
      retried: this.#retried,
      faults: this.#faults,
    }
  }

  async #slot(): Promise<void> {
    while (!this.#isOver) {
      const member = this.#ready.shift()
      if (member === undefined) await wait(2)
      else await this.#sheet(member)
    }
  }

  /** One member to the end of the sheet, or of the play; then another one's turn. */
  async #sheet(member: Member): Promise<void> {
    while (!this.#isOver) {
      const move = this.#moveOf(member)
      if (move.kind === 'finished') {
        member.finish()
        this.#ports.onFinished(member)
        return
      }
      try {
        await this.#exchange(member, move)
      } catch (error) {
        this.#faults.push(error instanceof Error ? error.message : 'something failed')
        return
      }
      if (this.#terms.thinkMs > 0) await wait(this.#terms.thinkMs)
    }
    this.#ready.push(member)
  }

  #moveOf(member: Member): Move {
    const { isWizard } = this.#terms
    if (member.shown === undefined) return isWizard ? beginWizard : begin
    const said = `${String(member.person.id)}-${String(member.sheets)}`
    return isWizard ? nextWizardMove(member.shown, said) : nextMove(member.shown, said)
  }

  async #exchange(member: Member, move: Exclude<Move, { kind: 'finished' }>): Promise<void> {
    const reply = member.person.nextMessage(patienceMs)
    member.act(move, Math.random() < this.#terms.pressed)
    const [{ at, tries }, shown] = await Promise.all([this.#ports.lastPost(), reply])
    if (tries > 1) this.#retried += 1
    if (this.#isMeasuring) this.#replyMs.push(shown.at - at)
    member.wasAnswered(move, shown)
  }
}
