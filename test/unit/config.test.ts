import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { type BotConfig, ConfigFaults, readConfig } from '../../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'tu-soi-config-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

let files = 0
function file(content: string): string {
  const path = join(folder, `file-${String(++files)}`)
  writeFileSync(path, content)
  return path
}

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error
    return error.faults.map(({ variable }) => variable)
  }
}

const tokenOf = (bot?: BotConfig): string | undefined =>
  bot === undefined || bot.platform === 'zalo-oa' ? undefined : bot.token.reveal()

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://tusoi:pass@db/tusoi',
  MASTER_KEY_FILE: '/run/secrets/kek',
  TELEGRAM_BOT_TOKEN: '123:canary-token',
}

describe('what is good', () => {
  it('needs nothing, and then is the try mode', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      isTryMode: true,
      isProduction: false,
      host: '127.0.0.1',
      port: 3000,
      timeZone: 'Asia/Ho_Chi_Minh',
      logLevel: 'info',
      bots: [],
    })
    expect(config.dataDir).toMatch(/\/data$/)
    expect(config).not.toHaveProperty('databaseUrl')
  })

  it('takes one Telegram bot from variables', () => {
    const config = readConfig({
      ...production,
      TELEGRAM_WEBHOOK_SECRET: 'a_b-1',
      PUBLIC_URL: 'https://tusoi.example/',
      PORT: '8080',
    })
    expect(config).toMatchObject({
      isTryMode: false,
      isProduction: true,
      publicUrl: 'https://tusoi.example',
      port: 8080,
    })
    expect(config.bots).toMatchObject([
      { name: 'telegram', platform: 'telegram', apiRoot: 'https://api.telegram.org' },
    ])
    expect(tokenOf(config.bots[0])).toBe('123:canary-token')
    expect(config.databaseUrl?.reveal()).toBe(production.DATABASE_URL)
  })

  it('takes a secret from a file, without the line end and the mark that editors leave', () => {
    const config = readConfig({ TELEGRAM_BOT_TOKEN_FILE: file('\uFEFF123:abc\r\n') })
    expect(tokenOf(config.bots[0])).toBe('123:abc')
  })

  it('takes many bots from a file, their secrets beside it', () => {
    writeFileSync(join(folder, 'token-b'), '2:bbb\n')
    const path = file(
      '- {name: a, platform: telegram, token: 1:aaa, branches: [CB1, CB2]}\n- {name: b, platform: telegram, tokenFile: token-b, subtree: PAH, apiRoot: "http://127.0.0.1:9/"}\n',
    )
    const { bots, isTryMode } = readConfig({ BOTS_FILE: path })
    expect(isTryMode).toBe(false)
    expect(bots.map(tokenOf)).toEqual(['1:aaa', '2:bbb'])
    expect(bots).toMatchObject([
      { name: 'a', branches: ['CB1', 'CB2'] },
      { name: 'b', subtree: 'PAH', apiRoot: 'http://127.0.0.1:9' },
    ])
  })

  it('takes one bot of each platform at once from variables, secrets from files too', () => {
    const env = {
      TELEGRAM_BOT_TOKEN: '1:a',
      ZALO_BOT_TOKEN_FILE: file('2:b\n'),
      ZALO_BOT_WEBHOOK_SECRET: 'canary-hook',
      ZALO_OA_APP_ID: '50554360515256678',
      ZALO_OA_APP_SECRET: 'canary-app',
      ZALO_OA_WEBHOOK_KEY: 'canary-key',
      ZALO_OA_REFRESH_TOKEN_FILE: file('canary-refresh'),
      ZALO_OA_API_ROOT: 'http://127.0.0.1:9/',
      ZALO_OA_OAUTH_ROOT: 'http://127.0.0.1:8',
    }
    const { bots, isTryMode } = readConfig(env)
    expect(isTryMode).toBe(false)
    expect(bots).toMatchObject([
      { name: 'telegram', platform: 'telegram' },
      { name: 'zalo-bot', platform: 'zalo-bot', apiRoot: 'https://bot-api.zaloplatforms.com' },
      {
        name: 'zalo-oa',
        platform: 'zalo-oa',
        appId: '50554360515256678',
        apiRoot: 'http://127.0.0.1:9',
        oauthRoot: 'http://127.0.0.1:8',
      },
    ])
    const [, zalo, oa] = bots
    expect(tokenOf(zalo)).toBe('2:b')
    expect(
      oa?.platform === 'zalo-oa' &&
        [oa.appSecret, oa.webhookKey, oa.refreshToken].map((secret) => secret?.reveal()),
    ).toEqual(['canary-app', 'canary-key', 'canary-refresh'])
    expect(`${JSON.stringify(bots)}${inspect(bots, { depth: 9 })}`).not.toContain('canary')
  })

  it('takes bots of all kinds from a file, with what their plans allow and how people find them', () => {
    writeFileSync(join(folder, 'app-secret'), 'sss\n')
    const path = file(`
- {name: xuan-tho, platform: zalo-bot, token: 1:aaa, branches: [CB1, CB2], plan: {people: 50, groups: 3, messagesPerMonth: 3000}, title: Bot Xuân Thọ, link: "https://zalo.me/1"}
- {name: phuong, platform: zalo-oa, appId: "123", appSecretFile: app-secret, webhookKey: k, oaId: "9", subtree: PAH, hasButtons: true, template: {id: "77", data: {ten: đồng chí}}}
- {name: t, platform: telegram, token: 2:bbb, plan: {}}`)
    const { bots } = readConfig({ BOTS_FILE: path })
    expect(bots).toMatchObject([
      {
        name: 'xuan-tho',
        platform: 'zalo-bot',
        plan: { people: 50, groups: 3, messagesPerMonth: 3000 },
        title: 'Bot Xuân Thọ',
        link: 'https://zalo.me/1',
      },
      {
        name: 'phuong',
        platform: 'zalo-oa',
        oaId: '9',
        subtree: 'PAH',
        hasButtons: true,
        template: { id: '77', data: { ten: 'đồng chí' } },
      },
      { name: 't', platform: 'telegram' },
    ])
    expect(bots[2]).not.toHaveProperty('plan')
  })

  it('treats empty variables as absent, as compose files pass them', () => {
    expect(
      readConfig({ DATABASE_URL: '', TELEGRAM_BOT_TOKEN: ' ', PORT: '', BOTS_FILE: '' }).isTryMode,
    ).toBe(true)
  })

  it.each([
    'https://a.example',
    'http://127.0.0.1:8',
    'http://localhost',
    'http://[::1]:3000',
    'https://a.example/tusoi/',
  ])('takes the address %s', (url) => {
    expect(faultsOf({ PUBLIC_URL: url })).toEqual([])
  })

  it.each(['myapp', 'telegraf', '*,-telegraf:*', '-telegraf:*', 'telegraf:nothing-known'])(
    'takes DEBUG=%s',
    (list) => {
      expect(faultsOf({ DEBUG: list })).toEqual([])
    },
  )
})

