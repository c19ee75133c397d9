import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { file, fresh, tusoi } from './tusoi.ts'
import type { Env } from './tusoi.ts'

describe('the doctor', () => {
  it('finds nothing to fear in an empty place, and leaves it empty', async () => {
    const dataDir = fresh('data')
    const { out } = await tusoi({ DATA_DIR: dataDir }, 'doctor')
    expect(out).toMatch(/ok {4}data directory {2}.* will be made at the first start/)
    expect(out).toMatch(/warn {2}database {8}will be the embedded one/)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('lists every fault of the configuration', async () => {
    const { code, out } = await tusoi({ PORT: 'x', LOG_LEVEL: 'y' }, 'doctor')
    expect(code).toBe(1)
    expect(out).toMatch(
      /fail {2}configuration {3}PORT is not a port[^]*fail {2}configuration {3}LOG_LEVEL/,
    )
  })

  it('says that a key is missing, a database does not answer and a place cannot be written', async () => {
    const env = {
      DATA_DIR: '/dev/null/nowhere',
      MASTER_KEY_FILE: '/nowhere/kek',
      DATABASE_URL: 'postgresql://tusoi:canary@127.0.0.1:9/tusoi',
    }
    const { code, out } = await tusoi(env, 'doctor')
    expect(code).toBe(1)
    expect(out).toMatch(
      /fail {2}data directory[^]*fail {2}key {13}There is no master key file[^]*fail {2}database {8}PostgreSQL does not answer/,
    )
    expect(out).not.toContain('canary')
  })

  it.each<[string, Env, RegExp]>([
    [
      'plain http',
      { PUBLIC_URL: 'http://127.0.0.1:3000' },
      /warn {2}public address {2}http:\/\/127.0.0.1:3000 can be reached from this machine only/,
    ],
    [
      'a port nobody calls',
      { PUBLIC_URL: 'https://tusoi.example:3000' },
      /warn {2}public address .*443, 80, 88 and 8443/,
    ],
    [
      'a good address',
      { PUBLIC_URL: 'https://tusoi.example' },
      /ok {4}public address {2}https:\/\/tusoi.example/,
    ],
    ['none', {}, /ok {4}public address {2}PUBLIC_URL is not set/],
    ['figures without a token', {}, /ok {4}metrics {9}METRICS_TOKEN is not set/],
    [
      'figures without a token behind a proxy',
      { PUBLIC_URL: 'https://tusoi.example' },
      /warn {2}metrics {9}METRICS_TOKEN is not set.* Set METRICS_TOKEN/,
    ],
    [
      'figures without a token on every address',
      { HOST: '0.0.0.0' },
      /warn {2}metrics {9}METRICS_TOKEN is not set/,
    ],
    [
      'figures with a token',
      { METRICS_TOKEN: 'abcdefghijklmnop', PUBLIC_URL: 'https://tusoi.example' },
      /ok {4}metrics {9}are shown to whoever brings METRICS_TOKEN/,
    ],
  ])('judges %s', async (_, env, text) => {
    expect((await tusoi({ DATA_DIR: fresh('data'), ...env }, 'doctor')).out).toMatch(text)
  })
})

it('keys are kept from others: the doctor says so', async () => {
  const key = file(randomBytes(32), 'key')
  const look = async (): Promise<string> =>
    (await tusoi({ DATA_DIR: fresh('data'), MASTER_KEY_FILE: key }, 'doctor')).out
  chmodSync(key, 0o640)
  expect(await look()).toMatch(/warn {2}key .*chmod 600/)
  chmodSync(key, 0o400)
  expect(await look()).toMatch(/ok {4}key .*fingerprint [0-9a-f]{8}/)
})
