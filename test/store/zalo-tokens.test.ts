import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { ZaloOaEvent } from '../../src/platforms/zalo-oa/event.ts'
import { createOauth, tokensOrFault } from '../../src/platforms/zalo-oa/oauth.ts'
import { createTokenSource } from '../../src/platforms/zalo-oa/token-source.ts'
import type { Token, TokenVault } from '../../src/platforms/zalo-oa/tokens.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import {
  createZaloTokenVault,
  readUnauthorisedBots,
  replaceZaloTokens,
} from '../../src/store/zalo-tokens.ts'
import { emptyTables, onEveryDatabase } from '../support/database.ts'
import { startStandIn, type StandIn } from '../support/zalo-oa/standin.ts'

const keyring = createKeyring(randomBytes(32))
const start = new Date('2026-11-20T02:00:00Z')
const second = 1000
const hour = 3_600_000
const never = new Promise<never>(() => undefined)

/**
 * Where an instance is killed: it does nothing more from there on, and what it awaits never comes.
 */
type Death = 'beforeMark' | 'afterMark' | 'afterCall' | 'afterSave'

onEveryDatabase('the tokens of an official account', (open) => {
  let database: Database
  let standIn: StandIn
  let now = start
  const events: ZaloOaEvent[] = []

  beforeAll(async () => {
    ;({ database } = await open())
    standIn = await startStandIn({ now: () => now })
  })
  beforeEach(() => {
    now = start
    events.length = 0
  })
  afterEach(async () => {
    standIn.faults.clear()
    await emptyTables(database)
  })
  afterAll(() => standIn.close())

  const later = (ms: number): void => {
    now = new Date(now.getTime() + ms)
  }
  const vault = (bot = 'oa') => createZaloTokenVault(database, keyring, bot)
  const grant = (token: string) =>
    createOauth({
      appId: standIn.appId,
      appSecret: standIn.appSecret,
      oauthRoot: standIn.root,
      now: () => now,
    }).refresh(token)

  /** One instance; with `death`, one that is killed there. */
  function instance({
    death,
    vault: given = vault(),
    seed,
  }: { death?: Death; vault?: TokenVault; seed?: string } = {}) {
    const refresh = async (token: string) => {
      if (death === 'afterMark') return never
      const answer = await grant(token)
      return death === 'afterCall' ? never : answer
    }
    const mortal: TokenVault = {
      ...given,
      beginRefresh: (...args) => (death === 'beforeMark' ? never : given.beginRefresh(...args)),
      save: async (...args) => {
        const isSaved = await given.save(...args)
        return death === 'afterSave' ? never : isSaved
      },
    }
    return createTokenSource({
      vault: mortal,
      refresh,
      seed,
      now: () => now,
      onEvent: (event) => events.push(event),
    })
  }

  /** A row with tokens an instance has just got. */
  async function authorised(): Promise<string> {
    const tokens = tokensOrFault(await grant(standIn.oauth.issueRefreshToken()))
    await replaceZaloTokens(database, keyring, 'oa', tokens)
    return tokens.accessToken
  }

  const codes = () => events.map(({ code }) => code)
  const accessOf = (token: Token): string =>
    token.kind === 'token' ? token.accessToken : token.why
  const asked = async (work: () => Promise<unknown>): Promise<number> => {
    const before = standIn.oauth.asked
    await work()
    return standIn.oauth.asked - before
  }
  const state = async () => (await vault().read())?.state

  it('are kept sealed, and opened for their own bot only', async () => {
    await authorised()
    expect(await vault().read()).toMatchObject({
      state: 'ready',
      attempts: 0,
      tokens: { expiresAt: new Date(start.getTime() + 25 * hour) },
    })
    expect(await vault('another').read()).toBeUndefined()
    const rows = await database.prisma.zaloTokens.findMany()
    const stored = JSON.stringify(rows, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(rows).toHaveLength(1)
    for (const secret of ['canary', 'AT-', 'RT-', 'Token'])
      expect(stored.replaceAll(/"(\w+)":/g, '')).not.toContain(secret)
    await database.prisma.zaloTokens.updateMany({ data: { botId: 'another' } })
    await expect(vault('another').read()).rejects.toThrow('sealed value could not be opened')
  })

  it('are read once while they are good, and refreshed behind the senders after 20 hours', async () => {
    const first = await authorised()
    let reads = 0
    const source = instance({ vault: { ...vault(), read: () => ((reads += 1), vault().read()) } })
    for (let count = 0; count < 5; count += 1)
      expect(accessOf(await source.current(1000))).toBe(first)
    expect(reads).toBe(1)
    later(20 * hour)
    expect(accessOf(await source.current(1000))).toBe(first)
    await expect.poll(async () => accessOf(await source.current(1000))).not.toBe(first)
    expect(codes()).toEqual(['tokensRefreshed'])
  })

  it('begin with the first refresh token of the operator, once', async () => {
    const seed = standIn.oauth.issueRefreshToken()
    const first = accessOf(await instance({ seed }).current(5000))
    expect(standIn.oauth.isGood(first)).toBe(true)
    expect(
      await asked(async () => expect(accessOf(await instance({ seed }).current(5000))).toBe(first)),
    ).toBe(0)
  })

  it('without any there is nothing to wait for', async () => {
    expect(await instance().current(60_000)).toEqual({ kind: 'none', why: 'needsAuthorisation' })
  })

  const deaths: readonly (readonly [Death, 'works' | 'refused', number])[] = [
    ['beforeMark', 'works', 1],
    ['afterMark', 'works', 1],
    ['afterCall', 'refused', 1],
    ['afterSave', 'works', 0],
  ]

  describe.each(deaths)('an instance killed %s', (death, fate, calls) => {
    it(`leaves a token that ${fate}`, async () => {
      await authorised()
      later(25 * hour)
      const dying = instance({ death })
      expect(accessOf(await dying.current(200))).toBe(
        death === 'afterSave' ? accessOf(await instance().current(100)) : 'unavailable',
      )
      later(61 * second)
      const next = instance()
      const made = await asked(async () => {
        const token = await next.current(5000)
        if (fate === 'works') expect(standIn.oauth.isGood(accessOf(token))).toBe(true)
        else expect(token).toEqual({ kind: 'none', why: 'needsAuthorisation' })
      })
      expect(made).toBe(calls)
      expect(await state()).toBe(fate === 'works' ? 'ready' : 'needsAuthorisation')
      expect(codes().includes('refreshInterrupted')).toBe(
        death === 'afterMark' || death === 'afterCall',
      )
      expect(codes().includes('needsAuthorisation')).toBe(fate === 'refused')
    })
  })

  it('once spent, are not tried again by anybody, until new ones are given', async () => {
    await authorised()
    later(25 * hour)
    await instance({ death: 'afterCall' }).current(200)
    later(61 * second)
    const source = instance()
    await source.current(5000)
    expect(await readUnauthorisedBots(database)).toEqual(['oa'])
    const made = await asked(async () => {
      for (const each of [source, instance(), instance()]) {
        for (let day = 0; day < 3; day += 1) {
          later(24 * hour)
          expect(await each.current(1000)).toEqual({ kind: 'none', why: 'needsAuthorisation' })
        }
      }
    })
    expect(made).toBe(0)
    const fresh = await authorised()
    later(31 * second)
    expect(accessOf(await source.current(1000))).toBe(fresh)
    expect(await readUnauthorisedBots(database)).toEqual([])
  })

  it('once spent, take a new first token of the operator, and the old one not', async () => {
    const seed = standIn.oauth.issueRefreshToken()
    await instance({ seed }).current(5000)
    later(25 * hour)
    await instance({ death: 'afterCall' }).current(200)
    later(61 * second)
    expect(accessOf(await instance({ seed }).current(5000))).toBe('needsAuthorisation')
    expect(
      standIn.oauth.isGood(
        accessOf(await instance({ seed: standIn.oauth.issueRefreshToken() }).current(5000)),
      ),
    ).toBe(true)
  })

  it('are good to their end even when the refresh token is spent', async () => {
    const first = await authorised()
    later(21 * hour)
    const before = standIn.oauth.asked
    await instance({ death: 'afterCall' }).current(100)
    await expect.poll(() => standIn.oauth.asked).toBe(before + 1)
    later(61 * second)
    const source = instance()
    await source.current(1000)
    await expect.poll(state).toBe('needsAuthorisation')
    expect(accessOf(await source.current(1000))).toBe(first)
    expect(accessOf(await source.renew(first, 1000))).toBe('needsAuthorisation')
  })

  it('are refreshed once when instances and senders want them together', async () => {
    await authorised()
    later(25 * hour)
    const [one, two] = [instance(), instance()]
    let tokens: readonly Token[] = []
    const made = await asked(async () => {
      tokens = await Promise.all(
        [one, two, one, two, one, two].map((source) => source.current(10_000)),
      )
    })
    expect(made).toBe(1)
    expect(new Set(tokens.map(accessOf)).size).toBe(1)
    expect(standIn.oauth.isGood(accessOf(tokens[0] ?? { kind: 'none', why: 'unavailable' }))).toBe(
      true,
    )
  })

  it('refused by Zalo, are renewed once for all who were refused', async () => {
    const first = await authorised()
    later(hour)
    const [one, two] = [instance(), instance()]
    const made = await asked(async () => {
      const tokens = await Promise.all([one, two, one].map((source) => source.renew(first, 10_000)))
      for (const token of tokens) expect(accessOf(token)).not.toBe(first)
    })
    expect(made).toBe(1)
  })

  it('refused as soon as they are made, are not refreshed over and over', async () => {
    const first = await authorised()
    const source = instance()
    const made = await asked(async () => {
      for (let count = 0; count < 5; count += 1)
        expect(accessOf(await source.renew(first, 500))).toBe('unavailable')
    })
    expect(made).toBe(0)
  })

  it.each([
    ['a server that is down', { kind: 'status', status: 503 }, 'refreshing'],
    ['an answer that is lost', { kind: 'resetBefore' }, 'refreshing'],
    ['a refusal for another reason', { kind: 'refuse', error: -14002 }, 'ready'],
  ] as const)(
    '%s: the old token is good meanwhile, and later it is tried again',
    async (_, what, left) => {
      const first = await authorised()
      later(21 * hour)
      const source = instance()
      standIn.faults.add({ path: 'access_token', what })
      expect(accessOf(await source.current(1000))).toBe(first)
      await expect.poll(codes).toEqual(['refreshFailed'])
      expect(await state()).toBe(left)
      expect(await asked(() => source.current(1000))).toBe(0)
      later(61 * second)
      await source.current(1000)
      await expect.poll(() => codes().at(-1)).toBe('tokensRefreshed')
      expect(accessOf(await source.current(1000))).not.toBe(first)
    },
  )

  it('an answer that was lost after it was given ends in a clear word', async () => {
    await authorised()
    later(25 * hour)
    const source = instance()
    standIn.faults.add({ path: 'access_token', what: { kind: 'dropAfter' } })
    expect(accessOf(await source.current(300))).toBe('unavailable')
    later(61 * second)
    expect(accessOf(await source.current(5000))).toBe('needsAuthorisation')
    expect(codes()).toEqual(['refreshFailed', 'refreshInterrupted', 'needsAuthorisation'])
  })

  it('that could not be stored are not used, and stored when the database is back', async () => {
    const first = await authorised()
    later(25 * hour)
    let isDown = true
    const broken = {
      ...vault(),
      save: (...args: Parameters<TokenVault['save']>) =>
        isDown ? Promise.reject(new Error('down')) : vault().save(...args),
    }
    const sleep = () => new Promise<void>((resolve) => setImmediate(resolve))
    const source = createTokenSource({
      vault: broken,
      refresh: grant,
      now: () => now,
      sleep,
      onEvent: (event) => events.push(event),
    })
    expect(accessOf(await source.current(2000))).toBe('unavailable')
    expect(await vault().read()).toMatchObject({
      state: 'refreshing',
      tokens: { accessToken: first },
    })
    await expect.poll(codes).toContain('tokensUnsaved')
    isDown = false
    const made = await asked(async () => {
      expect(standIn.oauth.isGood(accessOf(await source.current(5000)))).toBe(true)
    })
    expect(made).toBe(0)
    expect(await state()).toBe('ready')
  })

  it('of an instance that slept over its lease are stored all the same', async () => {
    await authorised()
    later(25 * hour)
    const before = await vault().read()
    const used = before?.tokens.refreshToken ?? ''
    await vault().beginRefresh(used, now, new Date(now.getTime() + 60 * second))
    const tokens = tokensOrFault(await grant(used))
    later(61 * second)
    expect(accessOf(await instance().current(5000))).toBe('needsAuthorisation')
    expect(await vault().save(used, tokens)).toBe(true)
    expect(await vault().save(used, tokens)).toBe(true)
    expect(accessOf(await instance().current(5000))).toBe(tokens.accessToken)
  })

  it('are never put over newer ones', async () => {
    await authorised()
    const old = (await vault().read())?.tokens
    const fresh = await authorised()
    const used = old?.refreshToken ?? ''
    expect(
      await vault().save(used, {
        accessToken: 'x',
        refreshToken: 'y',
        obtainedAt: now,
        expiresAt: now,
      }),
    ).toBe(false)
    expect(await vault().beginRefresh(used, now, now)).toBe(false)
    await vault().endRefresh(used, { state: 'needsAuthorisation', retryAt: null })
    expect(await vault().read()).toMatchObject({ state: 'ready', tokens: { accessToken: fresh } })
  })

  it('without the database, what is known is used as long as it is good', async () => {
    const first = await authorised()
    const source = instance({ vault: { ...vault(), read: failingAfter(1, () => vault().read()) } })
    expect(accessOf(await source.current(100))).toBe(first)
    later(21 * hour)
    expect(accessOf(await source.current(100))).toBe(first)
    later(5 * hour)
    expect(accessOf(await source.current(200))).toBe('unavailable')
    expect(codes()).toContain('vaultFailed')
    expect(inspect(events, { depth: 9 })).not.toContain('canary')
  })
})

/**
 * The first `count` calls go through; the others fail, with something in the error that must not
 * get out.
 */
function failingAfter<T>(count: number, work: () => Promise<T>): () => Promise<T> {
  let left = count
  return () => (left-- > 0 ? work() : Promise.reject(new Error('canary: a driver quotes values')))
}
