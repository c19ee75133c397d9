// Where the command line is put together: the only file of this folder that knows the database, the
// keys and the platforms.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../app.ts'
import { plansOf } from '../bots.ts'
import { ConfigFaults, readConfig } from '../config.ts'
import type {
  BotConfig,
  Config,
  Environment,
  TelegramConfig,
  ZaloBotConfig,
  ZaloOaConfig,
} from '../config.ts'
import { slipsOf } from '../conversation/screens/slips.ts'
import { connect } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { ensureWritable } from '../database/embedded-directory.ts'
import { migrate } from '../database/migrate.ts'
import { readMigrations } from '../database/migration-files.ts'
import { packageRoot } from '../database/package-root.ts'
import { DatabaseProblem, DatabaseUnknownOutcome, StatementFailed } from '../database/problem.ts'
import { drawSlips } from '../documents/slips.ts'
import { nextPeriod } from '../domain/period.ts'
import { createTranslators } from '../i18n/translator.ts'
import {
  InstallationKeyProblem,
  masterKeyPath,
  openInstallationKeys,
} from '../installation-keys.ts'
import { createCall } from '../platforms/telegram/call.ts'
import { faultOf, TelegramFault } from '../platforms/telegram/fault.ts'
import { Me } from '../platforms/telegram/schema.ts'
import { createCall as createZaloCall } from '../platforms/zalo-bot/call.ts'
import { faultOf as zaloFaultOf, ZaloBotFault } from '../platforms/zalo-bot/fault.ts'
import { Me as ZaloMe } from '../platforms/zalo-bot/schema.ts'
import { ZaloOaFault } from '../platforms/zalo-oa/fault.ts'
import { consentUrl, createOauth, readPasted, tokensOrFault } from '../platforms/zalo-oa/oauth.ts'
import { verifierBytes, verifierOf } from '../platforms/zalo-oa/pkce.ts'
import { QuestionnaireFaults } from '../questionnaires/fault.ts'
import { loadQuestionnaires } from '../questionnaires/load.ts'
import { openTemplates, TemplateFaults } from '../templates/load.ts'
import { createService } from '../composition.ts'
import { createKeyring, type Keyring } from '../sealing/keyring.ts'
import { loadMasterKey, MasterKeyProblem } from '../sealing/master-key.ts'
import { type BotBudget, createBudgets } from '../store/budgets.ts'
import type { IssuedCode } from '../store/codes.ts'
import { isKeyClaimed, readAppliedMigrations } from '../store/installation.ts'
import type { BotFace } from '../store/snapshot.ts'
import {
  createZaloTokenVault,
  replaceZaloTokens,
  type StoredZaloTokens,
} from '../store/zalo-tokens.ts'
import type { Io } from './command.ts'
import { exitCode } from './exit-code.ts'
import { Failure } from './failure.ts'
import { texts } from './texts.ts'

export type { BotConfig, Config } from '../config.ts'
export { readConfig } from '../config.ts'
export { masterKeyPath } from '../installation-keys.ts'
export { safeError } from '../log.ts'

export interface Opened {
  readonly config: Config
  readonly database: Database
  readonly keyring: Keyring
}

/** A command has few statements to run; the service needs the connections more. */
const poolSize = 2

/** Invitation slips in Vietnamese, which is what a branch speaks on paper. */
export function drawInvitations(
  codes: readonly IssuedCode[],
  bots: readonly BotFace[],
  until: string,
  now: Date,
): Promise<Uint8Array> {
  const { vi } = createTranslators(join(packageRoot(import.meta.url), 'locales'))
  return drawSlips(
    slipsOf(
      codes.map(({ fullName: name, code }) => ({ name, code })),
      bots,
      until,
      now,
      vi,
    ),
  )
}

/** The database as it is, nothing migrated. */
export function openDatabase({ databaseUrl, dataDir }: Config): Promise<Database> {
  return connect({ dataDir, poolSize, ...(databaseUrl && { url: databaseUrl.reveal() }) })
}

/**
 * Whether there is a database to look at: one that the service would make at its start is not made
 * for a look.
 */
export function hasDatabase({ databaseUrl, dataDir }: Config): boolean {
  return databaseUrl !== undefined || existsSync(join(dataDir, 'database'))
}

/**
 * What `look` finds in the database as it is; undefined before the first start, where none is there
 * or nothing is in it.
 */
async function lookInto<T>(
  config: Config,
  look: (database: Database) => Promise<T>,
): Promise<T | undefined> {
  if (!hasDatabase(config)) return undefined
  const database = await openDatabase(config)
  try {
    return (await readAppliedMigrations(database)).length === 0 ? undefined : await look(database)
  } finally {
    await database.close()
  }
}

/** The keys of a master key that is there. */
export function readKeyring(config: Config): Keyring {
  return createKeyring(loadMasterKey(masterKeyPath(config)))
}

/**
 * Opens configuration, database (migrated, as at the service's start) and keys for `work`, and
 * closes them after it.
 */
