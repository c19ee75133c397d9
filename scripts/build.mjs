// Makes the Prisma client and dist/ from the sources. Imported by run.mjs and by the tests' global set-up.
//   node scripts/build.mjs [--if-possible] [--client]
// --if-possible: where the compilers are not installed (`npm ci --omit=dev`) do nothing. --client: the Prisma client only.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const generated = join(root, 'src/database/generated')
const prisma = join(root, 'node_modules/prisma/build/index.js')
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const clientSources = ['prisma/schema.prisma', 'package.json']

/** Milliseconds of the last change below `path`, 0 where there is nothing; folders in `skip` are not looked at. */
function changedAt(path, skip = []) {
  if (skip.includes(path) || !existsSync(path)) return 0
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.mtimeMs
  // A folder's own time tells of a file that was removed.
  return Math.max(facts.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name), skip)))
}

const newest = (names, skip) => Math.max(0, ...names.map((name) => changedAt(join(root, name), skip)))

function run(what, script, args, env = {}) {
  const done = spawnSync(process.execPath, [script, ...args], { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8' })
  if (done.status === 0) return
  process.stderr.write(`${done.stdout}${done.stderr}`)
  throw new Error(`${what} failed; what it said stands above`)
}

/** Writes src/database/generated from prisma/schema.prisma where it is missing or older. */
export function ensureClient() {
  if (changedAt(join(generated, 'client.ts')) > newest(clientSources)) return
  // `generate` needs no engine but would download one; a path to any file that exists keeps it from trying.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'package.json'), PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }
  run('prisma generate', prisma, ['generate', '--schema', join(root, 'prisma/schema.prisma')], env)
}

/** Compiles `project` into `folder` where that is missing or older than `sources`. */
function ensureCompiled(project, folder, sources) {
  const stamp = join(root, folder, '.built')
  ensureClient()
  if (changedAt(stamp) > newest([...sources, project, 'tsconfig.json', 'package.json'], [generated])) return
  rmSync(join(root, folder), { recursive: true, force: true })
  run('tsc', tsc, ['-p', project])
  writeFileSync(stamp, '')
}

export const ensureBuilt = () => ensureCompiled('tsconfig.build.json', 'dist', ['src'])
export const ensureBenchBuilt = () => ensureCompiled('tsconfig.bench.json', 'dist-bench', ['src', 'bench', 'test/support'])

export const canBuild = () => existsSync(prisma) && existsSync(tsc)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = new Set(process.argv.slice(2))
  try {
    if (!asked.has('--if-possible') || canBuild()) asked.has('--client') ? ensureClient() : ensureBuilt()
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
