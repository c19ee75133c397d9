/**
 * A JSON line of the log for a terminal: `19:30:00  info   Round opened  count=17`, and below it
 * the frames of an error.
 */
export function toReadableLine(line: string): string {
  const { level, time, msg, error, ...facts } = JSON.parse(line) as Record<string, unknown>
  const pairs = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)
  const clock = typeof time === 'string' ? time.slice(11, 19) : ''
  const errorText = error === undefined ? [] : [describe(error as Described)]
  return `${[clock, String(level).padEnd(5), String(msg), ...pairs].join('  ')}\n${errorText.join('')}`
}

interface Described {
  readonly name: string
  readonly code?: string
  readonly message?: string
  readonly stack?: readonly string[]
  readonly cause?: Described
}

function describe({ name, code, message, stack = [], cause }: Described): string {
  const head = [name, code, message].filter(Boolean).join(' ')
  return [head, ...stack].map((text) => `    ${text}\n`).join('') + (cause ? describe(cause) : '')
}
