// How messages come into the hands of one bot's sender: claimed from the table, no more than can
// leave soon, or handed over by the turn that queued them.
import type { Database } from '../database/database.ts'
import { isAtMostOnce } from '../messaging/outbound.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { Appetite, type Load } from './appetite.ts'
import type { ChatLines } from './chat-lines.ts'
import { claim, type ClaimQuota } from './claim.ts'
import { inHandAgain, suspicion } from './doubt.ts'
import { parcelOfRow, type ClaimedRow, type Parcel } from './parcel.ts'
import type { Rulings } from './rulings.ts'
import { nameOf, type SenderEvent, type Settled } from './settled.ts'

export interface IntakePorts {
  readonly database: Database
  readonly keyring: Keyring
  readonly instance: string
  readonly now: () => Date
  /** Monotonic ms. */
  readonly elapsed: () => number
  readonly tell: (event: SenderEvent) => void
  readonly settled: (settled: Settled) => void
}

/** What the sender is doing, as far as it decides about taking more. */
export interface IntakeState {
  readonly isOpen: () => boolean
  readonly load: () => Omit<Load, 'onceInHand'>
}

const claimRetryMs = 1000

export class Intake {
  readonly #bot: string
  readonly #ports: IntakePorts
  readonly #state: IntakeState
  readonly #lines: ChatLines
  readonly #rulings: Rulings
  readonly #appetite = new Appetite()
  /** At-most-once messages that were claimed and are not settled. */
  readonly #once = new Set<string>()
  /** Those by which a process may have ended: how much each is to blame. */
  readonly #again = new Map<string, number>()
  /** Which wake came last before each message came into the hands. */
  readonly #takenAt = new Map<string, number>()
  #wakes = 0
  /** Handed over while a claim was under way, which may bring older ones of the same chat. */
  #handedOver: Parcel[] = []
  #isClaiming = false
  #claimFrom = -Infinity

  constructor(
    bot: string,
    ports: IntakePorts,
    state: IntakeState,
    lines: ChatLines,
    rulings: Rulings,
  ) {
    this.#bot = bot
    this.#ports = ports
    this.#state = state
    this.#lines = lines
    this.#rulings = rulings
  }

  /** Ids of what was handed over and stands in no line yet. */
  ids(): readonly string[] {
    return this.#handedOver.map(({ id }) => id)
  }

  handOver(parcel: Parcel): void {
    this.#takenAt.set(parcel.id, this.#wakes)
    this.#handedOver.push(parcel)
    if (!this.#isClaiming) this.#admit()
  }

  /** Something may be due in the table. */
  wake(): void {
    this.#wakes += 1
    this.#appetite.wake()
  }

  /**
   * The message is in no hands any more: looks again where that makes room for another one of its
   * kind, or where something was queued meanwhile. It may be for the same chat, and a claim passes
   * over a chat in which something is under way.
   */
  left(id: string): void {
    const isRoom = this.#once.delete(id) || this.#again.delete(id)
    const isNewer = (this.#takenAt.get(id) ?? this.#wakes) < this.#wakes
    this.#takenAt.delete(id)
    if (isRoom || isNewer) this.#appetite.wake()
  }

  /** Ms until a claim may be tried; 0 or less: now. */
  get waitMs(): number {
    return this.#claimFrom - this.#ports.elapsed()
  }

  /** Starts a claim, if one is of use; undefined: none. It never rejects. */
  claimMore(): Promise<void> | undefined {
    if (this.#isClaiming) return undefined
    const quota = this.#appetite.next({ ...this.#state.load(), onceInHand: this.#once.size })
    if (quota === undefined) return undefined
    this.#isClaiming = true
    return this.#claim({ ...quota, again: this.#roomAgain() })
  }

  #roomAgain(): readonly number[] {
    const held = [...this.#again.values()]
    return inHandAgain.map((most, place) =>
      Math.max(0, most - held.filter((blame) => blame === place + 1).length),
    )
  }

  async #claim(quota: ClaimQuota): Promise<void> {
    const { database, instance, now } = this.#ports
    const claimedAt = this.#wakes
    try {
      const rows = await claim(database, this.#bot, instance, quota, now())
      this.#appetite.took(quota, rows)
      for (const row of rows.toSorted((a, b) => a.seq - b.seq)) this.#take(row, claimedAt)
    } catch (error) {
      this.#appetite.wake()
      this.#claimFrom = this.#ports.elapsed() + claimRetryMs
      this.#ports.tell({
        kind: 'trouble',
        bot: this.#bot,
        during: 'claim',
        error: nameOf(error),
      })
    }
    this.#isClaiming = false
    this.#admit()
  }

  #take(row: ClaimedRow, claimedAt: number): void {
    if (row.state !== 'sending') {
      this.#ports.settled({ ...row, state: row.state })
      return
    }
    const parcel = parcelOfRow(row, this.#ports.keyring)
    this.#takenAt.set(parcel.id, claimedAt)
    if (isAtMostOnce(parcel.class)) this.#once.add(parcel.id)
    if (parcel.crashes > 0) this.#again.set(parcel.id, suspicion(parcel))
    if (this.#state.isOpen()) this.#lines.add(parcel)
    else this.#rulings.release([parcel])
  }

  /** Puts what was handed over in line, or back into the table where that would overtake. */
  #admit(): void {
    for (const parcel of this.#handedOver.splice(0)) {
      if (this.#state.isOpen() && !this.#rulings.isHeld(parcel.chat)) this.#lines.add(parcel)
      else this.#rulings.release([parcel])
    }
  }
}
