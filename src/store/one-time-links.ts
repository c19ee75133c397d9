// Files laid out for one fetch: sealed, found by the hash of a token that is nowhere kept
// (docs/decisions/022).
import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Attachment } from '../messaging/outbound.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { seal, SealBroken, unseal } from '../sealing/seal.ts'
import { contexts } from './contexts.ts'

/** 128 bits (issue "Zalo", §1). */
const tokenBytes = 16
const minuteMs = 60_000

/**
 * How long and how often. A document is somebody's and goes once; a picture is fetched by a
 * platform's several machines.
 */
const terms = {
  document: { lifeMs: 15 * minuteMs, uses: 1 },
  picture: { lifeMs: 10 * minuteMs, uses: 20 },
} as const

type LinkKind = Attachment['kind']

interface LaidOutFile {
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export interface OneTimeLinks {
  /** Lays a file out from now on, and gives the token that takes it. */
  layOut(file: LaidOutFile & { readonly kind: LinkKind }): Promise<string>
  /**
   * What waits under a token, using nothing up; null: nothing (never was, was taken, or its time is
   * over).
   */
  look(token: string): Promise<LinkKind | null>
  /**
   * The file, for whoever comes first; null as with `look`. What breaks between this and the last
   * byte loses the file.
   */
  take(token: string): Promise<LaidOutFile | null>
}

interface StoredFile extends Omit<LaidOutFile, 'bytes'> {
  readonly bytes: string
}

export function createOneTimeLinks(
  database: Database,
  keyring: Keyring,
  now: () => Date,
): OneTimeLinks {
  return {
    async layOut({ kind, fileName, mediaType, bytes }) {
      const token = randomBytes(tokenBytes).toString('base64url')
      const hash = hashOf(token)
      const at = now()
      const { lifeMs, uses } = terms[kind]
      const stored: StoredFile = {
        fileName,
        mediaType,
        bytes: Buffer.from(bytes).toString('base64'),
      }
      const body = seal(keyring.system, JSON.stringify(stored), contextOf(hash))
      // Whoever lays out also clears away: a body outlives its time by no more than the next one,
      // or the night.
      await database.query(sql('links-lay-out', { isIdempotent: true })`
        WITH over AS (
          DELETE FROM one_time_link WHERE token_hash IN (
            SELECT token_hash FROM one_time_link WHERE expires_at <= ${at}
              LIMIT 50 FOR UPDATE SKIP LOCKED)
        )
        INSERT INTO one_time_link (token_hash, kind, body, uses_left, expires_at)
        VALUES (${hash}::bytea, ${kind}, ${body}::bytea, ${uses}::int,
          ${new Date(at.getTime() + lifeMs)}) ON CONFLICT DO NOTHING`)
      return token
    },

    async look(token) {
      const [row] = await database.query(sql<{ kind: LinkKind }>('links-look', {
        isIdempotent: true,
      })`
        SELECT kind FROM one_time_link WHERE token_hash = ${hashOf(token)}::bytea AND uses_left > 0
          AND expires_at > ${now()}`)
      return row?.kind ?? null
    },

    // One statement decides: a second taker waits for the row's lock and then finds nothing left of
    // it.
    async take(token) {
      const hash = hashOf(token)
      const [row] = await database.query(sql<{ body: Buffer }>('links-take')`
        WITH held AS (
          SELECT token_hash, body FROM one_time_link
          WHERE token_hash = ${hash}::bytea AND uses_left > 0 AND expires_at > ${now()} FOR UPDATE
        )
        UPDATE one_time_link l SET uses_left = l.uses_left - 1, body = CASE WHEN l.uses_left > 1
          THEN l.body END
        FROM held h WHERE l.token_hash = h.token_hash RETURNING h.body`)
      return row === undefined ? null : opened(keyring, row.body, hash)
    },
  }
}

/** What another master key sealed is as good as gone. */
function opened(keyring: Keyring, body: Uint8Array, hash: Uint8Array): LaidOutFile | null {
  try {
    const { bytes, ...rest } = JSON.parse(
      unseal(keyring.system, body, contextOf(hash)),
    ) as StoredFile
    return { ...rest, bytes: Uint8Array.from(Buffer.from(bytes, 'base64')) }
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

function hashOf(token: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(token).digest())
}

function contextOf(hash: Uint8Array): string {
  return contexts.oneTimeLink(Buffer.from(hash).toString('hex'))
}
