// The built service as a process of its own, started, killed and started again on what it left
// behind.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { root } from '../../scripts/build.mjs'
import { patienceMs } from './patience.ts'

type Environment = Readonly<Record<string, string>>

export class ServiceProcess {
  /** All it ever wrote. */
  output = ''
  private readonly env: Environment
  private child: ChildProcess | undefined
  private exited: Promise<number | null> = Promise.resolve(null)

  constructor(env: Environment) {
    this.env = env
  }

  /** Resolves once it says that it is ready. */
  start(withinMs = patienceMs): Promise<void> {
    const child = spawn(process.execPath, [join(root, 'dist/main.js')], {
      env: { ...this.env, ...movedClock() },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    this.exited = new Promise((resolve) =>
      child.on('exit', (code) => {
        resolve(code)
      }),
    )
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`the service is not ready: ${this.output.slice(-2000)}`))
      }, withinMs)
      let said = ''
      const hear = (chunk: Buffer): void => {
        this.output += chunk.toString()
        said += chunk.toString()
        if (!said.includes('service.ready')) return
        clearTimeout(timer)
        resolve()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.on('exit', () => {
        clearTimeout(timer)
        reject(new Error(`the service ended: ${this.output.slice(-2000)}`))
      })
    })
  }

  /** As a power cut does, as far as a process can tell. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL')
    await this.exited
  }

  /** As an operator does; gives the exit code and how long it took, ms. */
  async terminate(): Promise<{ code: number | null; ms: number }> {
    const began = performance.now()
    this.child?.kill('SIGTERM')
    return { code: await this.exited, ms: performance.now() - began }
  }
}

/** Runs `tusoi` as built; throws with what it said when it fails. */
export function tusoi(env: Environment, ...argv: readonly string[]): string {
  return execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...argv], {
    env: { ...env, ...movedClock() },
    encoding: 'utf8',
  })
}

/** What moves the clock of this run (vitest.config.ts) moves that of what it starts. */
function movedClock(): Environment {
  const { TUSOI_CLOCK_OFFSET_MS: offset, NODE_OPTIONS: options } = process.env
  if (offset === undefined) return {}
  return { TUSOI_CLOCK_OFFSET_MS: offset, ...(options !== undefined && { NODE_OPTIONS: options }) }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => {
        resolve(port)
      })
    })
  })
}

/**
 * A zone without daylight saving in which it is now noon or a little later: nothing sleeps,
 * whenever the test is run.
 */
export function zoneOfNoon(now: Date): string {
  const ahead = 12 - now.getUTCHours()
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${String(Math.abs(ahead))}`
}
