// The log: a static message and facts from a fixed list. What members write, names, ids of chats
// and secrets cannot get in.
import { createHmac, randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { toReadableLine } from './log/readable-line.ts'
import { safeError } from './log/safe-error.ts'

export { safeError } from './log/safe-error.ts'

/**
 * All that may stand beside a message. `hash`: who and where, shown as a keyed hash, the same
 * within one run and useless outside it. `code`: one word of ASCII, at most 120 characters; what a
 * person wrote is seldom that.
 */
const kinds = {
  error: 'error',
  account: 'hash',
  chat: 'hash',
  member: 'hash',
  person: 'hash',
  branch: 'code',
  message: 'code',
  round: 'code',
  slot: 'code',
  address: 'code',
  bot: 'code',
  code: 'code',
  event: 'code',
  job: 'code',
  kind: 'code',
  migrations: 'code',
  mode: 'code',
  outcome: 'code',
  platform: 'code',
  reason: 'code',
  rule: 'code',
  signal: 'code',
  state: 'code',
  statement: 'code',
  variable: 'code',
  version: 'code',
  attempt: 'number',
  bytes: 'number',
  count: 'number',
  expected: 'number',
  limit: 'number',
  ms: 'number',
  pending: 'number',
  pid: 'number',
  port: 'number',
  status: 'number',
  used: 'number',
} as const

interface Shapes {
  readonly error: unknown
  readonly hash: string
  readonly code: string
  readonly number: number
}
export type Facts = {
  readonly [Name in keyof typeof kinds]?: Shapes[(typeof kinds)[Name]] | undefined
}

type Write = (message: string, facts?: Facts) => void
export interface Log {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  readonly fatal: Write
}

export interface LogOptions {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  /** Where lines go; standard output unless told. A terminal gets lines to read instead of JSON. */
  readonly stream?: { readonly isTTY?: boolean; write(line: string): unknown }
  /** Makes the hashes of one run those of the next; absent: a key of this run alone. */
  readonly idKey?: Uint8Array
}

/**
 * A log that keeps only the facts of the list, and of errors only what `safeError` leaves (F46).
 */
export function createLog({
  level,
  stream = process.stdout,
  idKey = randomBytes(32),
}: LogOptions): Log {
  const readable = { write: (line: string) => void stream.write(toReadableLine(line)) }
  const json = { write: (line: string) => void stream.write(line) }
  const formatters = { level: (label: string) => ({ level: label }) }
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters }
  const inner = pino(options, stream.isTTY === true ? readable : json)
  const writer =
    (at: keyof Log): Write =>
    (message, facts = {}) => {
      if (inner.isLevelEnabled(at)) inner[at](allowedFacts(facts, idKey), message)
    }
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    fatal: writer('fatal'),
  }
}

/** `Facts` says the same, but a cast or a spread of a wider object gets past a type. */
function allowedFacts(facts: Facts, idKey: Uint8Array): Record<string, unknown> {
  const kept = Object.entries(facts).map(
    ([name, value]: [string, unknown]) => [name, allowedValue(name, value, idKey)] as const,
  )
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined))
}

function allowedValue(name: string, value: unknown, idKey: Uint8Array): unknown {
  const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof typeof kinds] : undefined
  if (kind === undefined || value === undefined) return undefined
  if (kind === 'error') return safeError(value)
  if (kind === 'number') return typeof value === 'number' ? value : undefined
  if (typeof value !== 'string') return undefined
  if (kind === 'hash') return createHmac('sha256', idKey).update(value).digest('hex').slice(0, 12)
  return /^[\x21-\x7e]{1,120}$/.test(value) ? value : '[not a code]'
}
