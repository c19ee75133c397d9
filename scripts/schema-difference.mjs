// The SQL by which a folder of migrations lags behind a Prisma schema, from Prisma's schema engine
// in WebAssembly.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import { PrismaPGlite } from 'pglite-prisma-adapter'

const filters = { externalTables: [], externalEnums: [] }

/** The package's own entry imports the .wasm as a module, which Node 20 cannot. */
function instantiate() {
  const bytes = readFileSync(
    createRequire(import.meta.url)
      .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
      .replace(/\.js$/, '.wasm'),
  )
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    './schema_engine_bg.js': engineModule,
  })
  engineModule.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  return engineModule.SchemaEngine
}

let engineClass

/** An engine on an empty PGlite, or on the database of `factory`. */
export async function openEngine(factory = new PrismaPGlite(new PGlite())) {
  engineClass ??= instantiate()
  return engineClass.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  )
}

/** A migrations folder in the form the engine takes. */
export function migrationList(folder) {
  const lock = join(folder, 'migration_lock.toml')
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort()
    : []
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lock) ? readFileSync(lock, 'utf8') : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(folder, path, 'migration.sql'), 'utf8') },
      },
    })),
  }
}

/**
 * The script that would bring a database made by the migrations of `folder` to the schema of
 * `schemaFile`; '' for none.
 */
export async function schemaDifference(folder, schemaFile) {
  const engine = await openEngine()
  const { stdout } = await engine.diff({
    from: { tag: 'migrations', ...migrationList(folder) },
    to: {
      tag: 'schemaDatamodel',
      files: [{ path: schemaFile, content: readFileSync(schemaFile, 'utf8') }],
    },
    script: true,
    exitCode: null,
    filters,
  })
  return /^-- This is an empty migration\.\s*$/.test(stdout ?? '') ? '' : (stdout ?? '')
}