export async function withInstallation<T>(
  env: Environment | undefined,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const config = readConfig(env)
  const database = await openDatabase(config)
  try {
    await migrate(database)
    // On PostgreSQL nothing else has made the directory in which a key may have to be made.
    if (config.masterKeyFile === undefined) ensureWritable(config.dataDir)
    return await work({ config, database, keyring: await openInstallationKeys(config, database) })
  } finally {
    await database.close()
  }
}

/** What a use case is given. No platform: what it queues is sent by the running service. */
export function openApp({ config, database, keyring }: Opened, now: () => Date): App {
  const root = packageRoot(import.meta.url)
  const words = createTranslators(join(root, 'locales'))
  const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))
  const papers = openTemplates(root, config.templatesDir)
  return createService({
    database,
    keyring,
    platforms: new Map(),
    words,
    questionnaires,
    papers,
    now,
    zone: config.timeZone,
  }).app
}

export interface PlanStanding {
  readonly now: BotBudget
  readonly next: BotBudget
}

/**
 * This month and the next of each bot with a plan, its platform's own or the operator's; without
 * one the database is not opened.
 * `inUse`: the running service has the embedded database.
 */
export async function reckonPlans(
  config: Config,
  now: () => Date,
): Promise<readonly PlanStanding[] | 'inUse'> {
  const plans = plansOf(config.bots)
  if (plans.size === 0) return []
  const reckon = async (database: Database): Promise<readonly PlanStanding[]> => {
    const budgets = createBudgets({ database, plans, zone: config.timeZone, now })
    const month = budgets.thisMonth()
    const found: PlanStanding[] = []
    for (const bot of plans.keys()) {
      found.push({
        now: await budgets.reckon(bot, month),
        next: await budgets.reckon(bot, nextPeriod(month)),
      })
    }
    return found
  }
  try {
    return (await lookInto(config, reckon)) ?? []
  } catch (error) {
    if (error instanceof DatabaseProblem && error.code === 'data-dir-in-use') return 'inUse'
    throw error
  }
}

/** Brings the schema up to date and gives the names of the migrations applied. */
export async function migrateOnly(env: Environment | undefined): Promise<readonly string[]> {
  const database = await openDatabase(readConfig(env))
  try {
    return await migrate(database)
  } finally {
    await database.close()
  }
}

export interface MigrationStanding {
  /** Of this program, and not yet in the database. */
  readonly pending: readonly string[]
  /** Of the database, and not of this program. */
  readonly unknown: readonly string[]
}

export async function compareMigrations(database: Database): Promise<MigrationStanding> {
  const ours = readMigrations().map(({ name }) => name)
  const applied = await readAppliedMigrations(database)
  return {
    pending: ours.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !ours.includes(name)),
  }
}

/**
 * What a bot is called on its platform; of an official account, until when its token lasts. Changes
 * nothing there: an official account's refresh token works once and is left to the service. Throws
 * an error that may be shown.
 */
export async function botStanding(config: Config, bot: BotConfig): Promise<string> {
  switch (bot.platform) {
    case 'telegram':
      return `@${await telegramName(bot)}`
    case 'zalo-bot':
      return zaloBotName(bot)
    case 'zalo-oa':
      return oaStanding(config, bot)
  }
}

async function zaloBotName({ token, apiRoot }: ZaloBotConfig): Promise<string> {
  const reply = await createZaloCall({ token: token.reveal(), apiRoot })(
    'getMe',
    {},
    { deadlineMs: 10_000 },
  )
  const me = ZaloMe.safeParse(reply.kind === 'ok' ? reply.result : undefined)
  if (!me.success) throw zaloFaultOf(reply, 'getMe') ?? new ZaloBotFault('unreachable', 'getMe')
  return me.data.display_name ?? me.data.account_name ?? me.data.id ?? ''
}

async function oaStanding(config: Config, { name, refreshToken }: ZaloOaConfig): Promise<string> {
  const stored = await readOaTokens(config, name)
  if (stored?.state === 'needsAuthorisation') throw new ZaloOaFault('needsAuthorisation')
  if (stored !== undefined) return texts.oaStanding(stored.tokens.expiresAt)
  if (refreshToken === undefined) throw new ZaloOaFault('needsAuthorisation')
  return texts.oaNotBegun
}

/** As they are in the database. What keeps them from being read is not the platform's silence. */
async function readOaTokens(config: Config, bot: string): Promise<StoredZaloTokens | undefined> {
  try {
    return await lookInto(config, async (database) => {
      // Before a key is claimed nothing is sealed, and outside production there may be no key yet.
      return (await isKeyClaimed(database))
        ? createZaloTokenVault(database, readKeyring(config), bot).read()
        : undefined
    })
  } catch (cause) {
    throw Object.assign(new Error('the tokens could not be read', { cause }), {
      code: 'tokensUnseen',
    })
  }
}

