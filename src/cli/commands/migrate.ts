import type { Command } from '../command.ts'
import { migrateOnly } from '../compose/migrations.ts'
import { exitCode } from '../exit-code.ts'
import { texts } from '../texts.ts'

export const migrate: Command = {
  name: 'migrate',
  usage: '',
  about: 'Brings the database up to date. The service does the same at its start.',
  argumentCount: 0,
  async run({ io, env }) {
    io.out(texts.migrated(await migrateOnly(env)))
    return exitCode.ok
  },
}
