// What the phones of the try mode show, sealed like everything else, and how far its clock was
// moved.
import type { Database } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { seal, unseal } from '../sealing/seal.ts'
import { contexts } from './contexts.ts'

/** Anything with an id and a chat: what is in it is the playground's business. */
interface Entry {
  readonly id: string
  readonly chat: string
}

interface EntryStore<E extends Entry> {
  append(entry: E): Promise<void>
  update(entry: E): Promise<void>
  all(): Promise<readonly E[]>
  clear(): Promise<void>
}

export function createEntryStore<E extends Entry>(
  database: Database,
  keyring: Keyring,
): EntryStore<E> {
  const sealed = (entry: E): Uint8Array =>
    seal(keyring.system, JSON.stringify(entry), contexts.playgroundBody(entry.id))
  return {
    append: async (entry) => {
      await database.query(sql('playground-append', { isIdempotent: true })`
        INSERT INTO playground_entry (id, chat, body)
          VALUES (${entry.id}, ${entry.chat}, ${sealed(entry)}) ON CONFLICT (id) DO NOTHING`)
    },
    update: async (entry) => {
      await database.query(
        sql('playground-update', {
          isIdempotent: true,
        })`UPDATE playground_entry SET body = ${sealed(entry)} WHERE id = ${entry.id}`,
      )
    },
    all: async () => {
      const rows = await database.query(
        sql<{ id: string; body: Buffer }>('playground-all', {
          isIdempotent: true,
        })`SELECT id, body FROM playground_entry ORDER BY seq`,
      )
      return rows.map(
        ({ id, body }) =>
          JSON.parse(unseal(keyring.system, body, contexts.playgroundBody(id))) as E,
      )
    },
    clear: async () => {
      await database.query(
        sql('playground-clear', { isIdempotent: true })`DELETE FROM playground_entry`,
      )
    },
  }
}

/** How far the try mode's clock is ahead of the real one, in ms; null before the first start. */
export async function readClockOffset(database: Database): Promise<number | null> {
  const [row] = await database.query(
    sql<{ value: { offsetMs: number } }>('clock-read', {
      isIdempotent: true,
    })`SELECT value FROM installation WHERE key = 'tryClock'`,
  )
  return row?.value.offsetMs ?? null
}

export async function writeClockOffset(database: Database, offsetMs: number): Promise<void> {
  await database.query(sql('clock-write', { isIdempotent: true })`
    INSERT INTO installation (key, value) VALUES ('tryClock', ${json({ offsetMs })}::jsonb)
      ON CONFLICT (key) DO UPDATE
      SET value = excluded.value`)
}

/**
 * Whether the made-up branch was filled in to its end: a start that was killed half-way begins
 * anew.
 */
export async function isSeeded(database: Database): Promise<boolean> {
  const rows = await database.query(
    sql('try-is-seeded', { isIdempotent: true })`SELECT FROM installation WHERE key = 'trySeeded'`,
  )
  return rows.length > 0
}

export async function markSeeded(database: Database): Promise<void> {
  await database.query(sql('try-mark-seeded', { isIdempotent: true })`
    INSERT INTO installation (key, value) VALUES ('trySeeded', 'true'::jsonb)
      ON CONFLICT (key) DO NOTHING`)
}
