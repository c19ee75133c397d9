// A branch as v0.1.0 left it (test/upgrade/README.md), brought up to the present schema.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { embeddedDatabase } from '../../src/database/embedded.ts'
import type { Database } from '../../src/database/database.ts'
import { migrate } from '../../src/database/migrate.ts'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { clonePostgresql, type DatabaseKind } from './database.ts'
import { openEmptyPglite } from './databases.ts'
import { type House, openHouse } from './house.ts'

interface Left {
  readonly masterKey: string
  /** The instant at which it was left. */
  readonly now: string
  /** The chat of each member who is linked, by reference. */
  readonly people: Readonly<Record<string, string>>
  /** Printed or shown, and not used. */
  readonly codes: Readonly<
    Record<
      | 'octoberSheet'
      | 'sheet'
      | 'sheetOfDeputy'
      | 'invitation'
      | 'invitationOfPaperMember'
      | 'careless'
      | 'group',
      string
    >
  >
  /** As they still stand in the chats. */
  readonly buttons: Readonly<
    Record<
      | 'octoberStep'
      | 'remindUnfinished'
      | 'novemberPromise'
      | 'stepOfOpenRound'
      | 'consentSecond'
      | 'eraseYes'
      | 'withdrawYes',
      { readonly payload: string; readonly label: string; readonly text: string }
    >
  >
}

const folder = join(import.meta.dirname, '..', 'upgrade')
const dump = readFileSync(join(folder, 'v0.1.0.sql'), 'utf8')
export const left = JSON.parse(readFileSync(join(folder, 'v0.1.0.json'), 'utf8')) as Left

export interface Upgraded {
  readonly house: House
  /** The migrations that were missing. */
  readonly migrations: readonly string[]
  close(): Promise<void>
}

/** Loads what v0.1.0 left, migrates it, and opens a house on it at the instant it was left. */
export async function upgrade(kind: DatabaseKind): Promise<Upgraded> {
  const { database, drop } = await load(kind)
  const migrations = await migrate(database)
  const keyring = createKeyring(Buffer.from(left.masterKey, 'hex'))
  const house = await openHouse(database, { keyring, start: left.now })
  const close = async (): Promise<void> => {
    await database.close()
    await drop()
  }
  return { house, migrations, close }
}

async function load(
  kind: DatabaseKind,
): Promise<{ database: Database; drop: () => Promise<void> }> {
  if (kind === 'embedded') {
    const pglite = await openEmptyPglite()
    await pglite.exec(dump)
    await pglite.exec('RESET ALL')
    return { database: await embeddedDatabase(pglite), drop: () => Promise.resolve() }
  }
  const { url, drop } = await clonePostgresql('nothing')
  // On a connection of its own: the dump sets how its own session reads it.
  const loader = await connectPostgresql(url, { poolSize: 1 })
  const session = await loader.openSession()
  await session.script(dump)
  await session.close()
  await loader.close()
  return { database: await connectPostgresql(url, { poolSize: 4 }), drop }
}
