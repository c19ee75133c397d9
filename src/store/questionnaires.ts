// The packs rounds were opened with: kept as they were, whatever the files say later.
import type { Database, Queryable } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { Pack } from '../domain/questionnaire.ts'

/**
 * Throws when a round names a pack that was never kept: the foreign key of the domain, as a bug.
 */
export async function loadPack(database: Database, hash: string): Promise<Pack> {
  const [row] = await database.query(
    sql<{ content: Pack }>('questionnaire-load', {
      isIdempotent: true,
    })`SELECT content FROM questionnaire WHERE hash = ${hash}`,
  )
  if (row === undefined) throw new Error('a round names a questionnaire that is not kept')
  return row.content
}

/** Keeps a pack for the rounds that open with it. */
export async function keepPack(database: Queryable, pack: Pack): Promise<void> {
  await database.query(sql('questionnaire-keep', { isIdempotent: true })`
    INSERT INTO questionnaire (hash, pack, version, content)
      VALUES (${pack.hash}, ${pack.id}, ${pack.version}, ${json(pack)}::jsonb)
      ON CONFLICT (hash) DO NOTHING`)
}
