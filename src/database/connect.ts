import type { ConnectOptions, Database } from './database.ts'
import { connectEmbedded } from './embedded.ts'
import { connectPostgresql } from './postgresql.ts'

/** Opens PostgreSQL where `url` is given, else the embedded database; throws DatabaseProblem with what to do. */
export function connect(options: ConnectOptions): Promise<Database> {
  return options.url === undefined ? connectEmbedded(options) : connectPostgresql(options.url, options)
}
