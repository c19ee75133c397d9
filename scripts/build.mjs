// Makes the Prisma client and dist/ from the sources. Imported by run.mjs and by the tests' global
// set-up.
//   node scripts/build.mjs [--if-possible] [--client]
// --if-possible: where the compilers are not installed (`npm ci --omit=dev`) do nothing. --client:
// the Prisma client only.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeMessageKeys } from './message-keys.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

const generated = join(root, 'src/database/generated')
const prisma = join(root, 'node_modules/prisma/build/index.js')
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const clientSources = ['prisma/schema.prisma', 'package.json']

/**
 * Milliseconds of the last change below `path`, 0 where there is nothing; folders in `skip` are not
 * looked at.
 */
export function changedAt(path, skip = []) {
  if (skip.includes(path) || !existsSync(path)) return 0
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.mtimeMs
  // A folder's own time tells of a file that was removed.
  return Math.max(
    facts.mtimeMs,
    ...readdirSync(path).map((name) => changedAt(join(path, name), skip)),
  )
}

const newest = (names, skip) =>
  Math.max(0, ...names.map((name) => changedAt(join(root, name), skip)))

function run(what, script, args, env = {}) {
  const done = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  if (done.status === 0) return
  process.stderr.write(`${done.stdout}${done.stderr}`)
  throw new Error(`${what} failed; what it said stands above`)
}

/**
 * Writes what is generated: src/i18n/generated from locales/vi, and src/database/generated from
 * prisma/schema.prisma where it is missing or older.
 */
export function ensureClient() {
  writeMessageKeys()
  if (changedAt(join(generated, 'client.ts')) > newest(clientSources)) return
  // `generate` needs no engine but would download one; a path to any file that exists keeps it from
  // trying.
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'package.json'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  }
  run('prisma generate', prisma, ['generate', '--schema', join(root, 'prisma/schema.prisma')], env)
}

/**
 * Compiles `project` into `folder` where that is missing or older than `sources`; files that `keep`
 * matches stay.
 */
function ensureCompiled(project, folder, sources, keep = /^$/) {
  const stamp = join(root, folder, '.built')
  const isFresh = () =>
    changedAt(stamp) > newest([...sources, project, 'tsconfig.json', 'package.json'], [generated])
  ensureClient()
  if (isFresh()) return
  alone(() => {
    if (isFresh()) return
    const old = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []
    for (const name of old)
      if (!keep.test(name)) rmSync(join(root, folder, name), { recursive: true })
    run('tsc', tsc, ['-p', project])
    writeFileSync(stamp, '')
  })
}

/**
 * Two programs started at once build one after the other; a lock older than two minutes was left by
 * one that was killed.
 */
function alone(work) {
  const lock = join(root, 'node_modules/.tu-soi-build')
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (Date.now() - changedAt(lock) > 120_000) rmSync(lock, { recursive: true, force: true })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
  try {
    work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

const image = join(root, 'dist/embedded.tar.gz')

/**
 * Writes dist/embedded.tar.gz, an empty embedded database, where it is missing or older than the
 * lockfile: at the first start it is unpacked in a quarter of the time that making one takes
 * (src/database/embedded-directory.ts).
 */
export async function ensureEmbeddedImage() {
  if (changedAt(image) > newest(['package.json', 'package-lock.json'])) return
  const { PGlite } = await import('@electric-sql/pglite')
  const pglite = await PGlite.create()
  const packed = Buffer.from(await (await pglite.dumpDataDir('gzip')).arrayBuffer())
  await pglite.close()
  mkdirSync(dirname(image), { recursive: true })
  writeFileSync(`${image}.${process.pid}`, packed)
  renameSync(`${image}.${process.pid}`, image)
}

export const ensureBuilt = () =>
  ensureCompiled('tsconfig.build.json', 'dist', ['src'], /^embedded\.tar\.gz$/)
export const ensureBenchBuilt = () =>
  ensureCompiled('tsconfig.bench.json', 'dist-bench', ['src', 'bench', 'test/support'])

export const canBuild = () => existsSync(prisma) && existsSync(tsc)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = new Set(process.argv.slice(2))
  try {
    if (asked.has('--client')) ensureClient()
    else if (canBuild() || !asked.has('--if-possible')) {
      ensureBuilt()
      await ensureEmbeddedImage()
    }
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
