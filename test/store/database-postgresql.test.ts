// What PostgreSQL alone can do to us: restart, go silent, run out of connections, choose a victim.
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { connect as connectSocket } from 'node:net'
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database, DatabaseEvent } from '../../src/database/database.ts'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { DatabaseProblem, DatabaseUnknownOutcome } from '../../src/database/problem.ts'
import { json, sql } from '../../src/database/statement.ts'
import { clonePostgresql } from '../support/database.ts'
import { administer, withDatabase } from '../support/databases.ts'

const codeOf = (error: unknown): string =>
  error instanceof DatabaseProblem ? error.code : String(error)
const problemOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'no problem', codeOf)

describe.skipIf(inject('postgresql') === undefined)('postgresql', () => {
  const ends: (() => Promise<void>)[] = []
  let url: string
  beforeAll(async () => {
    const clone = await clonePostgresql()
    url = clone.url
    return clone.drop
  })
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  const open = async (
    options: Parameters<typeof connectPostgresql>[1] = {},
    at = url,
  ): Promise<Database> => {
    const database = await connectPostgresql(at, options)
    ends.push(() => database.close())
    return database
  }
  const terminateAll = (): Promise<unknown> =>
    administer(
      url,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
  const count = (key: string) =>
    sql<{ n: number }>('count', {
      isIdempotent: true,
    })`SELECT count(*) AS n FROM installation WHERE key = ${key}`
  const insert = (key: string) =>
    sql('insert')`INSERT INTO installation (key, value) VALUES (${key}, ${json(0)})`

  test('an idempotent statement survives any number of terminated connections', async () => {
    const events: DatabaseEvent[] = []
    const database = await open({ poolSize: 4, log: (event) => events.push(event) })
    for (let round = 0; round < 5; round++) {
      const running = Promise.all(Array.from({ length: 20 }, () => database.query(count('x'))))
      await terminateAll()
      expect((await running).flat()).toEqual(Array.from({ length: 20 }, () => ({ n: 0 })))
    }
    expect(events.length).toBeGreaterThan(0)
  })

  test('a statement cut off under way is not repeated, and said to be unknown', async () => {
    const database = await open()
    const running = database.query(
      sql('slow')`INSERT INTO installation (key, value) SELECT 'slow', to_jsonb(pg_sleep(4)::text)`,
    )
    await untilActive(url, 'INSERT INTO installation')
    await Promise.all([terminateAll(), expect(running).rejects.toThrow(DatabaseUnknownOutcome)])
  })

  test('a transaction cut off before its commit runs again', async () => {
    const database = await open()
    let rounds = 0
    await database.transact(async (transaction) => {
      rounds++
      await transaction.query(insert('again'))
      if (rounds === 1) await terminateAll()
      await transaction.query(count('again'))
    })
    expect(rounds).toBe(2)
    expect(await database.query(count('again'))).toEqual([{ n: 1 }])
  })

  test('of two transactions in a deadlock both end well', async () => {
    const database = await open()
    await database.query(insert('left'))
    await database.query(insert('right'))
    const lock = (key: string) =>
      sql(
        'lock',
      )`UPDATE installation SET value = to_jsonb((value::text)::int + 1) WHERE key = ${key}`
    const waiting: (() => void)[] = []
    const bothHaveOne = (): Promise<void> =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (waiting.length >= 2) for (const go of waiting) go()
      })
    const take = (first: string, second: string): Promise<unknown> =>
      database.transact(async (transaction) => {
        await transaction.query(lock(first))
        await bothHaveOne()
        await transaction.finish(lock(second))
      })
    await Promise.all([take('left', 'right'), take('right', 'left')])
    const values = await database.query(
      sql<{ value: number }>(
        'values',
      )`SELECT value FROM installation WHERE key IN ('left', 'right')`,
    )
    expect(values).toEqual([{ value: 2 }, { value: 2 }])
  })

  test('a full pool gives up after two seconds instead of waiting for ever', async () => {
    const database = await open({ poolSize: 1 })
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const holder = database.transact(async (transaction) => {
      await transaction.query(count('x'))
      await held
    })
    expect(await problemOf(database.query(count('x')))).toBe('busy')
    release()
    await holder
    expect(await database.query(count('x'))).toEqual([{ n: 0 }])
  })

  test('a line that goes silent is given up, and another one taken', async () => {
    const line = await silentLine(url)
    ends.push(line.close)
    const database = await open({ poolSize: 1 }, line.url)
    line.silence()
    const waiting = database.query(insert('silent'))
    await expect(waiting).rejects.toThrow(DatabaseUnknownOutcome)
    line.resume()
    expect(await database.query(count('x'))).toEqual([{ n: 0 }])
  })

  test.each([
    ['no address', () => 'what is this', 'bad-database-url'],
    ['another database', () => 'mysql://root:s3cret@localhost/x', 'bad-database-url'],
    ['no database named', () => 'postgresql://u:s3cret@localhost', 'bad-database-url'],
    ['nobody listening', () => 'postgresql://u:s3cret@127.0.0.1:1/x', 'unreachable'],
    ['no such database', () => withDatabase(url, 'nowhere'), 'no-such-database'],
    ['no such user', () => as(url, 'stranger', 's3cret'), 'authentication-failed'],
  ])('connect with %s says so and not the password', async (_, address, code) => {
    const error = await connect({ url: address(), dataDir: '' }).catch((thrown: unknown) => thrown)
    expect(codeOf(error)).toBe(code)
    expect(String(error)).not.toContain('s3cret')
  })
})

function as(url: string, user: string, password: string): string {
  return Object.assign(new URL(url), { username: user, password }).href
}

async function untilActive(url: string, query: string): Promise<void> {
  for (;;) {
    const rows = await administer(
      url,
      `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '${query}%'
        AND pid <> pg_backend_pid()`,
    )
    if (rows.length > 0) return
  }
}

/** A loopback way to the server that can be made to swallow every byte. */
async function silentLine(
  url: string,
): Promise<{ url: string; silence: () => void; resume: () => void; close: () => Promise<void> }> {
  const address = new URL(url)
  const folder = address.searchParams.get('host')
  const target =
    folder === null
      ? { host: address.hostname, port: Number(address.port || 5432) }
      : { path: `${folder}/.s.PGSQL.5432` }
  let isSilent = false
  const sockets = new Set<Socket>()
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from)
    from.on('data', (bytes) => {
      if (!isSilent) to.write(bytes)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
  const server = createServer((near) => {
    const far = connectSocket(target)
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address.searchParams.delete('host')
  address.host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) =>
      server.close(() => {
        resolve()
      }),
    )
  }
  return {
    url: address.href,
    silence: () => {
      isSilent = true
    },
    resume: () => {
      isSilent = false
    },
    close,
  }
}
