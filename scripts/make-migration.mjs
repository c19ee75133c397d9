// Writes prisma/migrations/NNNN_NAME/migration.sql: what prisma/schema.prisma has and the
// migrations before it have not.
//   npm run migration -- NAME      e.g. add_campaigns
//   npm run migration -- --anew    while nothing is released: one migration, 0001_init, in place of all there are
// Prisma's own schema engine, compiled to WebAssembly, works out the difference: nothing is
// downloaded.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { schemaDifference } from './schema-difference.mjs'
import { root } from './build.mjs'

const folder = join(root, 'prisma/migrations')
const [asked] = process.argv.slice(2)

mkdirSync(folder, { recursive: true })
if (asked === '--anew') {
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true })
} else if (!/^[a-z][a-z0-9_]*$/.test(asked ?? '')) {
  process.stderr.write('Say what the migration does: npm run migration -- add_campaigns\n')
  process.exit(2)
}

// The engine reads from it which kind of database the migrations are for.
writeFileSync(
  join(folder, 'migration_lock.toml'),
  '# Written by Prisma\'s tools; it belongs in version control.\nprovider = "postgresql"\n',
)

const script = await schemaDifference(folder, join(root, 'prisma/schema.prisma'))
if (script === '') {
  process.stdout.write('The migrations already make the schema.\n')
} else {
  const earlier = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  ).length
  const name = `${String(earlier + 1).padStart(4, '0')}_${asked === '--anew' ? 'init' : asked}`
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'migration.sql'), script)
  process.stdout.write(`prisma/migrations/${name}/migration.sql: read it before you commit it.\n`)
}
