import type { Database } from './database/database.ts'
import { DatabaseProblem } from './database/problem.ts'
import { readServer } from './store/installation.ts'

/**
 * A PostgreSQL that forgets what it has said it keeps, after a crash, is no place for what members
 * were told is kept (reliability §3).
 */
export async function refuseUnsafeServer(database: Database): Promise<void> {
  const server = await readServer(database)
  const off = (['fsync', 'full_page_writes', 'synchronous_commit'] as const).filter(
    (name) => server?.[name] === 'off',
  )
  if (off.length === 0) return
  throw new DatabaseProblem('unsafe-server', [
    `PostgreSQL has ${off.join(', ')} switched off: a crash may lose what members were told ` +
      `is kept.`,
    'Nothing was started.',
    'Switch it on in postgresql.conf and reload the server.',
  ])
}
