import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import type { Reading } from './reading.ts'
import type { Secret } from './secret.ts'
import { address, botName, code, path, token, webhookSecret, words } from './values.ts'

/** One bot account. `branches` (codes) or `subtree` (a code of the tree) say whom it serves; neither: everyone. */
export interface BotConfig {
  readonly name: string
  readonly platform: 'telegram'
  readonly token: Secret
  readonly apiRoot: string
  readonly webhookSecret?: Secret
  readonly branches?: readonly string[]
  readonly subtree?: string
}

const telegramRoot = 'https://api.telegram.org'
const later = {
  wrong: 'is for Zalo, and this version speaks Telegram only',
  todo: 'Remove it; the Zalo platforms come with a later version.',
}

const botEntry = z.strictObject(
  {
    name: botName,
    platform: z.enum(['telegram', 'zalo-bot', 'zalo-oa'], { error: words.platform }),
    token: token.optional(),
    tokenFile: path.optional(),
    apiRoot: address.optional(),
    webhookSecret: webhookSecret.optional(),
    webhookSecretFile: path.optional(),
    branches: z.array(code, { error: words.codes }).min(1, words.codes).optional(),
    subtree: code.optional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has unknown keys: ${issue.keys.join(', ')}|Correct or remove them.`
        : 'is not a bot|Give name, platform and token.',
  },
)

/** The bots of `BOTS_FILE`, or the one of the single-bot variables; never both. */
export function readBots(reading: Reading): readonly BotConfig[] {
  const single = reading.set(/^(?:TELEGRAM|ZALO)_/)
  const file = reading.raw('BOTS_FILE')
  if (file === undefined) return readSingleBot(reading, single)
  if (single.length > 0) reading.fault('BOTS_FILE', `is set, and so is ${single.join(', ')}`, 'Keep the file, or those variables.')
  return readBotsFile(reading, file)
}

function readSingleBot(reading: Reading, single: readonly string[]): readonly BotConfig[] {
  for (const variable of single.filter((name) => name.startsWith('ZALO_'))) reading.fault(variable, later.wrong, later.todo)
  const botToken = reading.secret('TELEGRAM_BOT_TOKEN', token)
  const secret = reading.secret('TELEGRAM_WEBHOOK_SECRET', webhookSecret)
  const apiRoot = reading.take('TELEGRAM_API_ROOT', address) ?? telegramRoot
  if (botToken) return [{ name: 'telegram', platform: 'telegram', token: botToken, apiRoot, ...(secret && { webhookSecret: secret }) }]
  const stray = single.find((name) => /^TELEGRAM_(?:WEBHOOK_SECRET|API_ROOT)/.test(name))
  const isTokenSet = single.some((name) => name.startsWith('TELEGRAM_BOT_TOKEN'))
  if (stray !== undefined && !isTokenSet) {
    reading.fault('TELEGRAM_BOT_TOKEN', `is missing, and ${stray} is set`, 'Give the token, or remove the other.')
  }
  return []
}

function readBotsFile(reading: Reading, file: string): readonly BotConfig[] {
  const text = reading.file('BOTS_FILE', file)
  const entries = text === undefined ? undefined : readYaml(reading, text)
  if (entries === undefined) return []
  if (!Array.isArray(entries) || entries.length === 0) {
    reading.fault('BOTS_FILE', 'is not a list of bots', 'Begin each bot with "- name:".')
    return []
  }
  const bots = entries.flatMap((entry: unknown, index) => readBotEntry(reading, `BOTS_FILE[${String(index + 1)}]`, entry, dirname(file)))
  bots.forEach((bot, index) => {
    const before = bots.slice(0, index)
    const isTaken = before.some(({ name }) => name === bot.name)
    if (isTaken) reading.fault('BOTS_FILE', `names two bots ${bot.name}`, 'Give every bot its own name.')
    const twin = before.find((other) => other.token.reveal() === bot.token.reveal())
    if (twin) reading.fault('BOTS_FILE', `gives ${bot.name} the token of ${twin.name}`, 'Give every bot its own token.')
  })
  return bots
}

/** A parser's own message quotes the line it stumbled over, and that may be a token: only the place is told. */
function readYaml(reading: Reading, text: string): unknown {
  const document = parseDocument(text)
  const [broken] = document.errors
  if (!broken) return document.toJS()
  reading.fault('BOTS_FILE', `is not YAML (${broken.code}, line ${String(broken.linePos?.[0].line ?? 1)})`, 'Correct that line.')
  return undefined
}

function readBotEntry(reading: Reading, at: string, raw: unknown, directory: string): readonly BotConfig[] {
  const entry = reading.check(at, botEntry, raw)
  if (!entry) return []
  const { name, platform, branches, subtree } = entry
  if (platform !== 'telegram') reading.fault(`${at}.platform`, later.wrong, later.todo)
  if (branches && subtree !== undefined) reading.fault(`${at}.subtree`, 'is given, and so is branches', 'Keep one of the two.')
  const botToken = readSecret(reading, `${at}.token`, { schema: token, value: entry.token, file: entry.tokenFile, directory })
  const secret = readSecret(reading, `${at}.webhookSecret`, {
    schema: webhookSecret,
    value: entry.webhookSecret,
    file: entry.webhookSecretFile,
    directory,
  })
  if (entry.token === undefined && entry.tokenFile === undefined) reading.fault(`${at}.token`, 'is missing', 'Give token or tokenFile.')
  if (platform !== 'telegram' || !botToken) return []
  const serves = { ...(branches && { branches }), ...(subtree !== undefined && { subtree }) }
  return [{ name, platform, token: botToken, apiRoot: entry.apiRoot ?? telegramRoot, ...(secret && { webhookSecret: secret }), ...serves }]
}

interface SecretSource {
  readonly schema: z.ZodType<string>
  readonly value: string | undefined
  /** A relative name is looked for beside the bots file. */
  readonly file: string | undefined
  readonly directory: string
}

function readSecret(reading: Reading, at: string, { schema, value, file, directory }: SecretSource): Secret | undefined {
  if (file === undefined) return reading.hide(at, schema, value)
  if (value === undefined) return reading.hide(`${at}File`, schema, reading.file(`${at}File`, resolve(directory, file)))
  reading.fault(`${at}File`, 'is given beside the value itself', 'Keep one of the two.')
  return undefined
}
