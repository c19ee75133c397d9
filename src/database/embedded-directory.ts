// Where the embedded database lies in DATA_DIR, made so that a kill at any moment leaves nothing
// half-made in its place.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { DatabaseEvent } from './database.ts'
import { packageRoot } from './package-root.ts'
import { DatabaseProblem } from './problem.ts'

/**
 * The PostgreSQL inside PGlite 0.5; a directory of another major version cannot be opened by it.
 */
const majorVersion = '18'

const unfinished = /^database\.making-\d+$/

/** Makes `dataDir` where it is missing; refuses one that cannot be written to. */
export function ensureWritable(dataDir: string): void {
  const trial = join(dataDir, `.writable-${String(process.pid)}`)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(trial, '')
    rmSync(trial)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new DatabaseProblem('unwritable-data-dir', [
      `The data directory ${dataDir} cannot be written to (${reason}).`,
      'Nothing was changed.',
      'Give this user the right to, or set DATA_DIR to another directory.',
    ])
  }
}

/**
 * Opens `dataDir/database`, making it first where there is none. The caller holds the directory's
 * lock.
 */
export async function openEmbeddedDirectory(
  dataDir: string,
  log: (event: DatabaseEvent) => void,
): Promise<PGlite> {
  setUnfinishedAside(dataDir, log)
  const path = join(dataDir, 'database')
  if (!existsSync(path)) await make(path)
  refuseOtherVersion(path)
  try {
    return await PGlite.create(path)
  } catch (cause) {
    throw damaged(path, cause)
  }
}

async function make(path: string): Promise<void> {
  const draft = `${path}.making-${String(process.pid)}`
  const loadDataDir = builtImage()
  const first = await PGlite.create({ dataDir: draft, ...(loadDataDir && { loadDataDir }) })
  await first.close()
  renameSync(draft, path)
}

/**
 * The empty database that scripts/build.mjs packed: unpacking it takes 1 s, making one 4 s. Made
 * anew where it is missing.
 */
export function builtImage(): Blob | undefined {
  const path = join(packageRoot(import.meta.url), 'dist', 'embedded.tar.gz')
  return existsSync(path)
    ? new Blob([readFileSync(path)], { type: 'application/x-gzip' })
    : undefined
}

/**
 * A directory whose making was cut short is kept under another name: it is the operator's to
 * delete.
 */
function setUnfinishedAside(dataDir: string, log: (event: DatabaseEvent) => void): void {
  for (const name of readdirSync(dataDir).filter((entry) => unfinished.test(entry))) {
    const from = join(dataDir, name)
    const to = freeName(join(dataDir, 'database.unfinished'))
    renameSync(from, to)
    log({ kind: 'data-dir-moved-aside', from, to })
  }
}

function freeName(base: string): string {
  let number = 1
  while (existsSync(`${base}-${String(number)}`)) number++
  return `${base}-${String(number)}`
}

function refuseOtherVersion(path: string): void {
  const file = join(path, 'PG_VERSION')
  // Without it PGlite would make a new database on top of what is left.
  if (!existsSync(file)) throw damaged(path, undefined)
  if (readFileSync(file, 'utf8').trim() === majorVersion) return
  throw new DatabaseProblem('other-embedded-version', [
    `The embedded database in ${path} was made by another version of PostgreSQL than this ` +
      `program's (${majorVersion}).`,
    'It was not touched.',
    'Open it with the program that made it, or set DATA_DIR to an empty directory.',
  ])
}

function damaged(path: string, cause: unknown): DatabaseProblem {
  return new DatabaseProblem(
    'damaged-embedded-database',
    [
      `The embedded database in ${path} cannot be opened.`,
      'Nothing of it was deleted.',
      'Restore a copy of that directory, or set DATA_DIR to an empty one to begin anew.',
    ],
    { cause },
  )
}
