import type { DatabaseEvent } from '../database/database.ts'
import type { Log } from '../log.ts'

export function writeDatabaseEvent(log: Log, event: DatabaseEvent): void {
  switch (event.kind) {
    case 'connection-lost':
      log.write('database.connectionLost', { reason: event.reason })
      return
    case 'statement-retried': {
      const { statement, attempt, reason } = event
      log.write('database.statementRetried', { statement, attempt, reason })
      return
    }
    case 'data-dir-moved-aside':
      // The folder names are in the manual: a path may hold a name of the machine's owner.
      log.write('database.setAside')
      return
    case 'migrated':
      log.write('database.migrated', { migrations: event.migrations })
  }
}
