/** What people and groups act upon. */
import type { Updates } from './updates.ts'
import type { World } from './world.ts'

type Description = Readonly<Record<string, unknown>>

/** A chat of several people, as far as those who speak in it need to know it. */
export interface Place {
  readonly id: number
  describe(): Description
  /** Whether the bot gets to hear this content there. */
  letsHear(content: Description, isReply: boolean): boolean
}

/** Somebody who does something. */
export interface Actor {
  describe(): Description
}

export class Stage {
  readonly world: World
  readonly updates: Updates
  /** Privacy mode switched off. */
  readonly hearsAll: boolean
  private readonly now: () => Date
  private pressCount = 0

  constructor(world: World, updates: Updates, hearsAll: boolean, now: () => Date) {
    this.world = world
    this.updates = updates
    this.hearsAll = hearsAll
    this.now = now
  }

  seconds(): number {
    return Math.floor(this.now().getTime() / 1000)
  }

  newPressId(): string {
    this.pressCount += 1
    return String(4_000_000_000_000_000_000n + BigInt(this.pressCount))
  }

  describeBot(): Description {
    const { id, username } = this.world.bot
    return { id, is_bot: true, first_name: username, username }
  }

  describeStanding(from: string, to: string): Description {
    const user = this.describeBot()
    return { old_chat_member: { status: from, user }, new_chat_member: { status: to, user } }
  }
}
