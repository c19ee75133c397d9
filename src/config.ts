// The environment and the bots file, read once and checked whole: every fault is reported, and
// nothing has been started.
import { resolve } from 'node:path'
import { readBots } from './config/bots.ts'
import type { BotConfig } from './config/bot-config.ts'
import { Reading } from './config/reading.ts'
import type { ConfigFault, Environment } from './config/reading.ts'
import type { Secret } from './config/secret.ts'
import * as values from './config/values.ts'

export type { BotConfig, TelegramConfig, ZaloBotConfig, ZaloOaConfig } from './config/bot-config.ts'
export type { Environment } from './config/reading.ts'

type LogLevel = (typeof values.logLevels)[number]

/** Holds secrets as `Secret` only, so that it can be printed. */
export interface Config {
  readonly isProduction: boolean
  /** No bot, and not in production: the made-up branch and the playground. */
  readonly isTryMode: boolean
  /** Absent: the embedded database under `dataDir`. */
  readonly databaseUrl?: Secret
  readonly dataDir: string
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Without a slash at the end. Absent: polling, and no links. */
  readonly publicUrl?: string
  /** Absent: generated in `dataDir`. */
  readonly masterKeyFile?: string
  readonly bots: readonly BotConfig[]
  readonly timeZone: string
  readonly logLevel: LogLevel
  readonly metricsToken?: Secret
  /** The operator's own wording of papers, over the shipped one. */
  readonly templatesDir?: string
}

/**
 * Everything that is wrong with the configuration, at once; its message may be shown and logged.
 */
export class ConfigFaults extends Error {
  override readonly name = 'ConfigFaults'
  readonly faults: readonly ConfigFault[]

  constructor(faults: readonly ConfigFault[]) {
    super(faults.map(({ variable, wrong, todo }) => `${variable} ${wrong}. ${todo}`).join('\n'))
    this.faults = faults
  }
}

/**
 * The names under which the client's `debug` prints whole updates, and with them what members
 * wrote.
 */
const talkativeNames = ['main', 'context', 'polling', 'session', 'webhook', 'scenes:context'].map(
  (name) => `telegraf:${name}`,
)

/**
 * The configuration (design §4) from the environment, the files that `*_FILE` variables name, and
 * `BOTS_FILE`. Refuses with `ConfigFaults`.
 */
export function readConfig(env: Environment = process.env): Config {
  const reading = new Reading(env)
  const isProduction = reading.take('NODE_ENV', values.mode) === 'production'
  const bots = readBots(reading)
  const databaseUrl = reading.secret('DATABASE_URL', values.databaseUrl)
  const metricsToken = reading.secret('METRICS_TOKEN', values.oneWord)
  const publicUrl = reading.take('PUBLIC_URL', values.address)
  const masterKeyFile = reading.raw('MASTER_KEY_FILE')
  const templatesDir = reading.raw('TEMPLATES_DIR')
  const config = {
    isProduction,
    isTryMode: !isProduction && bots.length === 0,
    dataDir: resolve(reading.raw('DATA_DIR') ?? 'data'),
    host: reading.take('HOST', values.host) ?? '127.0.0.1',
    port: reading.take('PORT', values.port) ?? 3000,
    bots,
    timeZone: reading.take('TIME_ZONE', values.timeZone) ?? 'Asia/Ho_Chi_Minh',
    logLevel: reading.take('LOG_LEVEL', values.logLevel) ?? 'info',
    ...(databaseUrl && { databaseUrl }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(masterKeyFile !== undefined && { masterKeyFile: resolve(masterKeyFile) }),
    ...(metricsToken && { metricsToken }),
    ...(templatesDir !== undefined && { templatesDir: resolve(templatesDir) }),
  }
  if (isProduction) checkProduction(reading)
  if (showsUpdates(reading.raw('DEBUG') ?? '')) {
    reading.fault(
      'DEBUG',
      'makes telegraf print what members write',
      'Unset it, or add -telegraf:* to it.',
    )
  }
  if (reading.faults.length > 0) throw new ConfigFaults(reading.faults)
  return config
}

function checkProduction(reading: Reading): void {
  const isSet = (name: string): boolean => reading.raw(name) !== undefined
  const isAnyBotNamed = reading.set(/^(?:TELEGRAM_|ZALO_|BOTS_FILE$)/).length > 0
  const missing = 'is missing in production'
  const hasDatabase = isSet('DATABASE_URL') || isSet('DATABASE_URL_FILE')
  if (!hasDatabase)
    reading.fault(
      'DATABASE_URL',
      missing,
      'Give a PostgreSQL address: the embedded database is for trying out.',
    )
  if (!isSet('MASTER_KEY_FILE'))
    reading.fault(
      'MASTER_KEY_FILE',
      missing,
      'Name a file of 32 random bytes that only the service can read.',
    )
  if (isAnyBotNamed) return
  reading.fault(
    'ZALO_BOT_TOKEN',
    missing,
    'Configure a bot: this one, TELEGRAM_BOT_TOKEN, ZALO_OA_APP_ID, or BOTS_FILE.',
  )
}

/**
 * Whether a list for the `debug` package switches on one of telegraf's names; `-name` takes one
 * back.
 */
function showsUpdates(list: string): boolean {
  const patterns = list.split(/[\s,]+/).filter(Boolean)
  const off = patterns
    .filter((pattern) => pattern.startsWith('-'))
    .map((pattern) => pattern.slice(1))
  const on = patterns.filter((pattern) => !pattern.startsWith('-'))
  return talkativeNames.some(
    (name) =>
      on.some((pattern) => fits(pattern, name)) && !off.some((pattern) => fits(pattern, name)),
  )
}

function fits(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped}$`).test(name)
}
