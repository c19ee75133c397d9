/** The two tokens of an account, and the ports by which the adapter gets and keeps them. */

/** `refreshToken` works once: using it gives both anew. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly obtainedAt: Date
  readonly expiresAt: Date
}

/**
 * `refreshing`: the refresh token was, or was about to be, shown to the OAuth server, and what it
 * answered is not stored.
 * `needsAuthorisation`: the refresh token is spent; only the account's administrator can give new
 * ones.
 */
export type TokenState = 'ready' | 'refreshing' | 'needsAuthorisation'

export interface StoredTokens {
  readonly tokens: Tokens
  readonly state: TokenState
  /** Refreshes begun since the last that was stored. */
  readonly attempts: number
  /** Nobody is to begin a refresh before: one is under way, or the last has failed. */
  readonly retryAt: Date | null
  /** When the refresh of `refreshing` was begun. */
  readonly begunAt: Date | null
}

/** How a refresh ended that brought no tokens. */
export interface RefreshEnd {
  readonly state: TokenState
  readonly retryAt: Date | null
}

/**
 * Where the tokens of one account are kept. Each method is one transaction, and all but `read`
 * change nothing where the refresh token in question is no longer the stored one. All may throw
 * what the database throws.
 */
export interface TokenVault {
  read(): Promise<StoredTokens | undefined>
  /**
   * Takes the operator's first refresh token, where there is none yet or the stored one is spent
   * and this one is new.
   */
  seed(refreshToken: string, now: Date): Promise<void>
  /**
   * Write-ahead: says that `refreshToken` is being used, until `until` by nobody else. False: not
   * now, or not this one.
   */
  beginRefresh(refreshToken: string, now: Date, until: Date): Promise<boolean>
  /**
   * Stores what `used` was exchanged for. May be repeated. False: other tokens have been stored
   * since.
   */
  save(used: string, tokens: Tokens): Promise<boolean>
  endRefresh(used: string, end: RefreshEnd): Promise<void>
}

export type Token =
  | { readonly kind: 'token'; readonly accessToken: string }
  | { readonly kind: 'none'; readonly why: 'needsAuthorisation' | 'unavailable' }

/** Gives the access token. Never throws, and never waits longer than `waitMs`. */
export interface TokenSource {
  current(waitMs: number): Promise<Token>
  /** After Zalo refused `refused`: another one, or none. */
  renew(refused: string, waitMs: number): Promise<Token>
}
