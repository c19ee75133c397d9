// This process among those on one database: its life and its leads as locks that another one sees,
// and connections that its turns cannot use up.
import { randomUUID } from 'node:crypto'
import { connect } from './database/connect.ts'
import type { ConnectOptions, Database } from './database/database.ts'
import { heldKeys, seekLeadership, type Leadership } from './database/leadership.ts'

export interface Instance {
  readonly instance: string
  readonly isLeader: (bot: string) => boolean
  readonly living: (instances: readonly string[]) => Promise<readonly string[]>
  /** What is to be written down while turns keep every connection of the pool at work. */
  readonly bookkeeping: Database
  /** Ends the leads, and last the life: what is still held is another one's from then on. */
  leave(): Promise<void>
}

/**
 * One statement of a bot's claims, one that settles and one that looks may run at a time; more
 * would only take from PostgreSQL what turns need.
 */
const bookkeepingConnections = 3

const lifeOf = (instance: string): string => `instance:${instance}`

/**
 * Joins the instances on `database`, which `options` opened: seeks the lead of each bot, and stands
 * as alive before it holds any.
 */
export async function joinInstances(
  database: Database,
  bots: readonly string[],
  options: ConnectOptions,
): Promise<Instance> {
  const instance = randomUUID()
  const bookkeeping = await openBookkeeping(database, options)
  const life = await seekLeadership(database, lifeOf(instance))
  const leads = new Map<string, Leadership>(
    await Promise.all(
      bots.map(async (bot) => [bot, await seekLeadership(database, `sender:${bot}`)] as const),
    ),
  )
  return {
    instance,
    bookkeeping,
    isLeader: (bot) => leads.get(bot)?.isHeld() === true,
    living: async (instances) => {
      const held = new Set(await heldKeys(bookkeeping, instances.map(lifeOf)))
      return instances.filter((each) => held.has(lifeOf(each)))
    },
    leave: async () => {
      await Promise.all([...leads.values()].map((each) => each.release()))
      await life.release()
      if (bookkeeping !== database) await bookkeeping.close()
    },
  }
}

/** The embedded database has one connection, whoever asks. */
function openBookkeeping(database: Database, options: ConnectOptions): Promise<Database> {
  if (database.kind === 'embedded') return Promise.resolve(database)
  return connect({
    ...options,
    poolSize: bookkeepingConnections,
    applicationName: 'tu-soi outbox',
  })
}
