import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/statement.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { createOneTimeLinks, type OneTimeLinks } from '../../src/store/one-time-links.ts'
import { applyRetention } from '../../src/store/retention.ts'
import { emptyTables, onEveryDatabase } from '../support/database.ts'

const start = new Date('2026-11-20T02:00:00Z')
const minute = 60_000
const canary = 'Nguyễn Thị Hoa 7KMQ 2RTB'
const file = {
  fileName: 'Phiếu mời Hoa.docx',
  mediaType: 'application/x-test',
  bytes: Uint8Array.from(Buffer.from(`\0\xff${canary}`)),
}

onEveryDatabase('files laid out for one fetch', (open) => {
  const keyring = createKeyring(randomBytes(32))
  let database: Database
  let now = start
  let links: OneTimeLinks

  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(() => {
    now = start
    links = createOneTimeLinks(database, keyring, () => now)
  })
  afterEach(() => emptyTables(database))

  const rows = () =>
    database.query(sql<{ hash: Buffer; body: Buffer | null; uses: number }>('test-links')`
    SELECT token_hash AS hash, body, uses_left AS uses FROM one_time_link`)
  const after = (minutes: number) => void (now = new Date(start.getTime() + minutes * minute))

  it('gives a document once, whoever of many asks at once, and by either instance', async () => {
    const token = await links.layOut({ ...file, kind: 'document' })
    expect(Buffer.from(token, 'base64url')).toHaveLength(16)
    const other = createOneTimeLinks(database, keyring, () => now)
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? links : other).take(token)),
    )
    expect(taken.filter((each) => each !== null)).toEqual([file])
    expect(await links.look(token)).toBeNull()
    expect(await rows()).toMatchObject([{ body: null, uses: 0 }])
  })

  it('does not use a document up by looking, and knows no other token', async () => {
    const token = await links.layOut({ ...file, kind: 'document' })
    for (const wrong of ['', `${token}a`, token.toUpperCase(), token.slice(1)]) {
      expect([await links.look(wrong), await links.take(wrong)]).toEqual([null, null])
    }
    expect([await links.look(token), await links.look(token), await links.take(token)]).toEqual([
      'document',
      'document',
      file,
    ])
  })

  it.each([
    ['document', 15, 1],
    ['picture', 10, 20],
  ] as const)('keeps a %s for %i minutes and %i fetches', async (kind, minutes, uses) => {
    const token = await links.layOut({ ...file, kind })
    const late = await links.layOut({ ...file, kind })
    after(minutes - 0.01)
    for (let fetched = 0; fetched < uses; fetched += 1)
      expect(await links.take(token)).toEqual(file)
    expect(await links.take(token)).toBeNull()
    after(minutes)
    expect([await links.look(late), await links.take(late)]).toEqual([null, null])
  })

  it('stores neither the token nor a word of the file, and opens only where it was sealed', async () => {
    const [token, other] = [
      await links.layOut({ ...file, kind: 'document' }),
      await links.layOut({ ...file, kind: 'document' }),
    ]
    const hash = createHash('sha256').update(token).digest()
    const stored = Buffer.concat(
      (await rows()).flatMap((row) => [row.hash, row.body ?? Buffer.of()]),
    )
    expect(stored.includes(hash)).toBe(true)
    for (const secret of [token, canary, '.docx', 'x-test'])
      expect(stored.includes(secret)).toBe(false)
    await database.query(sql('test-links-move')`
      UPDATE one_time_link SET body = (SELECT body FROM one_time_link
        WHERE token_hash = ${hash}::bytea) WHERE token_hash <> ${hash}::bytea`)
    expect([await links.take(other), await links.take(token)]).toEqual([null, file])
  })

  it('is cleared away by the next one laid out, and by the night', async () => {
    await links.layOut({ ...file, kind: 'document' })
    after(15)
    await links.layOut({ ...file, kind: 'document' })
    expect(await rows()).toHaveLength(1)
    after(30)
    const never = new Date(0)
    const limits = {
      answersBefore: never,
      traffic: never,
      slotsBefore: never,
      wrongCodesBefore: never,
      staleBefore: never,
      doubtBefore: never,
      countsBefore: never,
      now,
    }
    expect((await applyRetention(database, limits)).get('links')).toBe(1)
    expect(await rows()).toEqual([])
  })
})
