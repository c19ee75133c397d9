import { inspect } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import {
  consentUrl,
  createOauth,
  readPasted,
  tokensOrFault,
} from '../../src/platforms/zalo-oa/oauth.ts'
import { challengeOf, verifierOf } from '../../src/platforms/zalo-oa/pkce.ts'
import {
  leaseMs,
  nextStep,
  retryAtAfter,
  type Step,
} from '../../src/platforms/zalo-oa/token-life.ts'
import type { StoredTokens } from '../../src/platforms/zalo-oa/tokens.ts'
import { startStandIn } from '../support/zalo-oa/standin.ts'

const now = new Date('2026-11-20T02:00:00Z')
const standIn = await startStandIn({ now: () => now })
const oauth = createOauth({
  appId: standIn.appId,
  appSecret: standIn.appSecret,
  oauthRoot: `${standIn.root}/`,
  deadlineMs: 400,
  now: () => now,
})
afterAll(() => standIn.close())

const verifier = verifierOf(new Uint8Array(32).fill(7))
const redirectUri = 'https://tusoi.example/zalo'
const consent = (state = 's1') =>
  standIn.oauth.consent(
    consentUrl({ appId: standIn.appId, redirectUri, state, verifier, oauthRoot: standIn.root }),
  )

test('the reference vector of PKCE', () => {
  expect(challengeOf('A'.repeat(43))).toBe('DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo')
  expect(verifier).toMatch(/^[\w-]{43}$/)
  expect(() => verifierOf(new Uint8Array(31))).toThrow(RangeError)
})

test('the consent page', () => {
  const url = new URL(
    consentUrl({
      appId: '12',
      redirectUri: 'https://x.example/a?b=c&d',
      state: 'ngẫu nhiên',
      verifier,
    }),
  )
  expect(url.origin + url.pathname).toBe('https://oauth.zaloapp.com/v4/oa/permission')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    app_id: '12',
    redirect_uri: 'https://x.example/a?b=c&d',
    code_challenge: challengeOf(verifier),
    state: 'ngẫu nhiên',
  })
})

test.each([
  ['https://x.example/?code=abc12345&oa_id=77&state=s1', { code: 'abc12345', oaId: '77' }],
  ['  https://x.example/?oa_id=77&code=abc12345\n', { code: 'abc12345', oaId: '77' }],
  ['https://x.example/?code=abc12345', { code: 'abc12345' }],
  ['abc12345-._~', { code: 'abc12345-._~' }],
  ['https://x.example/?code=abc12345&state=s2', { wrong: 'state' }],
  ['https://x.example/?error=denied', { wrong: 'nothing' }],
  ['https://x.example/?code=', { wrong: 'nothing' }],
  ['', { wrong: 'nothing' }],
  ['hai từ', { wrong: 'nothing' }],
])('pasted: %s', (pasted, expected) => {
  expect(readPasted(pasted, 's1')).toEqual(expected)
})

const codeOf = (url: string) => new URL(url).searchParams.get('code') ?? ''

test('a code is exchanged once, with its own verifier', async () => {
  const code = codeOf(consent())
  expect(await oauth.exchange(code, 'B'.repeat(43))).toMatchObject({
    kind: 'denied',
    error: -14010,
  })
  const grant = await oauth.exchange(code, verifier)
  expect(tokensOrFault(grant)).toMatchObject({
    obtainedAt: now,
    expiresAt: new Date(now.getTime() + 25 * 3_600_000),
  })
  expect(await oauth.exchange(code, verifier)).toMatchObject({ kind: 'denied' })
  expect(standIn.received.at(-1)).toMatchObject({
    path: '/v4/oa/access_token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: standIn.appSecret },
    text: new URLSearchParams({
      app_id: standIn.appId,
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
    }).toString(),
  })
})

test('a refresh token works once', async () => {
  const token = standIn.oauth.issueRefreshToken()
  expect(await oauth.refresh(token)).toMatchObject({ kind: 'granted' })
  expect(await oauth.refresh(token)).toEqual({ kind: 'denied', error: -14014, isSpent: true })
})

