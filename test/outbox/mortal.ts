// A sender that can be killed at any step: from then on nothing it does takes effect, and nothing
// it waits for comes.
import type { Database } from '../../src/database/database.ts'
import type { Platform } from '../../src/messaging/platform.ts'
import type { SenderOptions } from '../../src/outbox/sender.ts'
import type { Timer } from '../../src/outbox/timer.ts'
import type { World } from './world.ts'

export class Mortal {
  #isDead = false
  #onDeath: () => void = () => undefined
  /** Steps so far: a statement or a call, before it and after it. */
  steps = 0
  readonly #dieAt: number

  /** Dies at its `dieAt`-th step. */
  constructor(dieAt = Infinity) {
    this.#dieAt = dieAt
  }

  get isDead(): boolean {
    return this.#isDead
  }

  /** At once: whatever was begun never ends. */
  die(): void {
    this.#isDead = true
    this.#onDeath()
  }

  /** What a sender is built with so that it dies with this. */
  options(world: World, instance = 'first'): Partial<SenderOptions> {
    this.#onDeath = () => world.dead.add(instance)
    const timer: Timer = (ms, run) =>
      world.clock.timer(ms, () => {
        if (!this.isDead) run()
      })
    const platforms = new Map(
      [...world.platforms].map(([bot, platform]) => [bot, this.#platform(platform)]),
    )
    return {
      timer,
      platforms,
      database: this.#database(world.database),
      onEvent: () => undefined,
      onOutcome: () => undefined,
    }
  }

  #database(database: Database): Database {
    return {
      kind: database.kind,
      prisma: database.prisma,
      transact: (work) => database.transact(work),
      openSession: () => database.openSession(),
      close: () => database.close(),
      query: (statement) => this.#step(() => database.query(statement)),
    }
  }

  #platform(platform: Platform): Platform {
    return {
      name: platform.name,
      bot: platform.bot,
      abilities: platform.abilities,
      judgeHeaders: () => 'notGenuine',
      read: () => null,
      send: (to, message) => this.#step(() => platform.send(to, message)),
    }
  }

  async #step<T>(work: () => Promise<T>): Promise<T> {
    await this.#live()
    const result = await work()
    await this.#live()
    return result
  }

  #live(): Promise<void> {
    this.steps++
    if (this.steps >= this.#dieAt) this.die()
    return this.isDead ? new Promise(() => undefined) : Promise.resolve()
  }
}
