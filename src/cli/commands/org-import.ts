import { largestRosterBytes, readRosterFile } from '../../documents/roster-file.ts'
import type { RosterPlan } from '../../documents/roster-file.ts'
import { importRoster } from '../../store/organisations.ts'
import type { RosterPerson } from '../../store/organisations.ts'
import type { Command, Io } from '../command.ts'
import { withInstallation } from '../compose/installation.ts'
import { exitCode } from '../exit-code.ts'
import { Failure } from '../failure.ts'
import { readInput } from '../files.ts'
import { texts } from '../texts.ts'

export const orgImport: Command = {
  name: 'org import',
  usage: 'FILE.xlsx|.csv',
  about:
    'Takes in a roster: all of it, or with any fault nothing. Repeating it updates by member_ref.',
  argumentCount: 1,
  async run({ args: [file = ''], io, env }) {
    const plan = await readPlan(file, io)
    await withInstallation(env, async ({ database, keyring, config: { timeZone } }) => {
      const outcome = await importRoster(database, keyring, plan, { now: io.now(), timeZone })
      if (!outcome.ok)
        throw new Failure(exitCode.badInput, 'roster-circle', texts.rosterCircle(outcome.circle))
      io.out(texts.imported(outcome.organisations, outcome.members))
      if (outcome.members.erased > 0) io.out(texts.erased(outcome.members.erased))
      list(io, texts.missing, outcome.missing)
      list(io, texts.stoodDown, outcome.stoodDown)
    })
    return exitCode.ok
  },
}

async function readPlan(file: string, io: Io): Promise<RosterPlan> {
  const reading = await readRosterFile(readInput(file, largestRosterBytes))
  if ('unreadable' in reading) {
    throw new Failure(
      exitCode.badInput,
      'roster-unreadable',
      texts.rosterUnreadable(reading.unreadable, reading.line),
    )
  }
  if (!reading.ok)
    throw new Failure(exitCode.badInput, 'roster-faults', texts.rosterFaults(reading.faults))
  if (reading.ignoredColumns.length > 0) io.err(texts.ignoredColumns(reading.ignoredColumns))
  return reading.plan
}

function list(io: Io, heading: string, people: readonly RosterPerson[]): void {
  if (people.length === 0) return
  io.out(
    [
      heading,
      ...people.map(
        ({ branchCode, memberRef, fullName }) => `  ${branchCode}  ${memberRef}  ${fullName}`,
      ),
    ].join('\n'),
  )
}