describe('what is not', () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    ['a port above the last', { PORT: '65536' }, ['PORT']],
    ['a port that is no number', { PORT: '0x50' }, ['PORT']],
    ['a zone that does not exist', { TIME_ZONE: 'Asia/Hanoi' }, ['TIME_ZONE']],
    ['an offset for a zone', { TIME_ZONE: '+07:00' }, ['TIME_ZONE']],
    ['an unknown level', { LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
    ['a mode that is nearly right', { NODE_ENV: 'Production' }, ['NODE_ENV']],
    ['a host with a scheme', { HOST: 'http://x' }, ['HOST']],
    ['plain http in the open', { PUBLIC_URL: 'http://tusoi.example' }, ['PUBLIC_URL']],
    ['an address with a user', { PUBLIC_URL: 'https://me:pw@tusoi.example' }, ['PUBLIC_URL']],
    ['an address with a query', { PUBLIC_URL: 'https://tusoi.example/?' }, ['PUBLIC_URL']],
    ['another database', { DATABASE_URL: 'mysql://x' }, ['DATABASE_URL']],
    [
      'a webhook secret with a blank',
      { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_WEBHOOK_SECRET: 'a b' },
      ['TELEGRAM_WEBHOOK_SECRET'],
    ],
    ['a token with a blank', { TELEGRAM_BOT_TOKEN: '1: a' }, ['TELEGRAM_BOT_TOKEN']],
    [
      'a secret twice',
      { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_BOT_TOKEN_FILE: '/x' },
      ['TELEGRAM_BOT_TOKEN_FILE'],
    ],
    [
      'a file that is not there',
      { TELEGRAM_BOT_TOKEN_FILE: '/nowhere/token' },
      ['TELEGRAM_BOT_TOKEN_FILE'],
    ],
    ['an empty file', { METRICS_TOKEN_FILE: file('\n') }, ['METRICS_TOKEN_FILE']],
    ['a root without a token', { TELEGRAM_API_ROOT: 'https://x.example' }, ['TELEGRAM_BOT_TOKEN']],
    [
      'a root of a Zalo bot without a token',
      { ZALO_BOT_API_ROOT: 'https://x.example' },
      ['ZALO_BOT_TOKEN'],
    ],
    [
      'half an official account',
      { ZALO_OA_REFRESH_TOKEN: 'x' },
      ['ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET'],
    ],
    ['an official account without its secret', { ZALO_OA_APP_ID: 'x' }, ['ZALO_OA_APP_SECRET']],
    [
      'an official account whose secret cannot be read',
      { ZALO_OA_APP_ID: 'x', ZALO_OA_APP_SECRET_FILE: '/nowhere' },
      ['ZALO_OA_APP_SECRET_FILE'],
    ],
    [
      'faults of every bot',
      {
        TELEGRAM_BOT_TOKEN: 'a b',
        ZALO_BOT_TOKEN: 'a b',
        ZALO_OA_APP_ID: 'a b',
        ZALO_OA_APP_SECRET: 'a b',
      },
      ['TELEGRAM_BOT_TOKEN', 'ZALO_BOT_TOKEN', 'ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET'],
    ],
    ['DEBUG that prints updates', { DEBUG: 'telegraf:*' }, ['DEBUG']],
    ['DEBUG that prints everything', { DEBUG: 'a *' }, ['DEBUG']],
    [
      'production with nothing',
      { NODE_ENV: 'production' },
      ['DATABASE_URL', 'MASTER_KEY_FILE', 'ZALO_BOT_TOKEN'],
    ],
    [
      'bots twice',
      { BOTS_FILE: file('- {name: a, platform: telegram, token: 1:a}'), TELEGRAM_BOT_TOKEN: '1:a' },
      ['BOTS_FILE'],
    ],
    ['a bots file that is not there', { BOTS_FILE: '/nowhere.yaml' }, ['BOTS_FILE']],
    ['a bots file that is no list', { BOTS_FILE: file('name: a') }, ['BOTS_FILE']],
    ['a bots file that is no YAML', { BOTS_FILE: file('- {name: a') }, ['BOTS_FILE']],
    [
      'an entry without a token',
      { BOTS_FILE: file('- {name: a, platform: telegram}') },
      ['BOTS_FILE[1].token'],
    ],
    ['an entry that is no bot', { BOTS_FILE: file('- 7') }, ['BOTS_FILE[1]']],
    [
      'an entry with an unknown key',
      { BOTS_FILE: file('- {name: a, platform: telegram, tokn: 1:a}') },
      ['BOTS_FILE[1]'],
    ],
    [
      'an unknown platform',
      { BOTS_FILE: file('- {name: a, platform: viber, token: x}') },
      ['BOTS_FILE[1].platform'],
    ],
    [
      'an official account that has a token',
      { BOTS_FILE: file('- {name: a, platform: zalo-oa, token: x, appId: 1}') },
      ['BOTS_FILE[1].appId', 'BOTS_FILE[1]'],
    ],
    [
      'an official account without its secret',
      { BOTS_FILE: file('- {name: a, platform: zalo-oa, appId: "1"}') },
      ['BOTS_FILE[1].appSecret'],
    ],
    [
      'a Zalo bot with keys of another kind',
      { BOTS_FILE: file('- {name: a, platform: zalo-bot, token: x, appId: "1"}') },
      ['BOTS_FILE[1]'],
    ],
    [
      'a plan that is none',
      {
        BOTS_FILE: file(
          '- {name: a, platform: zalo-bot, token: x, plan: {people: 0, groups: many}}',
        ),
      },
      ['BOTS_FILE[1].plan.people', 'BOTS_FILE[1].plan.groups'],
    ],
    [
      'a link that is none',
      {
        BOTS_FILE: file(
          '- {name: a, platform: zalo-bot, token: x, link: "http://zalo.me/1", title: ""}',
        ),
      },
      ['BOTS_FILE[1].title', 'BOTS_FILE[1].link'],
    ],
    [
      'one official account twice',
      {
        BOTS_FILE: file(
          '- {name: a, platform: zalo-oa, appId: "1", appSecret: s}\n- {name: b, platform: zalo-oa, appId: "1", appSecret: s}',
        ),
      },
      ['BOTS_FILE'],
    ],
    [
      'branches and a subtree',
      { BOTS_FILE: file('- {name: a, platform: telegram, token: 1:a, branches: [X], subtree: Y}') },
      ['BOTS_FILE[1].subtree'],
    ],
    [
      'a bad name',
      { BOTS_FILE: file('- {name: "A b", platform: telegram, token: 1:a}') },
      ['BOTS_FILE[1].name'],
    ],
    [
      'one name twice',
      {
        BOTS_FILE: file(
          '- {name: a, platform: telegram, token: 1:a}\n- {name: a, platform: telegram, token: 2:a}',
        ),
      },
      ['BOTS_FILE'],
    ],
    [
      'one token twice',
      {
        BOTS_FILE: file(
          '- {name: a, platform: telegram, token: 1:a}\n- {name: b, platform: telegram, token: 1:a}',
        ),
      },
      ['BOTS_FILE'],
    ],
  ])('%s', (_, env, variables) => {
    expect(faultsOf(env)).toEqual(variables)
  })

  it('is told all at once, with what to do', () => {
    const read = (): unknown =>
      readConfig({
        PORT: 'x',
        TIME_ZONE: 'x',
        LOG_LEVEL: 'x',
        DATABASE_URL: 'x',
        TELEGRAM_BOT_TOKEN: 'a b',
        PUBLIC_URL: 'x',
      })
    expect(read).toThrow(ConfigFaults)
    try {
      read()
    } catch (error) {
      const { faults } = error as ConfigFaults
      expect(faults).toHaveLength(6)
      for (const { wrong, todo } of faults)
        expect([wrong, todo]).toEqual([
          expect.stringMatching(/^(is|holds) /),
          expect.stringMatching(/^[A-Z].*\.$/),
        ])
    }
  })
})
