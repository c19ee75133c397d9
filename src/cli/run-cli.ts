import { parseArgs } from 'node:util'
import type { Environment } from '../config.ts'
import type { Call, Command, Io } from './command.ts'
import { commands } from './commands/all.ts'
import { version } from './compose/version.ts'
import { toFailure } from './compose/to-failure.ts'
import { safeError } from '../log.ts'
import { exitCode } from './exit-code.ts'
import type { ExitCode } from './exit-code.ts'
import { Failure } from './failure.ts'
import { commandHelp, helpText } from './help.ts'
import { texts } from './texts.ts'

/**
 * Runs one command: `argv` without the program's own two, `env` the process's own where undefined.
 * Never throws; the exit codes are those of exit-code.ts. What was asked for goes to `io.out`,
 * everything else to `io.err`.
 */
export async function runCli(
  argv: readonly string[],
  env: Environment | undefined,
  io: Io,
): Promise<ExitCode> {
  try {
    const [first = 'help', second] = argv
    if (first === 'version' || first === '--version') return say(io, version())
    if (first === 'help' || first === '--help' || first === '-h')
      return say(io, help(argv.slice(1)))
    const command = find(argv)
    if (!command) throw usage(texts.unexpectedCommand([first, second].filter(Boolean).join(' ')))
    const rest = argv.slice(command.name.split(' ').length)
    if (rest.includes('--help') || rest.includes('-h')) return say(io, commandHelp(command))
    return await command.run({ ...readArguments(command, rest), io, env })
  } catch (error) {
    return tell(io, error)
  }
}

function say(io: Io, text: string): ExitCode {
  io.out(text)
  return exitCode.ok
}

function help(words: readonly string[]): string {
  const command = find(words)
  return command ? commandHelp(command) : helpText(commands, version())
}

function find(words: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name.split(' ').every((word, index) => word === words[index]))
}

function readArguments(command: Command, rest: readonly string[]): Pick<Call, 'args' | 'options'> {
  const { name, usage: form, argumentCount, options = {}, required = [] } = command
  const wrong = usage(texts.argumentCount(`${name} ${form}`.trimEnd()))
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options,
      allowPositionals: true,
      strict: true,
    })
    const isWhole =
      positionals.length === argumentCount &&
      required.every((option) => values[option] !== undefined)
    if (!isWhole) throw wrong
    return { args: positionals, options: values as Call['options'] }
  } catch {
    throw wrong
  }
}

function usage(what: string): Failure {
  return new Failure(exitCode.usage, 'usage', texts.usageError(what))
}

function tell(io: Io, error: unknown): ExitCode {
  const failure = toFailure(error)
  if (failure) {
    io.err(`error ${failure.code}: ${failure.message}`)
    return failure.exit
  }
  const { name, code, stack = [] } = safeError(error)
  io.err([`error unexpected: ${texts.unexpected(code ?? name)}`, ...stack].join('\n'))
  return exitCode.failed
}
