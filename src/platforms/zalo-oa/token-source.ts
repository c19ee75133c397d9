import type { OnEvent } from './event.ts'
import type { Grant } from './oauth.ts'
import { leaseMs, nextStep, retryAtAfter } from './token-life.ts'
import type {
  RefreshEnd,
  StoredTokens,
  Token,
  TokenSource,
  TokenState,
  Tokens,
  TokenVault,
} from './tokens.ts'

interface TokenSourceOptions {
  readonly vault: TokenVault
  readonly refresh: (refreshToken: string) => Promise<Grant>
  /** The operator's first refresh token. */
  readonly seed?: string | undefined
  readonly onEvent?: OnEvent | undefined
  readonly now?: (() => Date) | undefined
  readonly sleep?: ((ms: number) => Promise<void>) | undefined
}

/** How often (ms) one looks whether another instance's refresh is over. */
const lookAgainMs = 100
/** With spent tokens, how often (ms) it is looked whether the operator has given new ones. */
const lookForNewMs = 30_000
const saveTries = 5

/**
 * The tokens of one account for one instance. One refresh at a time: within an instance one
 * promise, between instances the vault's write-ahead mark. New tokens are used only once they are
 * stored.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  return new Source(options)
}

/** What the vault said last; no `stored`: there is nothing in it. */
interface Known {
  readonly stored: StoredTokens | undefined
  readonly at: number
}

type Ungranted = Exclude<Grant, { kind: 'granted' }>

/** How the tokens stood when the refresh was begun; `attempts` counts it already. */
interface Before {
  readonly state: TokenState
  readonly attempts: number
}

class Source implements TokenSource {
  readonly #vault: TokenVault
  readonly #refresh: TokenSourceOptions['refresh']
  readonly #onEvent: OnEvent
  readonly #now: () => Date
  readonly #sleep: (ms: number) => Promise<void>
  #seed: string | undefined
  #known: Known | undefined
  /** Got from the OAuth server and not stored yet. */
  #unsaved: { readonly used: string; readonly tokens: Tokens } | undefined
  #refused: string | undefined
  #running: Promise<void> | undefined

  constructor({
    vault,
    refresh,
    seed,
    onEvent = () => undefined,
    now = () => new Date(),
    sleep = wait,
  }: TokenSourceOptions) {
    this.#vault = vault
    this.#refresh = refresh
    this.#seed = seed
    this.#onEvent = onEvent
    this.#now = now
    this.#sleep = sleep
  }

  async current(waitMs: number): Promise<Token> {
    return this.#within(waitMs, () => this.#known)
  }

  async renew(refused: string, waitMs: number): Promise<Token> {
    this.#refused = refused
    return this.#within(waitMs, () => undefined)
  }

  /**
   * Looks, and waits for what is under way, until there is a token, there can be none, or the time
   * is over.
   */
  async #within(waitMs: number, first: () => Known | undefined): Promise<Token> {
    let known = first()
    for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
      const token = this.#take(this.#isFresh(known) ? known?.stored : await this.#look())
      if (token !== 'wait') return token
      if (waitedMs >= waitMs) return { kind: 'none', why: 'unavailable' }
      const pause = this.#sleep(lookAgainMs)
      await Promise.race([pause, this.#running ?? pause])
      known = undefined
    }
  }

