/**
 * Zalo's OAuth server: codes that work once and only with their verifier, refresh tokens that work
 * once and rotate.
 */
import { createHash, randomUUID } from 'node:crypto'

/** Seconds an access token lives, as text: 25 hours. */
export const accessLifeSeconds = 90_000
const refreshLifeMs = 90 * 86_400_000
const codeLifeMs = 600_000

interface Issued {
  readonly until: number
  isUsed: boolean
  readonly challenge?: string
}

export interface OauthAnswer {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
}

export class OauthServer {
  readonly appId: string
  readonly secret: string
  /** Every exchange and refresh asked for, granted or not. */
  asked = 0
  granted = 0
  private readonly codes = new Map<string, Issued>()
  private readonly refreshTokens = new Map<string, Issued>()
  private readonly accessTokens = new Map<string, { readonly until: number }>()
  private readonly now: () => Date

  constructor(appId: string, secret: string, now: () => Date) {
    this.appId = appId
    this.secret = secret
    this.now = now
  }

  /** As the API Explorer gives it to the administrator. */
  issueRefreshToken(): string {
    const token = `RT-canary-${randomUUID()}`
    this.refreshTokens.set(token, { until: this.now().getTime() + refreshLifeMs, isUsed: false })
    return token
  }

  issueAccessToken(): string {
    const token = `AT-canary-${randomUUID()}`
    this.accessTokens.set(token, { until: this.now().getTime() + accessLifeSeconds * 1000 })
    return token
  }

  /** The administrator consents on the page at `url`; gives the address the browser is sent to. */
  consent(url: string): string {
    const asked = new URL(url).searchParams
    const code = `code-canary-${randomUUID()}`
    this.codes.set(code, {
      until: this.now().getTime() + codeLifeMs,
      isUsed: false,
      challenge: asked.get('code_challenge') ?? '',
    })
    const back = new URL(asked.get('redirect_uri') ?? '')
    back.searchParams.set('code', code)
    back.searchParams.set('oa_id', '1646843870823903717')
    const state = asked.get('state')
    if (state !== null) back.searchParams.set('state', state)
    return back.href
  }

  isGood(accessToken: string | undefined): boolean {
    return (
      accessToken !== undefined &&
      (this.accessTokens.get(accessToken)?.until ?? 0) > this.now().getTime()
    )
  }

  /** The access tokens no longer work, as after a change of the app's secret. */
  revokeAccess(): void {
    this.accessTokens.clear()
  }

  /** `POST /v4/oa/access_token`. */
  answer(form: URLSearchParams, secret: string | undefined): OauthAnswer {
    this.asked += 1
    if (secret !== this.secret || form.get('app_id') !== this.appId)
      return denied(-14004, 'Invalid secret key')
    const isCode = form.get('grant_type') === 'authorization_code'
    const given = isCode
      ? this.codes.get(form.get('code') ?? '')
      : this.refreshTokens.get(form.get('refresh_token') ?? '')
    const why = isCode ? -14019 : -14014
    if (!given || given.isUsed || given.until <= this.now().getTime())
      return denied(why, isCode ? 'Invalid code' : 'Invalid refresh token')
    if (isCode && challengeOf(form.get('code_verifier') ?? '') !== given.challenge)
      return denied(-14010, 'Invalid code verifier')
    given.isUsed = true
    this.granted += 1
    const json = {
      access_token: this.issueAccessToken(),
      refresh_token: this.issueRefreshToken(),
      expires_in: String(accessLifeSeconds),
    }
    return { status: 200, json }
  }
}

function denied(error: number, name: string): OauthAnswer {
  return {
    status: 200,
    json: { error, error_name: name, error_description: `${name}.`, error_reason: '' },
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
