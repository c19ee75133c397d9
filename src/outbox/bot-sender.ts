// Sends for one bot: lets what it has in hand go as order, pace and circuit breaker allow, and
// hands in the rulings.
import type { Platform } from '../messaging/platform.ts'
import type { OutboxBudget } from './budget.ts'
import { Channel, type ChannelPorts } from './channel.ts'
import { ChatLines } from './chat-lines.ts'
import { isSuspect } from './doubt.ts'
import { Intake, type IntakePorts, type IntakeState } from './intake.ts'
import { leaseNeededMs } from './lease.ts'
import type { Ledger } from './ledger.ts'
import { Meter } from './meter.ts'
import type { Lane } from './pace.ts'
import type { Letter, Parcel } from './parcel.ts'
import { Rulings } from './rulings.ts'
import { moveGroup, type Entry } from './settle.ts'
import { nameOf } from './settled.ts'
import { judge, messagesOf } from './settlement.ts'
import type { Timer } from './timer.ts'

interface BotSenderPorts extends ChannelPorts, IntakePorts {
  readonly isLeader: (bot: string) => boolean
  readonly ledger: Ledger<Entry>
  readonly timer: Timer
  readonly budget: OutboxBudget
}

/** Bulk is claimed this far ahead. */
const aheadMs = 500
/** What would wait longer than this in memory goes back to the table. */
const patienceMs = 5000
/** With so many chats in memory, replies too go by way of the table. */
const mostChats = 500

export class BotSender {
  readonly #bot: string
  readonly #ports: BotSenderPorts
  readonly #channel: Channel
  /** How much of its month the bot has used; looked up before it opens. */
  readonly meter: Meter
  readonly #rulings: Rulings
  readonly #lines = new ChatLines()
  readonly #intake: Intake
  /** Calls and claims under way. */
  readonly #tasks = new Set<Promise<void>>()
  #isOpen = false
  /** A message under suspicion is under way: nothing else starts. */
  #isAlone = false
  #cancelTimer: (() => void) | undefined

