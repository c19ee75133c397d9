// From a ruling to its row: what was decided of the messages of one bot, on the way into the table.
import { isAtMostOnce } from '../messaging/outbound.ts'
import { Holds } from './holds.ts'
import type { Ledger } from './ledger.ts'
import type { Parcel } from './parcel.ts'
import { settledOf, type Entry, type Ruling } from './settle.ts'
import type { SenderEvent, Settled } from './settled.ts'

interface RulingsPorts {
  readonly ledger: Ledger<Entry>
  readonly elapsed: () => number
  readonly tell: (event: SenderEvent) => void
  readonly settled: (settled: Settled) => void
  /** A ruling was written, and with it so many messages of the bot's month were counted. */
  readonly written: (parcel: Parcel, messages: number) => void
}

export class Rulings {
  readonly #ports: RulingsPorts
  readonly #holds = new Holds()
  readonly #writes = new Map<string, Promise<void>>()

  constructor(ports: RulingsPorts) {
    this.#ports = ports
  }

  /** Rulings not yet in the table, by their message's id. */
  get pending(): ReadonlyMap<string, Promise<void>> {
    return this.#writes
  }

  /** Messages of this chat were just put back: a later one must not be sent before them. */
  isHeld(chat: string): boolean {
    return this.#holds.isHeld(chat, this.#ports.elapsed())
  }

  /**
   * `messages`: how many of the bot's month the attempt used; `isClosing`: the closing word was
   * what was sent.
   */
  note(parcel: Parcel, ruling: Ruling, messages = 0, isClosing = false): void {
    if (isPutBack(ruling)) this.#holds.hold(parcel.chat)
    const write = this.#write({ parcel, ruling, messages, isClosing })
    this.#writes.set(parcel.id, write)
    void write.finally(() => this.#writes.delete(parcel.id))
  }

  /** Puts messages back that were not tried. */
  release(parcels: readonly Parcel[]): void {
    for (const parcel of parcels) this.note(parcel, { kind: 'released' })
  }

  flush(): Promise<void> {
    return this.#ports.ledger.flush()
  }

  forget(): void {
    this.#holds.forget(this.#ports.elapsed())
  }

  async #write(entry: Entry): Promise<void> {
    const { parcel, ruling } = entry
    const isUrgent =
      ruling.kind !== 'released' &&
      (isAtMostOnce(parcel.class) || (parcel.isUrgent && parcel.hasMore))
    const isOurs = await this.#ports.ledger.note(entry, isUrgent)
    if (isPutBack(ruling)) this.#holds.written(parcel.chat, this.#ports.elapsed())
    if (isOurs) this.#tell(entry)
    this.#ports.written(parcel, entry.messages ?? 0)
  }

  #tell({ parcel, ruling }: Entry): void {
    const settled = settledOf({ parcel, ruling })
    if (settled !== undefined) this.#ports.settled(settled)
    if (ruling.kind !== 'retry' && ruling.kind !== 'postponed') return
    const { bot, id, dedupeKey, class: messageClass, attempts } = parcel
    const reason = ruling.kind === 'retry' ? ruling.reason : 'budget'
    this.#ports.tell({
      kind: 'retried',
      bot,
      id,
      dedupeKey,
      class: messageClass,
      reason,
      attempts,
    })
  }
}

function isPutBack({ kind }: Ruling): boolean {
  return kind === 'retry' || kind === 'released'
}
