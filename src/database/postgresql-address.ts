import { DatabaseProblem } from './problem.ts'

/**
 * Checks a DATABASE_URL and gives it with the session's time zone set to UTC: Prisma's adapters
 * write timestamps without a zone. Refuses what is no PostgreSQL address or names no database; the
 * message never repeats it (it has a password).
 */
export function postgresqlAddress(url: string): string {
  const address = parsed(url)
  const options = address.searchParams.get('options')
  address.searchParams.set('options', `${options ? `${options} ` : ''}-c TimeZone=UTC`)
  return address.href
}

function parsed(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address === undefined || !/^postgres(ql)?:$/.test(address.protocol))
    throw bad('is not an address of the form postgresql://user:password@host:5432/database')
  if (address.pathname.length < 2)
    throw bad('names no database: postgresql://user:password@host:5432/DATABASE')
  return address
}

function bad(what: string): DatabaseProblem {
  return new DatabaseProblem('bad-database-url', [
    `DATABASE_URL ${what}.`,
    'Nothing was opened or changed.',
    'Correct it, or leave it out to use the embedded database.',
  ])
}
