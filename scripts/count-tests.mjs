// node scripts/count-tests.mjs RESULTS STATUS: the closing line of .ci/run from vitest's JSON and
// exit status. A file that could not be run, an error outside any test and a run that was cut short
// each count as one failure.
import { readFileSync } from 'node:fs'

const [file = '', status = '1'] = process.argv.slice(2)

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

const results = read()
const tests = results?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? []
const count = (...states) => tests.filter((test) => states.includes(test.status)).length
const broken =
  results?.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ) ?? []

const passed = count('passed')
const skipped = count('pending', 'skipped', 'todo', 'disabled')
const told = count('failed') + broken.length
const failed = told === 0 && (status !== '0' || passed === 0) ? 1 : told

for (const { name } of broken) process.stdout.write(`Could not be run: ${name}\n`)
process.stdout.write(
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
)
process.exitCode = failed === 0 ? 0 : 1
