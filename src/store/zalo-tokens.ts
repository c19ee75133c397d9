// Where the tokens of a Zalo Official Account are kept (docs/decisions/021): one row a bot, both
// tokens sealed in one value.
import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { seal, unseal } from '../sealing/seal.ts'
import { contexts, lookups } from './contexts.ts'

/** The refresh token works once; using it gives both anew. */
interface ZaloTokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly obtainedAt: Date
  readonly expiresAt: Date
}

/**
 * `refreshing`: a refresh was begun and its end is not stored, because it is under way or was cut
 * off.
 * `needsAuthorisation`: the refresh token is spent (`tusoi bot authorise`).
 */
type ZaloTokenState = 'ready' | 'refreshing' | 'needsAuthorisation'

export interface StoredZaloTokens {
  readonly tokens: ZaloTokens
  readonly state: ZaloTokenState
  /** Refreshes begun since tokens were last stored. */
  readonly attempts: number
  readonly begunAt: Date | null
  /** No refresh is to be begun before. */
  readonly retryAt: Date | null
}

/**
 * Every change names the refresh token it is about, and does nothing where that is no longer the
 * stored one.
 */
interface ZaloTokenVault {
  read(): Promise<StoredZaloTokens | undefined>
  seed(refreshToken: string, now: Date): Promise<void>
  beginRefresh(refreshToken: string, now: Date, until: Date): Promise<boolean>
  save(used: string, tokens: ZaloTokens): Promise<boolean>
  endRefresh(
    used: string,
    end: { readonly state: ZaloTokenState; readonly retryAt: Date | null },
  ): Promise<void>
}

interface Row {
  readonly tokens: Uint8Array
  readonly state: ZaloTokenState
  readonly attempts: number
  readonly begunAt: Date | null
  readonly retryAt: Date | null
  readonly obtainedAt: Date
  readonly expiresAt: Date
}

/** The vault of one bot. */
export function createZaloTokenVault(
  database: Database,
  keyring: Keyring,
  bot: string,
): ZaloTokenVault {
  const vault: Vault = { database, keyring, bot }
  return {
    read: () => read(vault),
    seed: (refreshToken, now) => seed(vault, refreshToken, now),
    beginRefresh: (refreshToken, now, until) => beginRefresh(vault, refreshToken, now, until),
    save: (used, tokens) => save(vault, used, tokens),
    endRefresh: (used, end) => endRefresh(vault, used, end),
  }
}

interface Vault {
  readonly database: Database
  readonly keyring: Keyring
  readonly bot: string
}

function hashOf({ keyring }: Vault, refreshToken: string): Uint8Array {
  return keyring.lookupHash(lookups.zaloRefreshToken, refreshToken)
}

async function read({ database, keyring, bot }: Vault): Promise<StoredZaloTokens | undefined> {
  const [row] = await database.query(sql<Row>('zalo-tokens-read', { isIdempotent: true })`
    SELECT tokens, state, attempts, begun_at AS "begunAt", retry_at AS "retryAt",
      obtained_at AS "obtainedAt", expires_at AS "expiresAt"
    FROM zalo_tokens WHERE bot_id = ${bot}`)
  return (
    row && {
      ...row,
      tokens: {
        ...openTokens(keyring, bot, row.tokens),
        obtainedAt: row.obtainedAt,
        expiresAt: row.expiresAt,
      },
    }
  )
}

/**
 * The first token of the configuration, where there is no row; or another one, where that of the
 * row is spent.
 */
async function seed(vault: Vault, refreshToken: string, now: Date): Promise<void> {
  const { database, keyring, bot } = vault
  const [sealed, hash] = [
    sealTokens(keyring, bot, { accessToken: '', refreshToken }),
    hashOf(vault, refreshToken),
  ]
  await database.query(sql('zalo-tokens-seed', { isIdempotent: true })`
    INSERT INTO zalo_tokens (bot_id, tokens, refresh_hash, seed_hash, obtained_at, expires_at)
    VALUES (${bot}, ${sealed}::bytea, ${hash}::bytea, ${hash}::bytea, ${now}, ${now})
    ON CONFLICT (bot_id) DO UPDATE SET tokens = excluded.tokens,
      refresh_hash = excluded.refresh_hash, seed_hash = excluded.seed_hash,
      state = 'ready', attempts = 0, begun_at = NULL, retry_at = NULL,
      obtained_at = excluded.obtained_at, expires_at = excluded.expires_at
    WHERE zalo_tokens.state = 'needsAuthorisation'
      AND zalo_tokens.seed_hash IS DISTINCT FROM excluded.seed_hash
      AND zalo_tokens.refresh_hash <> excluded.refresh_hash`)
}

/**
 * The mark is committed before the OAuth server is asked. Of two instances the second waits for the
 * row's lock, then sees the first one's mark: it begins nothing.
 */
