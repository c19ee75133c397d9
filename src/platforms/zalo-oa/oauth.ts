/**
 * The account's consent and its tokens.
 * https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new
 */
import { ZaloOaFault } from './fault.ts'
import { createPost, type Post, type Unreachable } from './http.ts'
import { challengeOf } from './pkce.ts'
import { Denied, Granted } from './schema.ts'
import type { Tokens } from './tokens.ts'

const publicOauthRoot = 'https://oauth.zaloapp.com'

interface OauthOptions {
  readonly appId: string
  readonly appSecret: string
  readonly oauthRoot?: string | undefined
  /**
   * Default 15,000: a refresh whose answer is lost may cost the authorisation, so it is waited for.
   */
  readonly deadlineMs?: number | undefined
  readonly now?: (() => Date) | undefined
}

/**
 * `isSpent`: the refresh token or the code has been used, or is too old; it will never work again.
 */
export type Grant =
  | { readonly kind: 'granted'; readonly tokens: Tokens }
  | { readonly kind: 'denied'; readonly error: number; readonly isSpent: boolean }
  | Unreachable

interface Oauth {
  refresh(refreshToken: string): Promise<Grant>
  /** For a code from the consent page, within ten minutes, once. */
  exchange(authorisationCode: string, verifier: string): Promise<Grant>
}

/** Seen for a refresh token used before or too old. */
const spent = new Set([-14014, -14020, -118])

export function createOauth(options: OauthOptions, post: Post = createPost()): Oauth {
  const {
    appId,
    appSecret,
    oauthRoot = publicOauthRoot,
    deadlineMs = 15_000,
    now = () => new Date(),
  } = options
  const url = `${withoutSlash(oauthRoot)}/v4/oa/access_token`
  const ask = async (form: Readonly<Record<string, string>>): Promise<Grant> => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', secret_key: appSecret }
    const reply = await post(
      { url, headers, body: new URLSearchParams({ app_id: appId, ...form }).toString() },
      deadlineMs,
    )
    if (reply.kind === 'unreachable') return reply
    const granted = Granted.safeParse(reply.json)
    if (granted.success && reply.status === 200)
      return { kind: 'granted', tokens: tokensOf(granted.data, now()) }
    const denied = Denied.safeParse(reply.json)
    if (denied.success && denied.data.error !== 0) {
      return { kind: 'denied', error: denied.data.error, isSpent: spent.has(denied.data.error) }
    }
    // A 4xx of Zalo's gate has done nothing; anything else without an answer may have used the
    // token up.
    if (reply.status >= 400 && reply.status < 500)
      return { kind: 'denied', error: reply.status, isSpent: false }
    return {
      kind: 'unreachable',
      reason: reply.status >= 500 ? 'server' : 'badReply',
      delivered: 'unknown',
    }
  }
  return {
    refresh: (refreshToken) => ask({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    exchange: (code, verifier) =>
      ask({ grant_type: 'authorization_code', code, code_verifier: verifier }),
  }
}

function tokensOf(granted: Granted, now: Date): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = granted
  return {
    accessToken,
    refreshToken,
    obtainedAt: now,
    expiresAt: new Date(now.getTime() + seconds * 1000),
  }
}

/** The tokens, or a fault that may be shown. */
export function tokensOrFault(grant: Grant): Tokens {
  if (grant.kind === 'granted') return grant.tokens
  throw grant.kind === 'denied'
    ? new ZaloOaFault('codeRefused', grant.error)
    : new ZaloOaFault('unreachable')
}

interface Consent {
  readonly appId: string
  /** As it is registered for the app, to the letter. */
  readonly redirectUri: string
  /** Comes back with the code, so that no other consent can be slipped in. */
  readonly state: string
  readonly verifier: string
  readonly oauthRoot?: string | undefined
}

/**
 * The page on which the account's administrator consents. It leads to
 * `redirectUri?code=…&oa_id=…&state=…`.
 */
export function consentUrl({
  appId,
  redirectUri,
  state,
  verifier,
  oauthRoot = publicOauthRoot,
}: Consent): string {
  const query = new URLSearchParams({
    app_id: appId,
    redirect_uri: redirectUri,
    code_challenge: challengeOf(verifier),
    state,
  })
  return `${withoutSlash(oauthRoot)}/v4/oa/permission?${query.toString()}`
}

type Pasted =
  { readonly code: string; readonly oaId?: string } | { readonly wrong: 'nothing' | 'state' }

/**
 * The code out of what the operator pasted: the whole address the browser ended at, or the code
 * alone.
 */
export function readPasted(pasted: string, state: string): Pasted {
  const text = pasted.trim()
  const query =
    /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).searchParams : undefined
  if (query === undefined)
    return /^[\w.~+/=-]{8,2000}$/.test(text) ? { code: text } : { wrong: 'nothing' }
  const code = query.get('code')
  if (code === null || code === '') return { wrong: 'nothing' }
  // A link that was made in Zalo's console carries no state; one that carries another's was not
  // ours.
  if (query.get('state') !== null && query.get('state') !== state) return { wrong: 'state' }
  const oaId = query.get('oa_id')
  return oaId === null || oaId === '' ? { code } : { code, oaId }
}

function withoutSlash(root: string): string {
  return root.replace(/\/+$/, '')
}
