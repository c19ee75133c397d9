import { beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { StatementFailed } from '../../src/database/problem.ts'
import { json, sql } from '../../src/database/statement.ts'
import type { Value } from '../../src/database/statement.ts'
import { onEveryDatabase } from '../support/database.ts'

const noon = new Date('2026-11-21T05:00:00.123Z')
const bytes = Buffer.of(0, 1, 255, 92, 34)

/** Type, value sent, value read. */
const types: readonly (readonly [type: string, sent: Value, read: unknown])[] = [
  ['int4', 7, 7],
  ['int8', 8_431_000_000_000, 8_431_000_000_000],
  ['int8', 9n, 9],
  ['numeric', '95.50', '95.50'],
  ['float8', 0.25, 0.25],
  ['bool', true, true],
  ['bool', false, false],
  ['text', 'Tự soi, tự sửa "\\\'{}', 'Tự soi, tự sửa "\\\'{}'],
  ['uuid', '6f1b4d5e-0f9d-4f34-9f5a-1d8b9a4f7c11', '6f1b4d5e-0f9d-4f34-9f5a-1d8b9a4f7c11'],
  ['date', '2026-11-21', '2026-11-21'],
  ['timestamptz', noon, noon],
  ['bytea', Uint8Array.from(bytes), bytes],
  ['bytea', new Uint8Array(), Buffer.alloc(0)],
  ['jsonb', json({ a: [1, 'x', null] }), { a: [1, 'x', null] }],
  ['jsonb', json('một'), 'một'],
  ['text[]', ['a,b', '', 'NULL', '"\\', null], ['a,b', '', 'NULL', '"\\', null]],
  ['int8[]', [1, 2n], [1, 2]],
  ['bytea[]', [bytes, null], [bytes, null]],
  ['timestamptz[]', [noon], [noon]],
  ['uuid[]', [], []],
  [
    'int4[]',
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['text', null, null],
]

onEveryDatabase('query', (open) => {
  let database: Database
  beforeAll(async () => {
    database = (await open()).database
  })

  test.each(types)('%s: %o comes back as %o', async (type, sent, read) => {
    const rows = await database.query<{ value: unknown }>({
      name: `echo-${type}`,
      text: `SELECT $1::${type} AS value`,
      values: [sent],
    })
    expect(rows).toEqual([{ value: read }])
    if (read instanceof Uint8Array) expect(Buffer.isBuffer(rows[0]?.value)).toBe(true)
  })

  test('keeps what the template is given out of the text', async () => {
    const hostile = `'; DROP TABLE installation; --`
    const statement = sql<{ value: string }>(
      'hostile',
    )`SELECT ${hostile}::text AS value, ${1}::int AS one`
    expect(statement.text).toBe('SELECT $1::text AS value, $2::int AS one')
    expect(await database.query(statement)).toEqual([{ value: hostile, one: 1 }])
  })

  test('refuses an int8 that no number can hold, instead of rounding it', async () => {
    await expect(
      database.query({ name: 'too-big', text: 'SELECT 9007199254740993 AS id', values: [] }),
    ).rejects.toThrow(RangeError)
  })

  test('tells of a failed statement without a value of it', async () => {
    const insert = (key: string): Promise<unknown> =>
      database.query(
        sql('insert-key')`INSERT INTO installation (key, value) VALUES (${key}, ${json(1)})`,
      )
    await insert('bí-mật')
    const error = await insert('bí-mật').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StatementFailed)
    expect(error).toMatchObject({
      statement: 'insert-key',
      sqlState: '23505',
      constraint: 'installation_pkey',
    })
    expect(JSON.stringify(error) + String(error)).not.toContain('bí-mật')
    await expect(database.query(sql('typo')`SELECT nowhere FROM installation`)).rejects.toThrow(
      /42703: column "nowhere" does not exist/,
    )
  })

  test('reads times that Prisma wrote, and Prisma reads them back, whatever the zone of the process', async () => {
    const id = '0b6f3a52-6f0e-4c12-9f51-0c7f9be01234'
    await database.prisma.organisation.create({
      data: { id, code: 'T', path: '/T/', kind: 'branch', name: 'T', createdAt: noon },
    })
    expect(
      await database.query(
        sql<{ at: Date }>('created-at')`SELECT created_at AS at FROM organisation WHERE id = ${id}`,
      ),
    ).toEqual([{ at: noon }])
    expect(
      (await database.prisma.organisation.findUniqueOrThrow({ where: { id } })).createdAt,
    ).toEqual(noon)
  })
})

onEveryDatabase('transact', (open, kind) => {
  let database: Database
  beforeAll(async () => {
    database = (await open()).database
  })
  const insert = (key: string) =>
    sql<{ key: string }>(
      'transact-insert',
    )`INSERT INTO installation (key, value) VALUES (${key}, ${json(1)}) RETURNING key`
  const keys = async (like: string): Promise<string[]> =>
    (
      await database.query(
        sql<{ key: string }>(
          'transact-read',
        )`SELECT key FROM installation WHERE key LIKE ${like} ORDER BY key`,
      )
    ).map(({ key }) => key)

  test('keeps all its statements', async () => {
    const result = await database.transact(async (transaction) => {
      await transaction.query(insert('a1'))
      return transaction.finish(insert('a2'))
    })
    expect(result).toEqual([{ key: 'a2' }])
    expect(await keys('a%')).toEqual(['a1', 'a2'])
  })

  test('keeps them without a finish, too', async () => {
    await database.transact((transaction) => transaction.query(insert('b1')))
    expect(await keys('b%')).toEqual(['b1'])
  })

  describe.each([
    ['the work throws', (): Promise<never> => Promise.reject(new Error('no'))],
    ['a statement fails', (transaction) => transaction.query(insert('c1'))],
    ['the last statement fails', (transaction) => transaction.finish(insert('c1'))],
  ] as readonly (readonly [
    string,
    (transaction: Parameters<Parameters<Database['transact']>[0]>[0]) => Promise<unknown>,
  ])[])('keeps nothing when %s', (_, then) => {
    test('and throws it', async () => {
      const work = database.transact(async (transaction) => {
        await transaction.query(insert('c1'))
        await then(transaction)
      })
      await expect(work).rejects.toThrow(/no|23505/)
      expect(await keys('c%')).toEqual([])
    })
  })

  test('does not call a transaction kept in which a failed statement was overlooked', async () => {
    const work = database.transact(async (transaction) => {
      await transaction.query(insert('d1'))
      await transaction.query(insert('d1')).catch(() => undefined)
    })
    await expect(work).rejects.toThrow()
    expect(await keys('d%')).toEqual([])
  })

  test('refuses a statement behind its end', async () => {
    const work = database.transact(async (transaction) => {
      await transaction.finish(insert('e1'))
      await transaction.query(insert('e2'))
    })
    await expect(work).rejects.toThrow(/after the end/)
  })

  test('tells a commit that fails: a constraint that is checked only then', async () => {
    const session = await database.openSession()
    await session.script('CREATE TABLE late (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)')
    await session.close()
    const work = database.transact((transaction) =>
      transaction.finish(sql('late')`INSERT INTO late VALUES (1), (1)`),
    )
    await expect(work).rejects.toMatchObject({ name: 'StatementFailed', sqlState: '23505' })
  })

  test('goes on after a failure', async () => {
    await database.transact((transaction) => transaction.finish(insert('f1')))
    expect(await keys('f%')).toEqual(['f1'])
  })

  // PostgreSQL would take another connection for it; the embedded database has none and would wait
  // for ever.
  if (kind === 'embedded') {
    test('refuses a statement past the transaction around it', async () => {
      await expect(database.transact(() => database.query(insert('g1')))).rejects.toThrow(
        /past the transaction/,
      )
    })
  }
})
