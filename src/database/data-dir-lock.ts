// One process to a data directory: PGlite has no lock of its own, and two writers ruin it
// (reliability.md §1, PGlite).
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseProblem } from './problem.ts'

/**
 * Who holds the lock. `startedAt` tells a process from a later one with the same number; empty
 * where that is not known.
 */
interface Holder {
  readonly pid: number
  readonly startedAt: string
  readonly host: string
}

interface DataDirLock {
  release(): void
}

/**
 * Takes `embedded.lock` in an existing `dataDir`; refuses while the process named in it lives. A
 * dead one's is replaced.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const path = join(dataDir, 'embedded.lock')
  const mine = JSON.stringify({
    pid: process.pid,
    startedAt: startOf(process.pid),
    host: hostname(),
  } satisfies Holder)
  const draft = `${path}.${String(process.pid)}`
  writeFileSync(draft, mine)
  try {
    // Two rounds: the first may find a dead process's file and set it aside.
    for (let round = 0; round < 2; round++) {
      if (linked(draft, path))
        return {
          release: () => {
            if (readOr(path) === mine) rmSync(path, { force: true })
          },
        }
      setAsideIfDead(path, dataDir)
    }
    throw inUse(path, dataDir)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** A link appears with its content or not at all; a file opened for writing would be seen empty. */
function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function setAsideIfDead(path: string, dataDir: string): void {
  const found = readOr(path)
  if (found === undefined) return
  if (isAlive(holderIn(found))) throw inUse(path, dataDir)
  const stale = `${path}.stale-${String(process.pid)}`
  renameSync(path, stale)
  // Another process may have replaced the dead one's file in between: then this one is alive and
  // goes back.
  if (readOr(stale) !== found) linked(stale, path)
  rmSync(stale, { force: true })
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    const { pid, startedAt, host } = JSON.parse(text) as Partial<Holder>
    return typeof pid === 'number' && typeof startedAt === 'string' && typeof host === 'string'
      ? { pid, startedAt, host }
      : undefined
  } catch {
    return undefined
  }
}

/** An unreadable file is nobody's; a process of another machine (or container) is taken to live. */
function isAlive(holder: Holder | undefined): boolean {
  if (holder === undefined) return false
  if (holder.host !== hostname()) return true
  if (holder.pid === process.pid) return holder.startedAt === startOf(process.pid)
  return (
    isRunning(holder.pid) && (holder.startedAt === '' || holder.startedAt === startOf(holder.pid))
  )
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The process's start in ticks since the machine's, from Linux's /proc; empty on other systems. */
function startOf(pid: number): string {
  const stat = readOr(`/proc/${String(pid)}/stat`) ?? ''
  // The second field is the program's name in brackets and may hold blanks; the start is the 20th
  // after it.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function inUse(path: string, dataDir: string): DatabaseProblem {
  const holder = holderIn(readOr(path) ?? '')
  const who =
    holder === undefined ? 'Another process' : `Process ${String(holder.pid)} on ${holder.host}`
  return new DatabaseProblem('data-dir-in-use', [
    `${who} is using the data directory ${dataDir}.`,
    'Nothing was changed.',
    `Stop it first, or set DATA_DIR to another directory. If that machine is gone for good, ` +
      `remove ${path}.`,
  ])
}
