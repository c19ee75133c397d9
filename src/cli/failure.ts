import type { ExitCode } from './exit-code.ts'

/**
 * A command that could not do what was asked. `message`: what happened, what was kept, what to do
 * next; no content, no secret.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly exit: ExitCode
  readonly code: string

  constructor(exit: ExitCode, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exit = exit
    this.code = code
  }
}
