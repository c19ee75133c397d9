import type { ConnectOptions, Database } from './database.ts'

/**
 * Opens PostgreSQL where `url` is given, else the embedded database; throws DatabaseProblem with
 * what to do.
 */
export async function connect({ url, ...options }: ConnectOptions): Promise<Database> {
  // Each is loaded only where it is used: PGlite is 20 MB of code and data that a service on
  // PostgreSQL never needs.
  if (url === undefined) return (await import('./embedded.ts')).connectEmbedded(options)
  return (await import('./postgresql.ts')).connectPostgresql(url, options)
}
