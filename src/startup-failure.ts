// A failure to start, in words an operator can act on, with the exit code the command line uses for
// its kind.
import { ConfigFaults } from './config.ts'
import { exitCode } from './cli/exit-code.ts'
import { toFailure } from './cli/compose/to-failure.ts'
import { QuestionnaireFaults } from './questionnaires/fault.ts'
import { TemplateFaults } from './templates/fault.ts'
import { safeError } from './log.ts'

export function exitCodeOf(error: unknown): number {
  if ([ConfigFaults, QuestionnaireFaults, TemplateFaults].some((faults) => error instanceof faults))
    return exitCode.configuration
  return toFailure(error)?.exit ?? exitCode.failed
}

/**
 * Each fault on a line; an error of no known kind is told by its class and place, never by its
 * message.
 */
export function explain(error: unknown): string {
  if (error instanceof QuestionnaireFaults)
    return (
      `[bad-questionnaires] ${error.message}\nNothing was started. Correct the files and start ` +
      `again.`
    )
  if (error instanceof TemplateFaults)
    return (
      `[bad-templates] ${error.message}\nNothing was started. Correct the files and start ` +
      `again.`
    )
  const failure = toFailure(error)
  if (failure !== null) return `[${failure.code}] ${failure.message}`
  if (isAddressTaken(error))
    return (
      '[address-in-use] The address or port is taken. Nothing was changed. Set PORT to another ' +
      'one, or stop what listens there.'
    )
  return `[unexpected] ${JSON.stringify(safeError(error))}`
}

function isAddressTaken(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  )
}
