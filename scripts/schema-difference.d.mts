import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'

export declare function openEngine(
  factory?: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine>
export declare function migrationList(folder: string): MigrationList
export declare function schemaDifference(folder: string, schemaFile: string): Promise<string>
