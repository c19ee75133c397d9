import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'tu-soi-secrets-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('secrets of a configuration', () => {
  const env = {
    NODE_ENV: 'production',
    MASTER_KEY_FILE: '/run/secrets/kek',
    TELEGRAM_BOT_TOKEN: '123:canary-token',
    DATABASE_URL: 'postgresql://u:canary-db@h/d',
    METRICS_TOKEN: 'canary-metrics',
    TELEGRAM_WEBHOOK_SECRET: 'canary-hook',
  }

  it('are in no way of printing it', () => {
    const config = readConfig(env)
    const shown = [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      String(config.databaseUrl),
      ...config.bots.map(String),
    ]
    for (const text of shown) expect(text).not.toContain('canary')
    expect(inspect({ ...config }, { depth: 9 })).toContain('[secret]')
  })

  it('are in no fault', () => {
    const bots = join(folder, 'bots.yaml')
    writeFileSync(
      bots,
      '- {name: a, platform: telegram, token: "canary token"}\n- {name: b, platform: x, token: canary/b}\n- canary: [',
    )
    const wrong = {
      ...env,
      DATABASE_URL: 'canary-db',
      TELEGRAM_BOT_TOKEN: 'canary token',
      METRICS_TOKEN: 'canary metrics',
      TELEGRAM_WEBHOOK_SECRET: 'canary hook',
    }
    for (const each of [wrong, { BOTS_FILE: bots }]) {
      try {
        readConfig(each)
        expect.unreachable()
      } catch (error) {
        expect(`${String(error)}${inspect(error, { depth: 9 })}`).not.toContain('canary')
      }
    }
  })
})