test.each([
  [
    { kind: 'refuse', error: -14020 },
    { kind: 'denied', error: -14020, isSpent: true },
  ],
  [
    { kind: 'refuse', error: -118 },
    { kind: 'denied', error: -118, isSpent: true },
  ],
  [
    { kind: 'refuse', error: -14002 },
    { kind: 'denied', error: -14002, isSpent: false },
  ],
  [
    { kind: 'status', status: 403 },
    { kind: 'denied', error: 403, isSpent: false },
  ],
  [
    { kind: 'status', status: 502 },
    { kind: 'unreachable', reason: 'server', delivered: 'unknown' },
  ],
  [
    { kind: 'status', status: 200 },
    { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' },
  ],
  [
    {
      kind: 'status',
      status: 200,
      body: '{"access_token":"x\\r\\ny","refresh_token":"r","expires_in":9}',
    },
    { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' },
  ],
  [{ kind: 'dropAfter' }, { kind: 'unreachable', reason: 'reset', delivered: 'unknown' }],
  [{ kind: 'hang' }, { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' }],
] as const)('a refresh that ends so: %o', async (what, expected) => {
  standIn.faults.add({ path: 'access_token', what })
  expect(await oauth.refresh(standIn.oauth.issueRefreshToken())).toEqual(expected)
})

test('a lifetime that is a number; a fault that shows nothing', async () => {
  standIn.faults.add({
    what: {
      kind: 'status',
      status: 200,
      body: '{"access_token":"a","refresh_token":"r","expires_in":60}',
    },
  })
  expect(await oauth.refresh('RT-canary')).toMatchObject({
    tokens: { expiresAt: new Date(now.getTime() + 60_000) },
  })
  for (const grant of [
    await oauth.refresh('RT-canary'),
    { kind: 'unreachable', reason: 'connect', delivered: 'no' } as const,
  ]) {
    const fault = await Promise.resolve(grant)
      .then(tokensOrFault)
      .catch((error: unknown) => error)
    expect(fault).toMatchObject({
      kind: 'zalo-oa',
      code: expect.stringMatching(/codeRefused|unreachable/) as string,
    })
    expect(inspect(fault)).not.toContain('canary')
  }
})

const hour = 3_600_000
const at = (hours: number) => new Date(now.getTime() + hours * hour)
/** Got at hour 0, good until hour 25. */
const stored = (more: Partial<StoredTokens> = {}, accessToken = 'a'): StoredTokens => ({
  tokens: { accessToken, refreshToken: 'r', obtainedAt: now, expiresAt: at(25) },
  ...{ state: 'ready', attempts: 0, retryAt: null, begunAt: null, ...more },
})

const life: readonly (readonly [string, StoredTokens, string | undefined, number, Step])[] = [
  ['young', stored(), undefined, 0, 'use'],
  ['just before 20 hours', stored(), undefined, 19.99, 'use'],
  ['after 20 hours', stored(), undefined, 20, 'refreshBehind'],
  ['at its end', stored(), undefined, 25, 'refreshFirst'],
  ['half a minute before its end', stored(), undefined, 25 - 20 / 3600, 'refreshFirst'],
  ['refused', stored(), 'a', 3, 'refreshFirst'],
  ['another refused', stored(), 'b', 3, 'use'],
  ['refused when just made', stored(), 'a', 0.05, 'backOff'],
  ['the first of all', stored({}, ''), undefined, 0, 'refreshFirst'],
  ['somebody is at it', stored({ state: 'refreshing', retryAt: at(21) }), undefined, 20.5, 'use'],
  [
    'somebody is at it, and it is over',
    stored({ state: 'refreshing', retryAt: at(26) }),
    undefined,
    25.5,
    'wait',
  ],
  [
    'somebody died at it',
    stored({ state: 'refreshing', retryAt: at(21) }),
    undefined,
    21,
    'refreshBehind',
  ],
  [
    'somebody died at it when young',
    stored({ state: 'refreshing', retryAt: at(2) }),
    undefined,
    3,
    'refreshBehind',
  ],
  ['it failed a while ago', stored({ retryAt: at(26) }), undefined, 25.5, 'backOff'],
  ['it failed, and the token is good', stored({ retryAt: at(22) }), undefined, 21, 'use'],
  ['spent, and the token is good', stored({ state: 'needsAuthorisation' }), undefined, 21, 'use'],
  ['spent, and the token is refused', stored({ state: 'needsAuthorisation' }), 'a', 21, 'stop'],
  ['spent, and the token is over', stored({ state: 'needsAuthorisation' }), undefined, 25, 'stop'],
]

test.each(life)('tokens: %s', (_, tokens, refused, hours, step) => {
  expect(nextStep(tokens, refused, at(hours))).toBe(step)
})

test('failures are repeated ever more slowly, and never within a lease', () => {
  const minutes = [1, 2, 3, 6, 7, 60].map(
    (attempts) => (retryAtAfter(attempts, now).getTime() - now.getTime()) / 60_000,
  )
  expect(minutes).toEqual([1, 2, 4, 32, 60, 60])
  expect(leaseMs).toBeGreaterThan(15_000)
})
