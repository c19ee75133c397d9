// The log: an event's code and facts from a fixed list. What members write, names, ids of chats and
// secrets cannot get in.
import { createHmac, randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { type LogEvent, logEvents, type LogLevel } from './log/events.ts'
import { toReadableLine } from './log/readable-line.ts'
import { safeError } from './log/safe-error.ts'

export type { LogEvent } from './log/events.ts'
export { safeError } from './log/safe-error.ts'

/**
 * All that may stand beside a message. `hash`: who and where, shown as a keyed hash, the same
 * within one run and useless outside it. `code`: one word of ASCII, at most 120 characters; what a
 * person wrote is seldom that. `codes`: a list of them. `phrase`: what a platform said, as its
 * adapter cut it down to letters that quote nothing.
 */
const kinds = {
  error: 'error',
  account: 'hash',
  chat: 'hash',
  member: 'hash',
  person: 'hash',
  branch: 'code',
  turn: 'code',
  message: 'code',
  round: 'code',
  address: 'code',
  bot: 'code',
  class: 'code',
  during: 'code',
  intent: 'code',
  job: 'code',
  kind: 'code',
  method: 'code',
  mode: 'code',
  platform: 'code',
  reason: 'code',
  route: 'code',
  rule: 'code',
  scope: 'code',
  signal: 'code',
  statement: 'code',
  changes: 'codes',
  migrations: 'codes',
  replies: 'codes',
  said: 'phrase',
  attempt: 'number',
  branches: 'number',
  count: 'number',
  expected: 'number',
  failed: 'number',
  limit: 'number',
  messages: 'number',
  ms: 'number',
  pending: 'number',
  slots: 'number',
  status: 'number',
  subjects: 'number',
  unknown: 'number',
  used: 'number',
} as const

interface Shapes {
  readonly error: unknown
  readonly hash: string
  readonly code: string
  readonly codes: readonly string[]
  readonly phrase: string
  readonly number: number
}
export type Facts = {
  readonly [Name in keyof typeof kinds]?: Shapes[(typeof kinds)[Name]] | undefined
}

export interface Log {
  /** Whether lines of this event are written: asked before anything is put together for one. */
  isOn(event: LogEvent): boolean
  write(event: LogEvent, facts?: Facts): void
}

export interface LogOptions {
  readonly level: LogLevel | 'fatal' | 'silent'
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
  const isOn = (event: LogEvent): boolean => inner.isLevelEnabled(logEvents[event])
  return {
    isOn,
    write: (event, facts = {}) => {
      if (isOn(event)) inner[logEvents[event]](allowedFacts(facts, idKey), event)
    },
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
  if (kind === 'codes') return Array.isArray(value) ? value.map(codeOf) : undefined
  if (typeof value !== 'string') return undefined
  if (kind === 'hash') return createHmac('sha256', idKey).update(value).digest('hex').slice(0, 12)
  if (kind === 'phrase') return /^[A-Za-z_' :-]{1,80}$/.test(value) ? value : '[not a phrase]'
  return codeOf(value)
}

function codeOf(value: unknown): string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,120}$/.test(value) ? value : '[not a code]'
}
