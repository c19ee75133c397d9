/** Updates waiting for the bot, numbered, until it confirms them. */

export interface PendingUpdate {
  readonly id: number
  /** Deliveries by webhook keep the order within one queue: messages by chat, presses by user. */
  readonly queue: string
  readonly kind: string
  readonly body: Readonly<Record<string, unknown>>
  /** When it was put here, by `performance.now()`. */
  readonly at: number
}

export class Updates {
  readonly pending = new Map<number, PendingUpdate>()
  /** Told of each new update; whichever way of delivery is on listens. */
  onAdded: (update: PendingUpdate) => void = () => undefined
  allowed: ReadonlySet<string> | undefined
  private nextId = 500_001
  private idle: (() => void)[] = []
  private readonly confirmed = new Map<number, (() => void)[]>()

  /** Undefined when the bot has not asked for this kind. */
  add(kind: string, queue: string, payload: unknown): number | undefined {
    if (this.allowed && !this.allowed.has(kind)) return undefined
    const id = this.nextId++
    const update = {
      id,
      queue,
      kind,
      body: { update_id: id, [kind]: payload },
      at: performance.now(),
    }
    this.pending.set(id, update)
    this.onAdded(update)
    return id
  }

  confirm(id: number): void {
    if (!this.pending.delete(id)) return
    for (const resolve of this.confirmed.get(id) ?? []) resolve()
    this.confirmed.delete(id)
    if (this.pending.size > 0) return
    for (const resolve of this.idle.splice(0)) resolve()
  }

  /** As an offset does: everything below it is confirmed. */
  confirmBelow(offset: number): void {
    for (const id of this.pending.keys()) {
      if (id >= offset) return
      this.confirm(id)
    }
  }

  /**
   * Forgets what waits unconfirmed, as Telegram does with presses after 150 s and messages after a
   * day; gives how many.
   */
  expire(kind: string): number {
    const old = [...this.pending.values()].filter((update) => update.kind === kind)
    for (const { id } of old) this.confirm(id)
    return old.length
  }

  whenConfirmed(id: number): Promise<void> {
    if (!this.pending.has(id)) return Promise.resolve()
    return new Promise((resolve) => {
      this.confirmed.set(id, [...(this.confirmed.get(id) ?? []), resolve])
    })
  }

  whenIdle(): Promise<void> {
    if (this.pending.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.idle.push(resolve)
    })
  }

  /** After a quiet week Telegram goes on from any number. */
  restartAt(id: number): void {
    this.nextId = id
  }
}
