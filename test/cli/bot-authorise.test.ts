import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { authorise } from '../../src/cli/commands/bot-authorise.ts'
import { toFailure } from '../../src/cli/compose/to-failure.ts'
import type { Database } from '../../src/database/database.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { createZaloTokenVault } from '../../src/store/zalo-tokens.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { startStandIn } from '../support/zalo-oa/standin.ts'
import { fresh, tusoi } from './tusoi.ts'

const keyring = createKeyring(randomBytes(32))
const now = new Date('2026-11-20T02:00:00Z')
const standIn = await startStandIn({ now: () => now })
const { appId, oaId, appSecret } = standIn
const account = {
  name: 'oa',
  platform: 'zalo-oa',
  appId,
  oaId,
  appSecret: { reveal: () => appSecret },
  oauthRoot: standIn.root,
} as const
const redirect = 'https://tusoi.example/zalo'
afterAll(() => standIn.close())

describe('without an account', () => {
  it.each([
    ['none is configured', [], /No Zalo Official Account is configured/],
    ['none of that name', ['--bot', 'oa'], /There is no Zalo Official Account "oa"/],
  ])('%s', async (_, options, text) => {
    const { code, err } = await tusoi({ DATA_DIR: fresh('unused') }, 'bot', 'authorise', ...options)
    expect(err).toMatch(text)
    expect(code).toBe(4)
  })
})

onOneDatabase('authorising an official account', (open) => {
  let database: Database
  beforeAll(async () => {
    ;({ database } = await open())
  })
  afterEach(() => emptyTables(database))

  /** Runs it with an operator who does `consent` with the page and pastes what that gives. */
  async function run(
    consent: (url: string) => string | undefined,
    given: Parameters<typeof authorise>[1] = account,
  ): Promise<string> {
    const out: string[] = []
    const ask = (): Promise<string | undefined> =>
      Promise.resolve(consent(/https?:\S+/.exec(out.join('\n'))?.[0] ?? ''))
    const io = {
      out: (text: string) => void out.push(text),
      err: (text: string) => void out.push(text),
      now: () => now,
      ask,
      randomBytes,
    }
    await authorise({ database, keyring }, given, redirect, io)
    return out.join('\n')
  }
  const tokens = () => createZaloTokenVault(database, keyring, 'oa').read()
  const failure = (work: Promise<unknown>) => work.then(() => undefined, toFailure)

  it('stores both tokens, for the address and for the code alone', async () => {
    const said = await run((url) => standIn.oauth.consent(url))
    expect(said).toContain('oa is authorised')
    expect(said).not.toContain('canary')
    const first = await tokens()
    expect(first).toMatchObject({
      state: 'ready',
      tokens: { expiresAt: new Date('2026-11-21T03:00:00Z') },
    })
    expect(standIn.oauth.isGood(first?.tokens.accessToken)).toBe(true)
    await run((url) => new URL(standIn.oauth.consent(url)).searchParams.get('code') ?? undefined)
    expect((await tokens())?.tokens.refreshToken).not.toBe(first?.tokens.refreshToken)
  })

  it('with a verifier that is fixed in the console', async () => {
    await run((url) => standIn.oauth.consent(url), { ...account, codeVerifier: 'A'.repeat(43) })
    expect((await tokens())?.state).toBe('ready')
  })

  it.each<[string, (url: string) => string | undefined, string]>([
    ['nothing pasted', () => undefined, 'paste-nothing'],
    [
      'another run',
      (url) => standIn.oauth.consent(url).replace(/state=[^&]+/, 'state=x'),
      'paste-state',
    ],
    ['another account', (url) => standIn.oauth.consent(url).replace(oaId, '77'), 'paste-account'],
    ['a code nobody gave', () => 'code-canary-12345', 'codeRefused'],
  ])('%s: nothing is stored, and the operator told', async (_, consent, code) => {
    const fault = await failure(run(consent))
    expect(fault).toMatchObject({ code })
    expect(JSON.stringify([fault, fault?.message])).not.toContain('canary')
    expect(await tokens()).toBeUndefined()
  })

  it('Zalo out of reach', async () => {
    const fault = await failure(
      run((url) => standIn.oauth.consent(url), { ...account, oauthRoot: 'http://127.0.0.1:1' }),
    )
    expect(fault).toMatchObject({ code: 'unreachable' })
  })
})
