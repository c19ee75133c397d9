import { describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { heldKeys, seekLeadership } from '../../src/database/leadership.ts'
import type { Leadership } from '../../src/database/leadership.ts'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { databaseKinds, onEveryDatabase, openTestDatabase } from '../support/database.ts'
import { administer } from '../support/databases.ts'

/** Seeks, and offers a promise of the next change. */
async function seek(
  database: Database,
  key: string,
): Promise<{ leadership: Leadership; next: (isHeld: boolean) => Promise<void> }> {
  const waiting = new Map<boolean, () => void>()
  const leadership = await seekLeadership(database, key, {
    everyMs: 100,
    onChange: (isHeld) => waiting.get(isHeld)?.(),
  })
  const next = (isHeld: boolean): Promise<void> =>
    leadership.isHeld() === isHeld
      ? Promise.resolve()
      : new Promise((resolve) => waiting.set(isHeld, resolve))
  return { leadership, next }
}

onEveryDatabase('leadership', (open) => {
  test('is held at once by the only one who seeks it, and can be sought again', async () => {
    const { database } = await open()
    const { leadership } = await seek(database, 'sender')
    expect(leadership.isHeld()).toBe(true)
    await leadership.release()
    expect(leadership.isHeld()).toBe(false)
    const again = await seek(database, 'sender')
    expect(again.leadership.isHeld()).toBe(true)
    await again.leadership.release()
  })

  test('is seen by whoever asks which keys are held', async () => {
    const { database } = await open()
    const { leadership } = await seek(database, 'instance:one')
    const keys = ['instance:one', 'instance:two']
    expect(await heldKeys(database, keys)).toEqual(['instance:one'])
    await leadership.release()
    expect(await heldKeys(database, keys)).toEqual([])
  })
})

describe.runIf(databaseKinds.includes('postgresql'))(
  'leadership between two instances (postgresql)',
  () => {
    test('has one holder a key, passes on when it is released and when its connection is cut', async () => {
      const { database: first, url = '', close } = await openTestDatabase('postgresql')
      const second = await connectPostgresql(url)
      const one = await seek(first, 'sender')
      const two = await seek(second, 'sender')
      const other = await seek(second, 'another key')
      expect([one.leadership.isHeld(), two.leadership.isHeld(), other.leadership.isHeld()]).toEqual(
        [true, false, true],
      )

      await one.leadership.release()
      await two.next(true)

      const three = await seek(first, 'sender')
      expect(three.leadership.isHeld()).toBe(false)
      const lost = two.next(false)
      await administer(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_locks
          WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`,
      )
      await lost
      await Promise.race([two.next(true), three.next(true)])
      expect([two.leadership.isHeld(), three.leadership.isHeld()].filter(Boolean)).toHaveLength(1)

      for (const { leadership } of [two, three, other]) await leadership.release()
      await second.close()
      await close()
    })
  },
)
