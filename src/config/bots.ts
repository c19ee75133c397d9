import { dirname } from 'node:path'
import { parseDocument } from 'yaml'
import { type BotConfig, defaultOauthRoot, defaultRoots, identityOf } from './bot-config.ts'
import { readBotEntry } from './bot-entry.ts'
import type { Reading } from './reading.ts'
import { address, oneWord, token, webhookSecret } from './values.ts'

/**
 * The bots of `BOTS_FILE`, or those of the single-bot variables, at most one of each platform;
 * never both.
 */
export function readBots(reading: Reading): readonly BotConfig[] {
  const single = reading.set(/^(?:TELEGRAM|ZALO)_/)
  const file = reading.raw('BOTS_FILE')
  if (file === undefined)
    return [...readTelegram(reading), ...readZaloBot(reading), ...readZaloOa(reading)]
  if (single.length > 0)
    reading.fault(
      'BOTS_FILE',
      `is set, and so is ${single.join(', ')}`,
      'Keep the file, or those variables.',
    )
  return readBotsFile(reading, file)
}

function readTelegram(reading: Reading): readonly BotConfig[] {
  const botToken = reading.secret('TELEGRAM_BOT_TOKEN', token)
  const secret = reading.secret('TELEGRAM_WEBHOOK_SECRET', webhookSecret)
  const apiRoot = reading.take('TELEGRAM_API_ROOT', address) ?? defaultRoots.telegram
  checkWhole(reading, 'TELEGRAM_', ['TELEGRAM_BOT_TOKEN'])
  if (!botToken) return []
  return [
    {
      name: 'telegram',
      platform: 'telegram',
      token: botToken,
      apiRoot,
      ...(secret && { webhookSecret: secret }),
    },
  ]
}

function readZaloBot(reading: Reading): readonly BotConfig[] {
  const botToken = reading.secret('ZALO_BOT_TOKEN', token)
  const secret = reading.secret('ZALO_BOT_WEBHOOK_SECRET', webhookSecret)
  const apiRoot = reading.take('ZALO_BOT_API_ROOT', address) ?? defaultRoots['zalo-bot']
  checkWhole(reading, 'ZALO_BOT_', ['ZALO_BOT_TOKEN'])
  if (!botToken) return []
  return [
    {
      name: 'zalo-bot',
      platform: 'zalo-bot',
      token: botToken,
      apiRoot,
      ...(secret && { webhookSecret: secret }),
    },
  ]
}

function readZaloOa(reading: Reading): readonly BotConfig[] {
  const appId = reading.take('ZALO_OA_APP_ID', oneWord)
  const appSecret = reading.secret('ZALO_OA_APP_SECRET', token)
  const webhookKey = reading.secret('ZALO_OA_WEBHOOK_KEY', token)
  const refreshToken = reading.secret('ZALO_OA_REFRESH_TOKEN', token)
  const apiRoot = reading.take('ZALO_OA_API_ROOT', address) ?? defaultRoots['zalo-oa']
  const oauthRoot = reading.take('ZALO_OA_OAUTH_ROOT', address) ?? defaultOauthRoot
  checkWhole(reading, 'ZALO_OA_', ['ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET'])
  if (appId === undefined || !appSecret) return []
  const keys = { ...(webhookKey && { webhookKey }), ...(refreshToken && { refreshToken }) }
  return [{ name: 'zalo-oa', platform: 'zalo-oa', appId, appSecret, apiRoot, oauthRoot, ...keys }]
}

/**
 * Some of one bot's variables, and not those it cannot do without. One that is set and wrong has
 * its own fault.
 */
function checkWhole(reading: Reading, prefix: string, needed: readonly string[]): void {
  const [stray] = reading.set(new RegExp(`^${prefix}`))
  if (stray === undefined) return
  for (const variable of needed) {
    if (reading.set(new RegExp(`^${variable}(?:_FILE)?$`)).length > 0) continue
    reading.fault(variable, `is missing, and ${stray} is set`, 'Give it, or remove the other.')
  }
}

function readBotsFile(reading: Reading, file: string): readonly BotConfig[] {
  const text = reading.file('BOTS_FILE', file)
  const entries = text === undefined ? undefined : readYaml(reading, text)
  if (entries === undefined) return []
  if (!Array.isArray(entries) || entries.length === 0) {
    reading.fault('BOTS_FILE', 'is not a list of bots', 'Begin each bot with "- name:".')
    return []
  }
  const directory = dirname(file)
  const bots = entries.flatMap((entry: unknown, index) => {
    return readBotEntry({ reading, at: `BOTS_FILE[${String(index + 1)}]`, directory }, entry)
  })
  bots.forEach((bot, index) => {
    const before = bots.slice(0, index)
    const isTaken = before.some(({ name }) => name === bot.name)
    if (isTaken)
      reading.fault('BOTS_FILE', `names two bots ${bot.name}`, 'Give every bot its own name.')
    const twin = before.find(
      (other) => other.platform === bot.platform && identityOf(other) === identityOf(bot),
    )
    if (twin)
      reading.fault(
        'BOTS_FILE',
        `gives ${bot.name} the token of ${twin.name}`,
        'Give every bot its own token.',
      )
  })
  return bots
}

/**
 * A parser's own message quotes the line it stumbled over, and that may be a token: only the place
 * is told.
 */
function readYaml(reading: Reading, text: string): unknown {
  const document = parseDocument(text)
  const [broken] = document.errors
  if (!broken) return document.toJS()
  reading.fault(
    'BOTS_FILE',
    `is not YAML (${broken.code}, line ${String(broken.linePos?.[0].line ?? 1)})`,
    'Correct that line.',
  )
  return undefined
}
