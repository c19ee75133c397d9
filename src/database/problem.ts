// What can be wrong with the database, told to the operator. No message carries an address, a
// password or a value of a row.

/** Each is one thing an operator can act on; docs/operating.md lists them. */
type DatabaseProblemCode =
  | 'bad-database-url'
  | 'unreachable'
  | 'busy'
  | 'authentication-failed'
  | 'unsafe-server'
  | 'no-such-database'
  | 'server-too-old'
  | 'unwritable-data-dir'
  | 'data-dir-in-use'
  | 'damaged-embedded-database'
  | 'other-embedded-version'
  | 'newer-schema'
  | 'edited-migration'
  | 'unfinished-migration'
  | 'failed-migration'
  | 'migration-locked'

/** What happened, what was kept, what to do next: in English, for a terminal or a log. */
type Account = readonly [happened: string, kept: string, next: string]

export class DatabaseProblem extends Error {
  readonly code: DatabaseProblemCode

  constructor(code: DatabaseProblemCode, account: Account, options?: ErrorOptions) {
    super(account.join(' '), options)
    this.name = 'DatabaseProblem'
    this.code = code
  }
}

/**
 * The connection was lost while a statement or a commit was under way: it may have taken effect, or
 * not. Whoever catches it looks the effect up by its own key, or lets the platform deliver the
 * message again.
 */
export class DatabaseUnknownOutcome extends Error {
  readonly statement: string

  constructor(statement: string) {
    super(
      `The connection to the database was lost during "${statement}"; whether it took effect ` +
        `is not known`,
    )
    this.name = 'DatabaseUnknownOutcome'
    this.statement = statement
  }
}

/**
 * PostgreSQL refused a statement; nothing of it was kept. The driver's own error is not passed on:
 * its message and its detail quote values ("Key (code)=(…) already exists").
 */
export class StatementFailed extends Error {
  readonly statement: string
  readonly sqlState: string
  readonly constraint: string | undefined

  constructor(statement: string, sqlState: string, constraint?: string, syntax?: string) {
    super(
      `Statement "${statement}" failed with SQLSTATE ` +
        `${sqlState}${constraint ? ` on ${constraint}` : ''}${syntax ? `: ${syntax}` : ''}`,
    )
    this.name = 'StatementFailed'
    this.statement = statement
    this.sqlState = sqlState
    this.constraint = constraint
  }
}
