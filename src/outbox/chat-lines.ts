// What was claimed and not yet settled, in memory: one line per chat, first in first out, one
// message under way per chat.
import type { Parcel } from './parcel.ts'
import type { Lane } from './pace.ts'

export class ChatLines {
  readonly #lines = new Map<string, Parcel[]>()
  readonly #busy = new Set<string>()
  /** Chats whose first message may go, per lane, in the order they became so. */
  readonly #ready: readonly [Set<string>, Set<string>] = [new Set(), new Set()]

  add(parcel: Parcel): void {
    const line = this.#lines.get(parcel.chat)
    if (line === undefined) this.#lines.set(parcel.chat, [parcel])
    else line.push(parcel)
    this.#rank(parcel.chat)
  }

  /**
   * The first message of each chat that is not busy. A chat in which a reply waits counts as a
   * reply's.
   */
  *ready(lane: Lane): Generator<Parcel> {
    for (const chat of this.#ready[lane]) {
      const parcel = this.#lines.get(chat)?.[0]
      if (parcel !== undefined) yield parcel
    }
  }

  /** The first message of the chat is under way. */
  begin(chat: string): void {
    this.#busy.add(chat)
    this.#rank(chat)
  }

  /** The message under way is settled: the next of its chat may go. */
  end(chat: string): void {
    this.#busy.delete(chat)
    const line = this.#lines.get(chat)
    line?.shift()
    if (line?.length === 0) this.#lines.delete(chat)
    this.#rank(chat)
  }

  /** The first message of the chat is settled without having been under way. */
  leave(chat: string): void {
    this.begin(chat)
    this.end(chat)
  }

  /** Takes out and gives the messages of a chat that are not under way. */
  drop(chat: string): readonly Parcel[] {
    const line = this.#lines.get(chat) ?? []
    const dropped = line.splice(this.#busy.has(chat) ? 1 : 0)
    if (line.length === 0) this.#lines.delete(chat)
    this.#rank(chat)
    return dropped
  }

  dropAll(): readonly Parcel[] {
    return [...this.#lines.keys()].flatMap((chat) => this.drop(chat))
  }

  /** Ids of all that is held, under way or not. */
  ids(): readonly string[] {
    return [...this.#lines.values()].flatMap((line) => line.map(({ id }) => id))
  }

  /** Chats with a message that could go, by lane. */
  readyCount(lane: Lane): number {
    return this.#ready[lane].size
  }

  get underWay(): number {
    return this.#busy.size
  }

  get chats(): number {
    return this.#lines.size
  }

  #rank(chat: string): void {
    const line = this.#lines.get(chat)
    const isReady = line !== undefined && !this.#busy.has(chat)
    const lane = line?.some(({ isUrgent }) => isUrgent) === true ? 0 : 1
    for (const each of [0, 1] as const) {
      if (isReady && each === lane) this.#ready[each].add(chat)
      else this.#ready[each].delete(chat)
    }
  }
}
