import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { root } from '../../scripts/build.mjs'
import { connect } from '../../src/database/connect.ts'
import { lockDataDir } from '../../src/database/data-dir-lock.ts'
import type { DatabaseEvent } from '../../src/database/database.ts'
import { DatabaseProblem } from '../../src/database/problem.ts'
import { sql } from '../../src/database/statement.ts'

let dataDir: string
const children: ChildProcess[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-data-'))
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

const problemOf = (error: unknown): string =>
  error instanceof DatabaseProblem ? error.code : String(error)
const problemOnConnect = (): Promise<string> =>
  connect({ dataDir }).then(async (database) => {
    await database.close()
    return 'no problem'
  }, problemOf)
function problemOnLock(): string {
  try {
    lockDataDir(dataDir).release()
    return 'no problem'
  } catch (error) {
    return problemOf(error)
  }
}

/** A child that runs `script` and has said `ready`; killed at the end of the test. */
function childThat(script: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => {
      resolve(child)
    })
    child.once('exit', () => {
      reject(new Error('the child ended'))
    })
  })
}

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.removeAllListeners('exit').once('exit', () => {
      resolve()
    })
    child.kill('SIGKILL')
  })

describe('the embedded database', () => {
  test('is made once, keeps what it is given, and refuses a second opener meanwhile', async () => {
    const first = await connect({ dataDir })
    await first.query(sql('make')`CREATE TABLE kept AS SELECT 1 AS a`)
    expect(await problemOnConnect()).toBe('data-dir-in-use')
    await first.close()
    expect(readdirSync(dataDir)).toEqual(['database'])
    const again = await connect({ dataDir })
    expect(await again.query(sql('read')`SELECT a FROM kept`)).toEqual([{ a: 1 }])
    await again.close()
  })

  test('of which the making was cut short is moved aside, never deleted, and made anew', async () => {
    const draft = join(dataDir, 'database.making-4711')
    const path = JSON.stringify(draft)
    const child =
      await childThat(`import { mkdirSync } from 'node:fs'; import { PGlite } from '@electric-sql/pglite'
      mkdirSync(${path}); console.log('begun'); await PGlite.create(${path})`)
    await killed(child)
    writeFileSync(join(draft, 'mark'), '')
    const events: DatabaseEvent[] = []
    const database = await connect({ dataDir, log: (event) => events.push(event) })
    await database.close()
    expect(readdirSync(dataDir).sort()).toEqual(['database', 'database.unfinished-1'])
    expect(existsSync(join(dataDir, 'database.unfinished-1', 'mark'))).toBe(true)
    expect(events).toEqual([
      { kind: 'data-dir-moved-aside', from: draft, to: join(dataDir, 'database.unfinished-1') },
    ])
  })

  test('opens after its process was killed while it wrote', async () => {
    await (await connect({ dataDir })).close()
    const child = await childThat(`import { PGlite } from '@electric-sql/pglite'
      const pglite = await PGlite.create(${JSON.stringify(join(dataDir, 'database'))})
      await pglite.exec('CREATE TABLE written (n int)')
      for (let n = 1; ; n++) { await pglite.query('INSERT INTO written VALUES ($1)',
        [n]); if (n === 50) console.log('ready') }`)
    await killed(child)
    const database = await connect({ dataDir })
    const [row] = await database.query(
      sql<{ n: number; top: number }>('read')`SELECT count(*) AS n, max(n) AS top FROM written`,
    )
    expect(row?.n).toBeGreaterThanOrEqual(50)
    expect(row?.n).toBe(row?.top)
    await database.close()
  })

  test.each([
    [
      'cut short',
      (database: string) => {
        truncateSync(join(database, 'global', 'pg_control'), 100)
      },
      'damaged-embedded-database',
    ],
    [
      'without its version',
      (database: string) => {
        rmSync(join(database, 'PG_VERSION'))
      },
      'damaged-embedded-database',
    ],
    [
      'of another version',
      (database: string) => {
        writeFileSync(join(database, 'PG_VERSION'), '15\n')
      },
      'other-embedded-version',
    ],
  ])('%s is refused and kept', async (_, damage, code) => {
    await (await connect({ dataDir })).close()
    const database = join(dataDir, 'database')
    damage(database)
    expect(await problemOnConnect()).toBe(code)
    expect(readdirSync(dataDir)).toEqual(['database'])
    expect(existsSync(join(database, 'base'))).toBe(true)
  })

  test('is refused where the directory cannot be written', async () => {
    const file = join(dataDir, 'file')
    writeFileSync(file, 'kept')
    const error = await connect({ dataDir: file }).catch((thrown: unknown) => thrown)
    expect(problemOf(error)).toBe('unwritable-data-dir')
    expect(readFileSync(file, 'utf8')).toBe('kept')
  })
})

describe('the lock of a data directory', () => {
  const path = (): string => join(dataDir, 'embedded.lock')
  const holder = (pid: number, startedAt: string, host = hostname()): string =>
    JSON.stringify({ pid, startedAt, host })
  const startOf = (pid: number): string =>
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[19] ?? ''

  test('is taken and given back', () => {
    const lock = lockDataDir(dataDir)
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ pid: process.pid })
    expect(problemOnLock()).toBe('data-dir-in-use')
    lock.release()
    expect(readdirSync(dataDir)).toEqual([])
    expect(problemOnLock()).toBe('no problem')
  })

  test.runIf(process.platform === 'linux')(
    'is refused while its process lives, taken over when it is dead or its number belongs to another',
    async () => {
      const child = await childThat(`console.log('ready'); setInterval(() => undefined, 1e6)`)
      const pid = child.pid ?? 0
      writeFileSync(path(), holder(pid, startOf(pid)))
      expect(problemOnLock()).toBe('data-dir-in-use')
      expect(() => lockDataDir(dataDir)).toThrow(`Process ${String(pid)} on `)
      writeFileSync(path(), holder(pid, '1'))
      expect(problemOnLock()).toBe('no problem')
      writeFileSync(path(), holder(pid, startOf(pid)))
      await killed(child)
      expect(problemOnLock()).toBe('no problem')
    },
  )

  test.each([
    ['not readable', 'half a li', 'no problem'],
    ['empty', '', 'no problem'],
    ["our own number's, from before a restart", holder(process.pid, '1'), 'no problem'],
    ['that of another machine', holder(1, '1', 'elsewhere'), 'data-dir-in-use'],
  ])('whose file is %s', (_, content, expected) => {
    writeFileSync(path(), content)
    expect(problemOnLock()).toBe(expected)
  })

  test('leaves a directory of that name alone', () => {
    mkdirSync(path())
    expect(problemOnLock()).not.toBe('no problem')
    expect(existsSync(path())).toBe(true)
  })
})
