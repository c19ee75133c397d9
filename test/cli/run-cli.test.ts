import { existsSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { startStandIn } from '../support/telegram/standin.ts'
import { startStandIn as startZaloBot } from '../support/zalo-bot/standin.ts'
import { branch, file, fresh, heading, roster, tusoi } from './tusoi.ts'
import type { Env } from './tusoi.ts'

describe('without an installation', () => {
  it.each<[string, readonly string[], number, RegExp]>([
    ['nothing', [], 0, /^tusoi \d.*\n[^]*tusoi org import FILE[^]*Exit codes/],
    ['help', ['help'], 0, /tusoi invite --branch CODE/],
    ['help of one', ['help', 'org', 'import'], 0, /^tusoi org import FILE.xlsx\|.csv\n/],
    ['help of one, as an option', ['invite', '--help'], 0, /^tusoi invite --branch CODE/],
    ['version', ['version'], 0, /^\d+\.\d+\.\d+$/],
    [
      'a word nobody knows',
      ['frobnicate', 'now'],
      2,
      /^error usage: There is no command "frobnicate now"/,
    ],
    ['half a command', ['org'], 2, /There is no command "org"/],
    ['no file', ['org', 'import'], 2, /used so: tusoi org import FILE/],
    ['two files', ['org', 'import', 'a', 'b'], 2, /used so/],
    ['an option nobody knows', ['org', 'tree', '--deep'], 2, /used so: tusoi org tree\./],
    ['an option without its value', ['invite', '--branch'], 2, /used so: tusoi invite/],
    ['a required option missing', ['round', 'open'], 2, /used so: tusoi round open --branch CODE/],
    ['another kind of file', ['invite', '--branch', 'X', '--out', 'a.txt'], 2, /ends in .csv/],
    ['another kind of template', ['org', 'template', 'a.docx'], 2, /a .csv or an .xlsx/],
    [
      'a file that is not there',
      ['org', 'import', '/nowhere.csv'],
      3,
      /^error file-unreadable: .*ENOENT/,
    ],
    ['no bot', ['bot', 'check'], 4, /^error no-bot: No bot is configured/],
  ])('%s', async (_, argv, code, text) => {
    const result = await tusoi({ DATA_DIR: fresh('unused') }, ...argv)
    expect(`${result.out}${result.err}`).toMatch(text)
    expect(result.code).toBe(code)
    expect(code === 0 ? result.err : result.out).toBe('')
  })

  it('tells all faults of the configuration at once, and starts nothing', async () => {
    const dataDir = fresh('data')
    const { code, err } = await tusoi(
      { DATA_DIR: dataDir, PORT: 'x', TIME_ZONE: 'Mars/Base', NODE_ENV: 'production' },
      'org',
      'tree',
    )
    expect(code).toBe(4)
    for (const name of ['PORT', 'TIME_ZONE', 'DATABASE_URL', 'MASTER_KEY_FILE', 'ZALO_BOT_TOKEN'])
      expect(err).toContain(`  ${name} `)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('writes templates, and over nothing', async () => {
    for (const ending of ['csv', 'xlsx']) {
      const path = `${fresh('template')}.${ending}`
      expect(await tusoi({}, 'org', 'template', path)).toMatchObject({ code: 0, err: '' })
      expect(statSync(path).size).toBeGreaterThan(50)
      expect(await tusoi({}, 'org', 'template', path)).toMatchObject({
        code: 3,
        err: expect.stringContaining('file-exists') as string,
      })
    }
  })

  it.each<[string, string | Uint8Array, RegExp]>([
    [
      'a bad row',
      `${roster}\n${branch},,x,official,000123`,
      /has 2 faults\. Nothing was imported\.[^]*line 7, full_name: is empty\n {2}line 7, role: is none of/,
    ],
    ['no UTF-8', Buffer.from(heading + '\nTr\xe0n', 'latin1'), /not text in UTF-8/],
    ['a quote left open', `${roster}\n"x`, /Line 7: A quotation mark/],
    ['nothing', '', /The file is empty/],
  ])('refuses a roster with %s before it opens anything', async (_, content, text) => {
    const dataDir = fresh('data')
    const { code, err } = await tusoi({ DATA_DIR: dataDir }, 'org', 'import', file(content))
    expect(code).toBe(3)
    expect(err).toMatch(text)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('does not print a thousand faults', async () => {
    const { err } = await tusoi(
      {},
      'org',
      'import',
      file([heading, ...Array.from({ length: 1000 }, () => `${branch},x,,,`)].join('\n')),
    )
    expect(err.split('\n')).toHaveLength(52)
    expect(err).toContain('… and 2950 more.')
  })
})

describe('a database that cannot be had', () => {
  it.each<[string, Env, string]>([
    [
      'nobody listens',
      { DATABASE_URL: 'postgresql://tusoi:canary@127.0.0.1:9/tusoi' },
      'unreachable',
    ],
    ['a directory that cannot be', { DATA_DIR: '/dev/null/nowhere' }, 'unwritable-data-dir'],
  ])('%s', async (_, env, code) => {
    const result = await tusoi({ DATA_DIR: fresh('data'), ...env }, 'org', 'tree')
    expect(result.code).toBe(5)
    expect(result.err).toMatch(new RegExp(`^error ${code}: .*Nothing was changed`))
    expect(result.err).not.toContain('canary')
  })

  it('is said to be in use while the service has it open', async () => {
    const { connect } = await import('../../src/database/connect.ts')
    const dataDir = fresh('data')
    const database = await connect({ dataDir })
    const result = await tusoi({ DATA_DIR: dataDir }, 'org', 'tree')
    const doctor = await tusoi({ DATA_DIR: dataDir }, 'doctor')
    await database.close()
    expect(result).toMatchObject({
      code: 5,
      err: expect.stringMatching(
        /^error data-dir-in-use: Process \d+ .*is using the data directory/,
      ) as string,
    })
    expect(doctor.out).toMatch(/warn {2}database {8}cannot be looked at while it is in use/)
  })
})

describe('bots', () => {
  it('are asked for by their token', async () => {
    const standIn = await startStandIn({ token: '1:good', username: 'tu_soi_bot' })
    const env = { TELEGRAM_API_ROOT: standIn.apiRoot, DATA_DIR: fresh('data') }
    expect(await tusoi({ ...env, TELEGRAM_BOT_TOKEN: '1:good' }, 'bot', 'check')).toEqual({
      code: 0,
      out: 'telegram is @tu_soi_bot',
      err: '',
    })
    const refused = await tusoi({ ...env, TELEGRAM_BOT_TOKEN: '1:canary' }, 'bot', 'check')
    expect(refused).toMatchObject({
      code: 1,
      err: 'telegram: the platform does not know this token. Copy it anew from @BotFather, or from Zalo Bot Creator.',
    })
    await standIn.close()
    expect(await tusoi({ ...env, TELEGRAM_BOT_TOKEN: '1:good' }, 'bot', 'check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not answer') as string,
    })
    expect((await tusoi({ ...env, TELEGRAM_BOT_TOKEN: '1:good' }, 'doctor')).out).toMatch(
      /fail {2}bots {12}telegram: the platform does not answer/,
    )
  })

  it('of all kinds at once, each by its own platform', async () => {
    const telegram = await startStandIn({ token: '1:good', username: 'tu_soi_bot' })
    const zalo = await startZaloBot({ token: '2:good', displayName: 'Bot An Hòa' })
    const env = {
      TELEGRAM_API_ROOT: telegram.apiRoot,
      TELEGRAM_BOT_TOKEN: '1:good',
      ZALO_BOT_API_ROOT: zalo.apiRoot,
      ZALO_BOT_TOKEN: '2:good',
      ZALO_OA_APP_ID: '1234567890',
      ZALO_OA_APP_SECRET: 'secret',
      DATA_DIR: fresh('data'),
    }
    const out = 'telegram is @tu_soi_bot\nzalo-bot is Bot An Hòa'
    expect(await tusoi(env, 'bot', 'check')).toEqual({
      code: 1,
      out,
      err: 'zalo-oa: is not authorised. Run "tusoi bot authorise".',
    })
    expect(await tusoi({ ...env, ZALO_OA_REFRESH_TOKEN: 'canary' }, 'bot', 'check')).toEqual({
      code: 0,
      out: `${out}\nzalo-oa: has a refresh token, which the service takes up at its next start`,
      err: '',
    })
    const wrong = await tusoi({ ...env, ZALO_BOT_TOKEN: '2:canary' }, 'bot', 'check')
    expect(wrong.err).toMatch(/^zalo-bot: the platform does not know this token/)
    expect(wrong.err).not.toContain('canary')
    // Nothing is made for a look, and where nothing has begun there is nothing to tell of a plan.
    expect(existsSync(env.DATA_DIR)).toBe(false)
    const { connect } = await import('../../src/database/connect.ts')
    const inUse = await connect({ dataDir: env.DATA_DIR })
    const beside = await tusoi(
      { ...env, ZALO_OA_APP_ID: '', ZALO_OA_APP_SECRET: '' },
      'bot',
      'check',
    )
    expect(beside).toMatchObject({ code: 0, err: '' })
    expect(beside.out).toContain('the running service has the embedded database')
    await inUse.close()
    expect(await tusoi(env, 'bot', 'check')).toEqual({
      code: 1,
      out,
      err: 'zalo-oa: is not authorised. Run "tusoi bot authorise".',
    })
    // A Zalo Bot has a plan though nobody gave one; Telegram has none.
    expect((await tusoi(env, 'migrate')).code).toBe(0)
    const told = await tusoi({ ...env, ZALO_OA_REFRESH_TOKEN: 'canary' }, 'bot', 'check')
    expect(told).toMatchObject({ code: 0, err: '' })
    expect(told.out).toMatch(
      /zalo-bot: 0 people \(plan: 50\), 0 groups \(plan: 3\), messages a month: 3,000\n {2}\d{4}-\d\d: 0 sent, 0 expected in all \(0 %\), free\n/,
    )
    expect(told.out).not.toContain('telegram:')
    await Promise.all([telegram.close(), zalo.close()])
  })
})