  constructor(platform: Platform, ports: BotSenderPorts) {
    this.#bot = platform.bot
    this.#ports = ports
    this.meter = new Meter(platform, ports)
    this.#channel = new Channel(platform, ports, this.meter.isLimited)
    this.#rulings = new Rulings({
      ...ports,
      written: (parcel, messages) => {
        this.#written(parcel, messages)
      },
    })
    const state = { isOpen: () => this.#isOpen, load: () => this.#load() }
    this.#intake = new Intake(platform.bot, ports, state, this.#lines, this.#rulings)
  }

  /** Takes messages from now on. */
  open(): void {
    this.#isOpen = true
    this.wake()
  }

  /** Starts nothing new, and gives back what is not under way. */
  close(): void {
    this.#isOpen = false
    this.#cancelTimer?.()
    this.#rulings.release(this.#lines.dropAll())
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Whether a reply handed over now would leave at once. */
  get isReady(): boolean {
    return (
      this.#isOpen && !this.isBlocked && !this.#channel.isProbing && this.#lines.chats < mostChats
    )
  }

  /** Nothing may be sent now, whatever is due. */
  get isBlocked(): boolean {
    return this.#channel.blockedMs > 0
  }

  /** Ids of the messages in hand: their rows are this instance's. */
  get held(): readonly string[] {
    return [...this.#lines.ids(), ...this.#intake.ids(), ...this.#rulings.pending.keys()]
  }

  handOver(parcel: Parcel): void {
    this.#intake.handOver(parcel)
    this.#pump()
  }

  /** Something may be due in the table. */
  wake(): void {
    this.#intake.wake()
    this.#pump()
  }

  /** Drops from memory what is over. */
  forget(): void {
    this.#channel.forget()
    this.#rulings.forget()
  }

  /** Resolves when no call is under way and every ruling is written. */
  async quiet(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.race(this.#tasks)
    await Promise.all(this.#rulings.pending.values())
  }

  /** Sends until nothing is due, or nothing may be sent. */
  async drain(): Promise<void> {
    this.#intake.wake()
    let wait = this.#pump()
    while (this.#tasks.size + this.#rulings.pending.size > 0 || Number.isFinite(wait)) {
      if (this.#tasks.size > 0) await Promise.race(this.#tasks)
      else if (this.#rulings.pending.size > 0) await this.#rulings.flush()
      else await new Promise<void>((resolve) => this.#ports.timer(wait, resolve))
      if (this.#ports.ledger.isFailing) return
      wait = this.#pump()
    }
  }

  /**
   * Starts all that may start now. Gives ms until trying again is useful; infinite: not before
   * something happens.
   */
  #pump(): number {
    if (!this.#isOpen || !this.#ports.isLeader(this.#bot)) return Infinity
    const blockedMs = this.#channel.blockedMs
    if (blockedMs > 0) {
      this.#rulings.release(this.#lines.dropAll())
      this.#intake.wake()
      this.#arm(blockedMs)
      return Infinity
    }
    const wait = Math.min(this.#dispatch(0), this.#dispatch(1))
    const claimWait = this.#intake.waitMs
    if (claimWait <= 0) this.#claimMore()
    this.#arm(Math.min(wait, claimWait > 0 ? claimWait : Infinity))
    return wait
  }

  #arm(ms: number): void {
    this.#cancelTimer?.()
    this.#cancelTimer = Number.isFinite(ms)
      ? this.#ports.timer(ms, () => void this.#pump())
      : undefined
  }

  /** Sends what may go in one lane; gives ms until the next of those that may not yet. */
  #dispatch(lane: Lane): number {
    let soonest = Infinity
    for (const parcel of this.#lines.ready(lane)) {
      if (this.#isWithheld(parcel)) continue
      if (this.#lines.underWay >= this.#roomFor(parcel, lane)) break
      const wait = this.#channel.wait(lane, parcel)
      if (wait <= 0) this.#start(parcel, lane)
      else if (wait > patienceMs) this.#giveBack(parcel, wait)
      else soonest = Math.min(soonest, wait)
    }
    return soonest
  }

  /** How many messages may be under way when this one starts. */
  #roomFor(parcel: Parcel, lane: Lane): number {
    if (this.#isAlone) return 0
    return isSuspect(parcel) ? 1 : this.#channel.room(lane)
  }

  /** One for which nothing is left of the month leaves the line, and is settled. */
  #isWithheld(parcel: Parcel): boolean {
    const withholding = this.meter.withholding(parcel)
    if (withholding === undefined) return false
    this.#lines.leave(parcel.chat)
    this.#rulings.note(parcel, withholding)
    return true
  }

  #start(parcel: Parcel, lane: Lane): void {
    const { letter, chat, leaseUntil } = parcel
    // A process that was stopped for a while (SIGSTOP) must not send what by now is another
    // instance's (F35).
    if (leaseUntil.getTime() - this.#ports.now().getTime() < leaseNeededMs) {
      this.#giveBack(parcel)
    } else if (letter === null) {
      this.#lines.leave(chat)
      this.#rulings.note(parcel, { kind: 'failed', reason: 'unreadable' })
    } else {
      this.#lines.begin(chat)
      this.#isAlone = isSuspect(parcel)
      this.#track(this.#deliver(parcel, this.meter.letterFor(parcel, letter), lane))
    }
  }

  /**
   * One message, from the call to its ruling. One that waits again keeps the later ones of its chat
   * behind it.
   */
  async #deliver(parcel: Parcel, letter: Letter, lane: Lane): Promise<void> {
    const { outcome, chance } = await this.#channel.send(parcel, letter, lane)
    const verdict = judge(parcel, outcome, { now: this.#ports.now(), chance })
    if (verdict.kind === 'retry' || verdict.kind === 'migrate')
      this.#rulings.release(this.#lines.drop(parcel.chat))
    if (verdict.kind === 'migrate') await this.#move(parcel, letter, verdict.toChat)
    else this.#rulings.note(parcel, verdict, messagesOf(outcome), this.meter.isClosing(parcel.id))
    this.#isAlone = false
    this.#lines.end(parcel.chat)
    this.#pump()
  }

  async #move(parcel: Parcel, { to }: Letter, toChat: string): Promise<void> {
    const { database, keyring, instance, now, tell } = this.#ports
    try {
      // What was given back is to move along.
      await this.#rulings.flush()
      const groups = await moveGroup(
        database,
        keyring,
        instance,
        parcel,
        { ...to, chat: toChat },
        now(),
      )
      tell({ kind: 'groupMoved', bot: this.#bot, groups })
      this.#intake.left(parcel.id)
      this.#intake.wake()
    } catch (error) {
      // Certainly not delivered: from the table it goes to the old chat again, and moves then.
      tell({ kind: 'trouble', bot: this.#bot, during: 'move', error: nameOf(error) })
      this.#rulings.release([parcel])
    }
  }

  #giveBack(first: Parcel, waitMs?: number): void {
    const at = waitMs === undefined ? {} : { at: new Date(this.#ports.now().getTime() + waitMs) }
    const [, ...behind] = this.#lines.drop(first.chat)
    this.#rulings.note(first, { kind: 'released', ...at })
    this.#rulings.release(behind)
  }

  #written({ id, hasMore }: Parcel, messages: number): void {
    this.meter.written(id, messages)
    this.#intake.left(id)
    if (hasMore) this.#intake.wake()
    this.#pump()
  }

  #claimMore(): void {
    const claiming = this.#intake.claimMore()
    if (claiming !== undefined) this.#track(claiming.then(() => void this.#pump()))
  }

  #load(): ReturnType<IntakeState['load']> {
    const { isProbing, inFlight } = this.#channel
    return {
      isProbing,
      inFlight,
      underWay: this.#lines.underWay,
      readyReplies: this.#lines.readyCount(0),
      readyBulk: this.#lines.readyCount(1),
      bulkSoon: this.#channel.bulkWithin(aheadMs),
    }
  }

  #track(task: Promise<void>): void {
    this.#tasks.add(task)
    void task.finally(() => this.#tasks.delete(task))
  }
}
