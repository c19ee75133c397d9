// node scripts/count-tests.mjs [RESULTS STATUS]…: the closing line of .ci/run from the JSON and exit
// status of each run of vitest, or from the status alone of whatever else was checked (RESULTS: -).
// A file that could not be run, an error outside any test and a run that was cut short each count
// as one failure.
import { readFileSync } from 'node:fs'

const totals = { passed: 0, failed: 0, skipped: 0 }

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function countRun(file, status) {
  const results = read(file)
  const files = results?.testResults ?? []
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  const count = (...states) => tests.filter((test) => states.includes(test.status)).length
  const broken = files.filter(
    ({ status: of, assertionResults }) =>
      of === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  for (const { name } of broken) process.stdout.write(`Could not be run: ${name}\n`)
  const passed = count('passed')
  const told = count('failed') + broken.length
  totals.passed += passed
  totals.skipped += count('pending', 'skipped', 'todo', 'disabled')
  totals.failed += told === 0 && (status !== '0' || passed === 0) ? 1 : told
}

for (let at = 2; at < process.argv.length; at += 2) {
  const [file, status] = [process.argv[at], process.argv[at + 1] ?? '1']
  if (file !== '-') countRun(file, status)
  else totals[status === '0' ? 'passed' : 'failed'] += 1
}

const { passed, failed, skipped } = totals
process.stdout.write(
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
