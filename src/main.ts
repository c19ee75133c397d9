// The composition root: everything that can fail is built before anything starts, and stops in
// reverse.
import { readConfig } from './config.ts'
import { connect } from './database/connect.ts'
import type { ConnectOptions } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { createLog } from './log.ts'
import { writeDatabaseEvent } from './observe/database-lines.ts'
import { listenForSignals, Running } from './running.ts'
import { startService } from './serve.ts'
import { explain, exitCodeOf } from './startup-failure.ts'
import { openTryMode, type TryMode } from './try-mode/try-mode.ts'

async function main(): Promise<void> {
  const config = readConfig()
  // Who tries it out reads the address, not a log: only what goes wrong is said.
  const log = createLog({
    level: config.isTryMode && config.logLevel === 'info' ? 'error' : config.logLevel,
  })
  const connecting: ConnectOptions = {
    dataDir: config.dataDir,
    ...(config.databaseUrl && { url: config.databaseUrl.reveal() }),
    log: (event) => {
      writeDatabaseEvent(log, event)
    },
  }
  const running = new Running()
  listenForSignals(running, log)
  try {
    const database = await connect(connecting)
    running.add(() => database.close())
    await migrate(database, connecting)
    if (database.kind === 'embedded') log.write('database.isEmbedded')
    if (!config.isTryMode) {
      await startService(config, database, connecting, log, running)
      return
    }
    const tryMode: TryMode = await openTryMode({
      config,
      database,
      log,
      isFresh: process.argv.includes('--fresh'),
    })
    running.add(() => tryMode.close())
    process.stdout.write(`\n${tryMode.banner}\n\n`)
  } catch (error) {
    await running.stop().catch(() => undefined)
    throw error
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(exitCodeOf(error))
})
