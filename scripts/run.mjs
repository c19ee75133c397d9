// Starts a compiled program after building it if its sources are newer: node scripts/run.mjs
// main|cli/main|bench [arguments]
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { canBuild, ensureBenchBuilt, ensureBuilt, root } from './build.mjs'

const [program = 'main', ...rest] = process.argv.slice(2)
const entry = join(root, program === 'bench' ? 'dist-bench/bench/main.js' : `dist/${program}.js`)

try {
  // An image without the compilers runs what was built into it.
  if (canBuild()) program === 'bench' ? ensureBenchBuilt() : ensureBuilt()
  if (!existsSync(entry))
    throw new Error(`${entry} is missing: run "npm ci" and then "npm run build"`)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

// The program takes this process over, so that signals and the terminal reach it directly.
process.argv = [process.execPath, entry, ...rest]
await import(pathToFileURL(entry).href)
