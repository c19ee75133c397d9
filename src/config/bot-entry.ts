// One entry of BOTS_FILE: its shape, and from it the bot of its kind.
import { resolve } from 'node:path'
import { z } from 'zod'
import { type BotConfig, type BotPlatform, defaultOauthRoot, defaultRoots } from './bot-config.ts'
import type { Reading } from './reading.ts'
import type { Secret } from './secret.ts'
import {
  address,
  botName,
  code,
  limit,
  link,
  oneLine,
  oneWord,
  path,
  token,
  webhookSecret,
  words,
} from './values.ts'

const Plan = z.strictObject(
  { people: limit.optional(), groups: limit.optional(), messagesPerMonth: limit.optional() },
  { error: words.plan },
)

const Template = z.strictObject(
  { id: oneWord, data: z.record(z.string(), z.string()).optional() },
  { error: words.template },
)

const common = {
  name: botName,
  apiRoot: address.optional(),
  branches: z.array(code, { error: words.codes }).min(1, words.codes).optional(),
  subtree: code.optional(),
  plan: Plan.optional(),
  title: oneLine.optional(),
  link: link.optional(),
}
const tokenFields = {
  ...common,
  token: token.optional(),
  tokenFile: path.optional(),
  webhookSecret: webhookSecret.optional(),
  webhookSecretFile: path.optional(),
}
const oaFields = {
  ...common,
  appId: oneWord,
  appSecret: token.optional(),
  appSecretFile: path.optional(),
  webhookKey: token.optional(),
  webhookKeyFile: path.optional(),
  refreshToken: token.optional(),
  refreshTokenFile: path.optional(),
  oauthRoot: address.optional(),
  oaId: oneWord.optional(),
  redirectUri: link.optional(),
  codeVerifier: oneWord.optional(),
  template: Template.optional(),
  hasButtons: z.boolean({ error: words.yesOrNo }).optional(),
}

/** Keys of another kind of bot are as wrong as misspelt ones. */
const error = (issue: { readonly code?: string | undefined; readonly keys?: unknown }): string =>
  issue.code === 'unrecognized_keys' && Array.isArray(issue.keys)
    ? `has unknown keys: ${issue.keys.join(', ')}|Correct or remove them.`
    : 'is not a bot|Give name, platform and token (of an official account: name, platform, ' +
      'appId and appSecret).'

const Kind = z.looseObject(
  { platform: z.enum(['telegram', 'zalo-bot', 'zalo-oa'], { error: words.platform }) },
  { error },
)
const TelegramEntry = z.strictObject({ platform: z.literal('telegram'), ...tokenFields }, { error })
const ZaloBotEntry = z.strictObject({ platform: z.literal('zalo-bot'), ...tokenFields }, { error })
const ZaloOaEntry = z.strictObject({ platform: z.literal('zalo-oa'), ...oaFields }, { error })

type TokenEntry = z.infer<typeof TelegramEntry> | z.infer<typeof ZaloBotEntry>
type OaEntry = z.infer<typeof ZaloOaEntry>

/**
 * Where an entry stands: its name in a fault, and the folder beside whose bots file relative names
 * are looked for.
 */
interface Place {
  readonly reading: Reading
  readonly at: string
  readonly directory: string
}

/** The bot of an entry, or none where it has faults; all of them are told. */
export function readBotEntry(place: Place, raw: unknown): readonly BotConfig[] {
  const { reading, at } = place
  const kind = reading.check(at, Kind, raw)
  switch (kind?.platform) {
    case undefined:
      return []
    case 'telegram':
      return withEntry(reading.check(at, TelegramEntry, raw), (entry) => readTokenBot(place, entry))
    case 'zalo-bot':
      return withEntry(reading.check(at, ZaloBotEntry, raw), (entry) => readTokenBot(place, entry))
    case 'zalo-oa':
      return withEntry(reading.check(at, ZaloOaEntry, raw), (entry) => readOa(place, entry))
  }
}