  #take(stored: StoredTokens | undefined): Token | 'wait' {
    if (stored === undefined)
      return { kind: 'none', why: this.#known === undefined ? 'unavailable' : 'needsAuthorisation' }
    const step = nextStep(stored, this.#refused, this.#now())
    // New tokens that could not be stored yet come before everything; meanwhile the old access
    // token may still be good.
    if (this.#unsaved !== undefined) void this.#run()
    switch (step) {
      case 'use':
        return { kind: 'token', accessToken: stored.tokens.accessToken }
      case 'refreshBehind':
        void this.#run()
        return { kind: 'token', accessToken: stored.tokens.accessToken }
      case 'refreshFirst':
        void this.#run()
        return 'wait'
      case 'wait':
        return 'wait'
      case 'backOff':
        return this.#unsaved === undefined ? { kind: 'none', why: 'unavailable' } : 'wait'
      case 'stop':
        return this.#unsaved === undefined ? { kind: 'none', why: 'needsAuthorisation' } : 'wait'
    }
  }

  /** What was read last is enough while it says that its token is good. */
  #isFresh(known: Known | undefined): boolean {
    if (known?.stored === undefined || this.#unsaved !== undefined) return false
    const { stored, at } = known
    const isSpent = stored.state === 'needsAuthorisation'
    if (isSpent && this.#now().getTime() - at >= lookForNewMs) return false
    return isSpent || nextStep(stored, this.#refused, this.#now()) === 'use'
  }

  /** Reads anew; without the database what is known is still good as long as its token is. */
  async #look(): Promise<StoredTokens | undefined> {
    try {
      if (this.#seed !== undefined) await this.#vault.seed(this.#seed, this.#now())
      this.#seed = undefined
      this.#known = { stored: await this.#vault.read(), at: this.#now().getTime() }
    } catch {
      this.#onEvent({ code: 'vaultFailed' })
    }
    return this.#known?.stored
  }

  #run(): Promise<void> {
    this.#running ??= this.#refreshOnce()
      .catch(() => {
        // The database's own words are for the database's log.
        this.#onEvent({ code: 'vaultFailed' })
      })
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  async #refreshOnce(): Promise<void> {
    if (this.#unsaved !== undefined) {
      await this.#save()
      return
    }
    const stored = await this.#vault.read()
    if (stored === undefined) return
    const step = nextStep(stored, this.#refused, this.#now())
    if (step !== 'refreshBehind' && step !== 'refreshFirst') return
    const { state, begunAt, tokens, attempts } = stored
    if (state === 'refreshing')
      this.#onEvent({ code: 'refreshInterrupted', since: begunAt ?? this.#now() })
    const begun = this.#now()
    if (
      !(await this.#vault.beginRefresh(
        tokens.refreshToken,
        begun,
        new Date(begun.getTime() + leaseMs),
      ))
    )
      return
    const grant = await this.#refresh(tokens.refreshToken)
    if (grant.kind === 'granted') {
      this.#unsaved = { used: tokens.refreshToken, tokens: grant.tokens }
      await this.#save()
    } else await this.#end(tokens.refreshToken, grant, { state, attempts: attempts + 1 })
  }

  /**
   * The old refresh token is spent by now: the new one exists only here until it is stored, so
   * storing is tried again and again.
   */
  async #save(): Promise<void> {
    const unsaved = this.#unsaved
    for (let tries = 1; unsaved !== undefined; tries += 1) {
      try {
        const isStored = await this.#vault.save(unsaved.used, unsaved.tokens)
        this.#unsaved = undefined
        this.#known = undefined
        if (isStored)
          this.#onEvent({ code: 'tokensRefreshed', expiresAt: unsaved.tokens.expiresAt })
        return
      } catch {
        if (tries >= saveTries) {
          this.#onEvent({ code: 'tokensUnsaved' })
          return
        }
        await this.#sleep(lookAgainMs * 2 ** tries)
      }
    }
  }

  async #end(used: string, grant: Ungranted, before: Before): Promise<void> {
    const end = endOf(grant, before, this.#now())
    await this.#vault.endRefresh(used, end)
    this.#known = undefined
    if (grant.kind === 'denied' && grant.isSpent)
      this.#onEvent({ code: 'needsAuthorisation', error: grant.error })
    else if (end.retryAt !== null) {
      const why = grant.kind === 'denied' ? { error: grant.error } : { reason: grant.reason }
      this.#onEvent({ code: 'refreshFailed', ...why, retryAt: end.retryAt })
    }
  }
}

/**
 * A spent token is the end. An answer that was lost leaves the mark, as a crash does: the old token
 * is tried again later, and either works, because it was not used, or is refused, because it was.
 */
function endOf(grant: Ungranted, { state, attempts }: Before, now: Date): RefreshEnd {
  if (grant.kind === 'denied' && grant.isSpent)
    return { state: 'needsAuthorisation', retryAt: null }
  const isUnsure =
    state === 'refreshing' || (grant.kind === 'unreachable' && grant.delivered === 'unknown')
  return { state: isUnsure ? 'refreshing' : 'ready', retryAt: retryAtAfter(attempts, now) }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