async function telegramName({ token, apiRoot }: TelegramConfig): Promise<string> {
  const call = createCall({ token: token.reveal(), apiRoot })
  const reply = await call('getMe', {}, { deadlineMs: 10_000 })
  const me = reply.kind === 'ok' ? Me.safeParse(reply.result) : undefined
  if (me?.success === true) return me.data.username
  throw faultOf(reply, 'getMe') ?? new TelegramFault('unreachable', 'getMe')
}

/** A Zalo Official Account, as the configuration gives it. */
export interface OfficialAccount {
  readonly name: string
  readonly platform: 'zalo-oa'
  readonly appId: string
  readonly appSecret: { reveal(): string }
  readonly oaId?: string
  readonly oauthRoot?: string
  /** Where Zalo sends the browser, as it is registered for the app. */
  readonly redirectUri?: string
  /** For an app whose code challenge is fixed in Zalo's console, the verifier behind it. */
  readonly codeVerifier?: string
}

/** The official accounts among the configured bots. */
export function officialAccounts({ bots }: Config): readonly OfficialAccount[] {
  return bots.filter((bot) => bot.platform === 'zalo-oa')
}

/**
 * An account's consent under way: the page for its administrator, and what comes back from there.
 */
export interface Authorisation {
  readonly url: string
  /**
   * Exchanges what was pasted for tokens and stores them; gives the end of the first. Throws
   * ZaloOaFault.
   */
  finish(
    pasted: string,
  ): Promise<{ readonly goodUntil: Date } | { readonly wrong: 'nothing' | 'state' | 'account' }>
}

export function beginAuthorisation(
  opened: Pick<Opened, 'database' | 'keyring'>,
  account: OfficialAccount,
  redirectUri: string,
  io: Io,
): Authorisation {
  const { name, appId, appSecret, oauthRoot, oaId } = account
  const verifier = account.codeVerifier ?? verifierOf(io.randomBytes(verifierBytes))
  const state = Buffer.from(io.randomBytes(16)).toString('base64url')
  return {
    url: consentUrl({ appId, redirectUri, state, verifier, oauthRoot }),
    async finish(text) {
      const pasted = readPasted(text, state)
      if ('wrong' in pasted) return pasted
      if (oaId !== undefined && pasted.oaId !== undefined && pasted.oaId !== oaId)
        return { wrong: 'account' }
      const oauth = createOauth({
        appId,
        appSecret: appSecret.reveal(),
        oauthRoot,
        now: () => io.now(),
      })
      const tokens = tokensOrFault(await oauth.exchange(pasted.code, verifier))
      await replaceZaloTokens(opened.database, opened.keyring, name, tokens)
      return { goodUntil: tokens.expiresAt }
    },
  }
}

function faultsOf(load: (root: string) => unknown): readonly string[] {
  try {
    load(packageRoot(import.meta.url))
    return []
  } catch (error) {
    if (!(error instanceof QuestionnaireFaults || error instanceof TemplateFaults)) throw error
    return error.faults.map(({ file, path, reason }) => `${file}, ${path || 'whole'}: ${reason}`)
  }
}

/** What is wrong with the questionnaires, one line a fault; empty: nothing. */
export const questionnaireFaults = (): readonly string[] =>
  faultsOf((root) => loadQuestionnaires(join(root, 'questionnaires')))

/** The same of the papers' wording, the operator's own included. */
export const templateFaults = ({ templatesDir }: Config): readonly string[] =>
  faultsOf((root) => openTemplates(root, templatesDir))

export function version(): string {
  return (
    JSON.parse(readFileSync(join(packageRoot(import.meta.url), 'package.json'), 'utf8')) as {
      version: string
    }
  ).version
}

/**
 * An error of the parts as a failure of the command; null: it is none of those that are written for
 * operators.
 */
export function toFailure(error: unknown): Failure | null {
  if (error instanceof Failure) return error
  if (error instanceof ConfigFaults)
    return new Failure(
      exitCode.configuration,
      'bad-configuration',
      texts.badConfiguration(error.faults),
    )
  if (error instanceof InstallationKeyProblem)
    return new Failure(exitCode.configuration, error.code, texts.foreignKey[error.code](error.path))
  if (error instanceof MasterKeyProblem)
    return new Failure(exitCode.configuration, `key-${error.code}`, error.message)
  if (error instanceof DatabaseProblem)
    return new Failure(exitCode.database, error.code, error.message)
  if (error instanceof DatabaseUnknownOutcome)
    return new Failure(exitCode.database, 'outcome-unknown', texts.outcomeUnknown)
  if (error instanceof StatementFailed) {
    return new Failure(
      exitCode.database,
      'statement-failed',
      texts.statementFailed(error.statement, error.sqlState),
    )
  }
  if (error instanceof ZaloOaFault)
    return new Failure(
      exitCode.failed,
      error.code,
      `${texts.accountFault[error.code]} (${error.message})`,
    )
  if (error instanceof TelegramFault || error instanceof ZaloBotFault)
    return new Failure(exitCode.failed, error.code, error.message)
  return null
}