function beginRefresh(
  vault: Vault,
  refreshToken: string,
  now: Date,
  until: Date,
): Promise<boolean> {
  const { database, bot } = vault
  return database.transact(async (transaction) => {
    const [row] = await transaction.query(sql<{ retryAt: Date | null; state: ZaloTokenState }>(
      'zalo-tokens-hold',
    )`
      SELECT retry_at AS "retryAt", state FROM zalo_tokens
      WHERE bot_id = ${bot} AND refresh_hash = ${hashOf(vault, refreshToken)}::bytea FOR UPDATE`)
    if (
      row === undefined ||
      row.state === 'needsAuthorisation' ||
      (row.retryAt !== null && now < row.retryAt)
    )
      return false
    await transaction.finish(sql('zalo-tokens-begin')`
      UPDATE zalo_tokens SET state = 'refreshing', attempts = attempts + 1, begun_at = ${now},
        retry_at = ${until}
      WHERE bot_id = ${bot}`)
    return true
  })
}

/**
 * Whoever got the successors of the stored token holds the only good ones: neither a lease that ran
 * out nor a refusal noted meanwhile counts against them. The second hash makes a repetition
 * harmless.
 */
async function save(vault: Vault, used: string, tokens: ZaloTokens): Promise<boolean> {
  const { database, keyring, bot } = vault
  const { accessToken, refreshToken, obtainedAt, expiresAt } = tokens
  const [sealed, hash] = [
    sealTokens(keyring, bot, { accessToken, refreshToken }),
    hashOf(vault, refreshToken),
  ]
  const rows = await database.query(sql('zalo-tokens-save', { isIdempotent: true })`
    UPDATE zalo_tokens SET tokens = ${sealed}::bytea, refresh_hash = ${hash}::bytea,
      state = 'ready', attempts = 0, begun_at = NULL,
      retry_at = NULL, obtained_at = ${obtainedAt}, expires_at = ${expiresAt}
    WHERE bot_id = ${bot} AND (refresh_hash = ${hashOf(vault, used)}::bytea
      OR refresh_hash = ${hash}::bytea) RETURNING bot_id`)
  return rows.length > 0
}

async function endRefresh(
  vault: Vault,
  used: string,
  { state, retryAt }: Parameters<ZaloTokenVault['endRefresh']>[1],
): Promise<void> {
  const { database, bot } = vault
  await database.query(sql('zalo-tokens-end', { isIdempotent: true })`
    UPDATE zalo_tokens SET state = ${state}, retry_at = ${retryAt}
    WHERE bot_id = ${bot} AND refresh_hash = ${hashOf(vault, used)}::bytea
      AND state <> 'needsAuthorisation'`)
}

/** What an administrator's consent brought: takes the place of whatever is there. */
export async function replaceZaloTokens(
  database: Database,
  keyring: Keyring,
  bot: string,
  tokens: ZaloTokens,
): Promise<void> {
  const { accessToken, refreshToken, obtainedAt, expiresAt } = tokens
  const sealed = sealTokens(keyring, bot, { accessToken, refreshToken })
  const hash = keyring.lookupHash(lookups.zaloRefreshToken, refreshToken)
  await database.query(sql('zalo-tokens-replace', { isIdempotent: true })`
    INSERT INTO zalo_tokens (bot_id, tokens, refresh_hash, obtained_at, expires_at)
    VALUES (${bot}, ${sealed}::bytea, ${hash}::bytea, ${obtainedAt}, ${expiresAt})
    ON CONFLICT (bot_id) DO UPDATE SET tokens = excluded.tokens,
      refresh_hash = excluded.refresh_hash, state = 'ready', attempts = 0,
      begun_at = NULL, retry_at = NULL, obtained_at = excluded.obtained_at,
        expires_at = excluded.expires_at`)
}

/** Bots whose account has to be authorised anew, for `doctor` and the health page. */
export async function readUnauthorisedBots(database: Database): Promise<readonly string[]> {
  const rows = await database.query(sql<{ bot: string }>('zalo-tokens-unauthorised', {
    isIdempotent: true,
  })`
    SELECT bot_id AS bot FROM zalo_tokens WHERE state = 'needsAuthorisation' ORDER BY bot_id`)
  return rows.map(({ bot }) => bot)
}

type Pair = Pick<ZaloTokens, 'accessToken' | 'refreshToken'>

function sealTokens(keyring: Keyring, bot: string, pair: Pair): Uint8Array {
  return seal(keyring.system, JSON.stringify(pair), contexts.zaloTokens(bot))
}

function openTokens(keyring: Keyring, bot: string, sealed: Uint8Array): Pair {
  return JSON.parse(unseal(keyring.system, sealed, contexts.zaloTokens(bot))) as Pair
}
