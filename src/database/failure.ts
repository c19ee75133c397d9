// What a driver's error means for the statement it interrupted.
import { DatabaseProblem, DatabaseUnknownOutcome, StatementFailed } from './problem.ts'

/**
 * `unsent`: no statement had left; repeating is safe. `undone`: PostgreSQL rolled it back because
 * of others; repeating is safe. `unknown`: the connection went while it was under way. `refused`:
 * the statement itself is at fault.
 */
type Fate = 'unsent' | 'undone' | 'unknown' | 'refused'

const serializationFailure = '40001'
const deadlock = '40P01'

/** The server is going, coming or full: 57P03 cannot connect now, 53300 too many connections. */
const notNow = new Set(['57P03', '53300'])

/**
 * The server ended the session: 57P01 administrator, 57P02 crash, 57P05 idle, 25P03/25P04 in a
 * transaction, 08xxx.
 */
const endsSession = /^(57P0[125]|25P0[34]|08...)$/

/** The five characters PostgreSQL gave, undefined where the error did not come from it. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = codeOf(error)
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !isSystemCode(code) ? code : undefined
}

// EPIPE has five capitals too.
const isSystemCode = (code: string): boolean => /^E[A-Z]+$/.test(code)

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The fate of a statement that was handed to a connection. */
export function fateOf(error: unknown): Fate {
  if (error instanceof RangeError) return 'refused'
  if (error instanceof Error && error.message.endsWith('is not queryable')) return 'unsent'
  const state = sqlStateOf(error)
  if (state === undefined || endsSession.test(state)) return 'unknown'
  return state === serializationFailure || state === deadlock ? 'undone' : 'refused'
}

/** Words of a fixed set for the log: never the error's message, which may quote a value. */
export function reasonOf(error: unknown): string {
  return codeOf(error) ?? 'connection lost'
}

/** What `query` throws for an error after which it gives up. */
export function toThrown(statement: string, error: unknown): Error {
  // wire.ts throws it for an int8 that no number can hold; its message has no value in it.
  if (error instanceof RangeError) return error
  if (fateOf(error) === 'unknown') return new DatabaseUnknownOutcome(statement)
  const state = sqlStateOf(error) ?? ''
  const { constraint, message } = facts(error)
  // Class 42 is a mistake in the SQL itself: its message names columns, never values.
  return new StatementFailed(
    statement,
    state,
    constraint,
    state.startsWith('42') ? message : undefined,
  )
}

function facts(error: unknown): { constraint?: string; message?: string } {
  const constraint =
    typeof error === 'object' && error !== null && 'constraint' in error
      ? error.constraint
      : undefined
  return {
    ...(typeof constraint === 'string' && { constraint }),
    ...(error instanceof Error && { message: error.message }),
  }
}

/** The problem behind a connection that could not be had. */
export function connectionProblem(error: unknown): DatabaseProblem {
  const state = sqlStateOf(error)
  if (state?.startsWith('28'))
    return new DatabaseProblem('authentication-failed', accounts.authentication)
  if (state === '3D000') return new DatabaseProblem('no-such-database', accounts.noDatabase)
  if (isPoolTimeout(error)) return new DatabaseProblem('busy', accounts.busy)
  return new DatabaseProblem('unreachable', [
    `PostgreSQL does not answer (${reasonOf(error)}).`,
    ...accounts.unreachable,
  ])
}

const accounts = {
  authentication: [
    'PostgreSQL refused the user or the password.',
    'Nothing was changed.',
    'Correct DATABASE_URL and start again.',
  ],
  noDatabase: [
    'PostgreSQL has no database of that name.',
    'Nothing was changed.',
    'Create it (createdb) or correct DATABASE_URL, and start again.',
  ],
  busy: [
    'No connection to PostgreSQL came free in time.',
    'The message in hand was not taken.',
    'The platform will deliver it again; if this goes on, the server is too slow.',
  ],
  unreachable: [
    'Nothing was changed.',
    'Check that it runs and that DATABASE_URL names its host and port.',
  ],
} as const

// `pg-pool` gives this error no code.
function isPoolTimeout(error: unknown): boolean {
  return (
    error instanceof Error && error.message.startsWith('timeout exceeded when trying to connect')
  )
}

/**
 * True where waiting a moment may help: the server starts, restarts or is full. A time-out (of a
 * full pool, or of a server that says nothing: neither has a code) has waited already.
 */
export function isWorthWaiting(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && (isSystemCode(code) || notNow.has(code))
}
