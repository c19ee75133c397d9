import { ConfigFaults } from '../../config.ts'
import { DatabaseProblem, DatabaseUnknownOutcome, StatementFailed } from '../../database/problem.ts'
import { InstallationKeyProblem } from '../../installation-keys.ts'
import { TelegramFault } from '../../platforms/telegram/fault.ts'
import { ZaloBotFault } from '../../platforms/zalo-bot/fault.ts'
import { ZaloOaFault } from '../../platforms/zalo-oa/fault.ts'
import { MasterKeyProblem } from '../../sealing/master-key.ts'
import { exitCode } from '../exit-code.ts'
import { Failure } from '../failure.ts'
import { texts } from '../texts.ts'

/**
 * An error of the parts as a failure of the command; null: it is none of those that are written for
 * operators.
 */
export function toFailure(error: unknown): Failure | null {
  if (error instanceof Failure) return error
  if (error instanceof ConfigFaults)
    return new Failure(
      exitCode.configuration,
      'bad-configuration',
      texts.badConfiguration(error.faults),
    )
  if (error instanceof InstallationKeyProblem)
    return new Failure(exitCode.configuration, error.code, texts.foreignKey[error.code](error.path))
  if (error instanceof MasterKeyProblem)
    return new Failure(exitCode.configuration, `key-${error.code}`, error.message)
  if (error instanceof DatabaseProblem)
    return new Failure(exitCode.database, error.code, error.message)
  if (error instanceof DatabaseUnknownOutcome)
    return new Failure(exitCode.database, 'outcome-unknown', texts.outcomeUnknown)
  if (error instanceof StatementFailed) {
    return new Failure(
      exitCode.database,
      'statement-failed',
      texts.statementFailed(error.statement, error.sqlState),
    )
  }
  if (error instanceof ZaloOaFault)
    return new Failure(
      exitCode.failed,
      error.code,
      `${texts.accountFault[error.code]} (${error.message})`,
    )
  if (error instanceof TelegramFault || error instanceof ZaloBotFault)
    return new Failure(exitCode.failed, error.code, error.message)
  return null
}
