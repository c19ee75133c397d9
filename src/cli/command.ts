import type { ParseArgsConfig } from 'node:util'
import type { Environment } from '../config.ts'
import type { ExitCode } from './exit-code.ts'

/** What a command has to do with the world outside the database. */
export interface Io {
  out(text: string): void
  err(text: string): void
  now(): Date
  /** One line typed or pasted, without its end; undefined when there is nothing more to come. */
  ask(question: string): Promise<string | undefined>
  /** Fit for secrets. */
  randomBytes(count: number): Uint8Array
}

export interface Call {
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, string | true | readonly string[] | undefined>>
  readonly io: Io
  /** Undefined: the process's own. */
  readonly env: Environment | undefined
}

export interface Command {
  /** As typed: `org import`. */
  readonly name: string
  /** What follows the name. */
  readonly usage: string
  readonly about: string
  readonly argumentCount: number
  /** Those of another type than `string` are flags: there, or not. */
  readonly options?: NonNullable<ParseArgsConfig['options']>
  readonly required?: readonly string[]
  run(call: Call): Promise<ExitCode>
}
