// The line from the phones to the service, while it is there to hear what was done.
import type { Inbound } from '../../messaging/inbound.ts'
import type { Receive } from '../../messaging/platform.ts'
import type { Conversations, createTurns } from './conversations.ts'
import type { PlaygroundEntry } from './entry.ts'
import { messageInbound } from './to-inbound.ts'

interface Line {
  tell(entry: PlaygroundEntry): Promise<void>
  press(pressed: Inbound): Promise<void>
  /** Begins handing over, first what has not arrived. Returns how to stop. */
  readonly intake: (receive: Receive) => Promise<() => Promise<void>>
}

export function createLine(
  conversations: Conversations,
  inTurn: ReturnType<typeof createTurns>,
): Line {
  let receiver: Receive | undefined
  const tell = async (entry: PlaygroundEntry): Promise<void> => {
    if (receiver === undefined) return
    try {
      await receiver(messageInbound(entry))
    } catch (error) {
      await conversations.change(entry.id, (known) => ({ ...known, standing: 'failed' }))
      throw error
    }
    await conversations.change(entry.id, (known) => ({ ...known, standing: 'arrived' }))
  }
  return {
    tell,
    press: async (pressed) => receiver?.(pressed),
    intake: async (receive) => {
      receiver = receive
      await inTurn(async () => {
        for (const entry of await conversations.all()) {
          // One that fails is marked, and must not keep the service from starting.
          if (entry.standing === 'waiting') await tell(entry).catch(() => undefined)
        }
      })
      return async () => {
        receiver = undefined
        await inTurn(async () => Promise.resolve())
      }
    },
  }
}
