/** Errors of this program, by name: their messages are written for operators and quote no value. */
const ownNames = new Set([
  'ConfigFaults',
  'DatabaseProblem',
  'DatabaseUnknownOutcome',
  'InstallationKeyProblem',
  'MasterKeyProblem',
  'QuestionnaireFaults',
  'SealBroken',
  'StatementFailed',
  'TelegramFault',
  'TemplateFaults',
])
const frame = /^ {4}at .*(?::\d+:\d+\)?|\(<anonymous>\)|\(native\)|\(index \d+\))$/
const mostFrames = 12
const mostCauses = 4

interface SafeError {
  readonly name: string
  readonly code?: string
  readonly status?: number
  /** Only of errors of our own. */
  readonly message?: string
  /** Frames only: the line above them repeats the message. */
  readonly stack?: readonly string[]
  readonly cause?: SafeError
}

/**
 * What may be kept of anything thrown: name, code, status, frames. A foreign message may quote an
 * answer, a token or a row (reliability.md §1, 3 and 5), so it is left out; so is every other
 * property.
 */
export function safeError(thrown: unknown, depth = 0): SafeError {
  if (!(thrown instanceof Error)) return { name: thrown === null ? 'null' : typeof thrown }
  const { code, status, statusCode } = thrown as {
    code?: unknown
    status?: unknown
    statusCode?: unknown
  }
  const name = isCode(thrown.name) ? thrown.name : 'Error'
  const number = typeof status === 'number' ? status : statusCode
  const stack = framesOf(thrown)
  return {
    name,
    ...(isCode(code) && { code }),
    ...(typeof number === 'number' && { status: number }),
    ...(ownNames.has(name) && { message: thrown.message }),
    ...(stack.length > 0 && { stack }),
    ...(thrown.cause !== undefined &&
      depth < mostCauses && { cause: safeError(thrown.cause, depth + 1) }),
  }
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:-]{1,60}$/.test(value)
}

/**
 * The frames stand last; a message may have lines that look like frames, so it is cut off first.
 */
function framesOf({ message, stack = '' }: Error): readonly string[] {
  const end = message === '' ? -1 : stack.indexOf(message)
  const lines = (end < 0 ? stack : stack.slice(end + message.length)).split('\n')
  const first = lines.findLastIndex((line) => !frame.test(line)) + 1
  return lines.slice(first, first + mostFrames).map((line) => line.trim())
}