function withEntry<E extends TokenEntry | OaEntry>(
  entry: E | undefined,
  read: (entry: E) => BotConfig | undefined,
): readonly BotConfig[] {
  const bot = entry === undefined ? undefined : read(entry)
  return bot === undefined ? [] : [bot]
}

function readTokenBot(place: Place, entry: TokenEntry): BotConfig | undefined {
  const botToken = required(place, 'token', token, entry.token, entry.tokenFile)
  const secret = optional(
    place,
    'webhookSecret',
    webhookSecret,
    entry.webhookSecret,
    entry.webhookSecretFile,
  )
  const shared = sharedOf(place, entry)
  return (
    botToken && {
      platform: entry.platform,
      token: botToken,
      ...(secret && { webhookSecret: secret }),
      ...shared,
    }
  )
}

function readOa(place: Place, entry: OaEntry): BotConfig | undefined {
  const appSecret = required(place, 'appSecret', token, entry.appSecret, entry.appSecretFile)
  const webhookKey = optional(place, 'webhookKey', token, entry.webhookKey, entry.webhookKeyFile)
  const refreshToken = optional(
    place,
    'refreshToken',
    token,
    entry.refreshToken,
    entry.refreshTokenFile,
  )
  const {
    appId,
    oaId,
    redirectUri,
    codeVerifier,
    template,
    hasButtons,
    oauthRoot = defaultOauthRoot,
  } = entry
  const shared = sharedOf(place, entry)
  return (
    appSecret && {
      platform: 'zalo-oa',
      appId,
      appSecret,
      oauthRoot,
      ...(webhookKey && { webhookKey }),
      ...(refreshToken && { refreshToken }),
      ...(oaId !== undefined && { oaId }),
      ...(redirectUri !== undefined && { redirectUri }),
      ...(codeVerifier !== undefined && { codeVerifier }),
      ...(template && { template: { id: template.id, data: template.data ?? {} } }),
      ...(hasButtons !== undefined && { hasButtons }),
      ...shared,
    }
  )
}

type Shared = Pick<
  BotConfig,
  'name' | 'apiRoot' | 'branches' | 'subtree' | 'plan' | 'title' | 'link'
>

function sharedOf({ reading, at }: Place, entry: TokenEntry | OaEntry): Shared {
  const { name, platform, branches, subtree, plan, title, link: opens } = entry
  if (branches && subtree !== undefined)
    reading.fault(`${at}.subtree`, 'is given, and so is branches', 'Keep one of the two.')
  const apiRoot = entry.apiRoot ?? defaultRoots[platform satisfies BotPlatform]
  const limits = Object.entries(plan ?? {}).filter(([, value]) => value !== undefined)
  return {
    name,
    apiRoot,
    ...(branches && { branches }),
    ...(subtree !== undefined && { subtree }),
    ...(limits.length > 0 && { plan: Object.fromEntries(limits) }),
    ...(title !== undefined && { title }),
    ...(opens !== undefined && { link: opens }),
  }
}

function required(
  place: Place,
  key: string,
  schema: z.ZodType<string>,
  value: string | undefined,
  file: string | undefined,
): Secret | undefined {
  const secret = optional(place, key, schema, value, file)
  if (value === undefined && file === undefined)
    place.reading.fault(`${place.at}.${key}`, 'is missing', `Give ${key} or ${key}File.`)
  return secret
}

function optional(
  { reading, at, directory }: Place,
  key: string,
  schema: z.ZodType<string>,
  value: string | undefined,
  file: string | undefined,
): Secret | undefined {
  if (file === undefined) return reading.hide(`${at}.${key}`, schema, value)
  if (value === undefined)
    return reading.hide(
      `${at}.${key}File`,
      schema,
      reading.file(`${at}.${key}File`, resolve(directory, file)),
    )
  reading.fault(`${at}.${key}File`, 'is given beside the value itself', 'Keep one of the two.')
  return undefined
}
