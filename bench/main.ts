// npm run bench: what issue 2 §8 promises, measured. Slow figures are told; the exit code is 1 only
// where something was lost.
import { writeFileSync } from 'node:fs'
import { findServer } from './databases.ts'
import { type Findings, machineFacts, tableOf } from './figures.ts'
import { type Options, type PartName, readOptions, usage } from './options.ts'
import { measureBroadcast } from './parts/broadcast.ts'
import { measureMemory } from './parts/memory.ts'
import { measureSummary } from './parts/summary.ts'
import { measureUpdates } from './parts/updates.ts'
import type { Context } from './stage.ts'

const measures: Readonly<Record<PartName, (context: Context) => Promise<Findings>>> = {
  updates: measureUpdates,
  broadcast: measureBroadcast,
  summary: measureSummary,
  memory: measureMemory,
}

const say = (text: string): void => void process.stderr.write(`${text}\n`)

async function bench({ parts, seconds, members, json, profile }: Options): Promise<number> {
  const server = await findServer()
  if (server === undefined)
    say(
      'No TEST_DATABASE_URL and no PostgreSQL binaries (initdb, postgres): the embedded part only.',
    )
  const machine = machineFacts(server?.description ?? 'no PostgreSQL')
  const found: Findings[] = []
  try {
    const context: Context = { server, seconds, members, profile, say }
    for (const part of parts) found.push(await measures[part](context))
  } finally {
    await server?.stop()
  }
  const figures = found.flatMap((each) => each.figures)
  const faults = found.flatMap((each) => each.faults)
  process.stdout.write(`${tableOf(machine, figures)}\n`)
  for (const fault of faults) process.stdout.write(`WRONG: ${fault}\n`)
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ machine, figures, faults }, null, 2)}\n`)
  return faults.length > 0 ? 1 : 0
}

try {
  process.exitCode = await bench(readOptions(process.argv.slice(2)))
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  say(usage)
  process.exitCode = 2
}
