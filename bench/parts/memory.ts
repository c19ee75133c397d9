// The program as it is started in earnest, idle, with one bot.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { packageRoot } from '../../src/database/package-root.ts'
import { startStandIn } from '../../test/support/telegram/standin.ts'
import type { Findings } from '../figures.ts'
import type { Context } from '../stage.ts'

const mib = 1024
const readyWithinMs = 30_000
/** Long enough for the first collection of what the start left behind. */
const idleMs = 15_000

export async function measureMemory({ server, say }: Context): Promise<Findings> {
  const part = 'memory: node dist/main.js, one bot, PostgreSQL'
  if (server === undefined) return { figures: [], faults: [] }
  say(part)
  const root = packageRoot(import.meta.url)
  if (
    spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
      stdio: ['ignore', 'inherit', 'inherit'],
    }).status !== 0
  ) {
    return { figures: [], faults: [`${part}: it could not be built`] }
  }
  const standIn = await startStandIn()
  const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-bench-'))
  const port = String(await freePort())
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: await server.create(),
    DATA_DIR: dataDir,
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_BOT_TOKEN: standIn.token,
    TELEGRAM_API_ROOT: standIn.apiRoot,
  }
  const program = spawn(process.execPath, [join(root, 'dist/main.js')], { env, stdio: 'ignore' })
  const ended = new Promise<void>((resolve) =>
    program.once('exit', () => {
      resolve()
    }),
  )
  try {
    if (!(await isReady(port)))
      return { figures: [], faults: [`${part}: it was not ready within ${readyWithinMs / 1000} s`] }
    const started = rssOf(program.pid)
    await wait(idleMs)
    const figures = [
      { part, what: 'when ready', value: started, unit: 'MB' },
      {
        part,
        what: `idle, after ${idleMs / 1000} s`,
        value: rssOf(program.pid),
        unit: 'MB',
        aim: { atMost: 150 },
      },
    ]
    return { figures, faults: [] }
  } finally {
    program.kill('SIGTERM')
    await ended
    await standIn.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** MB, from /proc; NaN where there is none. */
function rssOf(pid: number | undefined): number {
  try {
    return (
      Number(/^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1]) /
      mib
    )
  } catch {
    return Number.NaN
  }
}

async function isReady(port: string): Promise<boolean> {
  const until = performance.now() + readyWithinMs
  while (performance.now() < until) {
    const status = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return true
    await wait(100)
  }
  return false
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => {
        resolve(port)
      })
    })
  })
}
