import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './package-root.ts'

export interface Migration {
  /** The folder's name, by which migrations are ordered: `0001_init`. */
  readonly name: string
  readonly script: string
  /** SHA-256 of the script in hex, as the Prisma CLI reckons it. */
  readonly checksum: string
}

export const migrationsFolder = join(packageRoot(import.meta.url), 'prisma', 'migrations')

/** The migrations of a folder laid out as the Prisma CLI does, in their order. */
export function readMigrations(folder: string = migrationsFolder): readonly Migration[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map(({ name }) => readMigration(folder, name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readMigration(folder: string, name: string): Migration {
  const bytes = readFileSync(join(folder, name, 'migration.sql'))
  return {
    name,
    script: bytes.toString('utf8'),
    checksum: createHash('sha256').update(bytes).digest('hex'),
  }
}
