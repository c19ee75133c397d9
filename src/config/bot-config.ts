// What is known of a bot account from the configuration. Secrets are `Secret`, so that all of it
// may be printed.
import type { Secret } from './secret.ts'

/**
 * What the account's plan allows; a limit that is absent is the platform's own default, or none.
 */
interface BotPlan {
  readonly people?: number
  readonly groups?: number
  readonly messagesPerMonth?: number
}

interface BotBase {
  /** Our id of it: in webhook addresses, rows and logs. */
  readonly name: string
  readonly apiRoot: string
  /**
   * Codes of the branches it serves, or of a node of the tree whose branches it serves; neither:
   * those no other bot names.
   */
  readonly branches?: readonly string[]
  readonly subtree?: string
  readonly plan?: BotPlan
  /** How members find it: the name it has on the platform, and a link that opens it. */
  readonly title?: string
  readonly link?: string
}

export interface TelegramConfig extends BotBase {
  readonly platform: 'telegram'
  readonly token: Secret
  readonly webhookSecret?: Secret
}

export interface ZaloBotConfig extends BotBase {
  readonly platform: 'zalo-bot'
  readonly token: Secret
  readonly webhookSecret?: Secret
}

/**
 * The approved template that calls a person back outside the days in which messages may be sent,
 * and what stands in its places.
 */
interface OaTemplate {
  readonly id: string
  readonly data: Readonly<Record<string, string>>
}

export interface ZaloOaConfig extends BotBase {
  readonly platform: 'zalo-oa'
  readonly appId: string
  readonly appSecret: Secret
  /**
   * "OA secret key" of the webhook page. Absent: the app secret signs webhooks (sources disagree on
   * which it is).
   */
  readonly webhookKey?: Secret
  /** The first refresh token; later ones are kept in the database, since each works once. */
  readonly refreshToken?: Secret
  readonly oauthRoot: string
  readonly oaId?: string
  /**
   * Of the consent page: where Zalo sends the browser, and the verifier where its challenge is
   * fixed in Zalo's console.
   */
  readonly redirectUri?: string
  readonly codeVerifier?: string
  readonly template?: OaTemplate
  readonly hasButtons?: boolean
}

/** One bot account. */
export type BotConfig = TelegramConfig | ZaloBotConfig | ZaloOaConfig
export type BotPlatform = BotConfig['platform']

export const defaultRoots: Readonly<Record<BotPlatform, string>> = {
  telegram: 'https://api.telegram.org',
  'zalo-bot': 'https://bot-api.zaloplatforms.com',
  'zalo-oa': 'https://openapi.zalo.me',
}
export const defaultOauthRoot = 'https://oauth.zaloapp.com'

/** The secret by which two entries are known for the same account. */
export function identityOf(bot: BotConfig): string {
  return bot.platform === 'zalo-oa' ? `${bot.appId} ${bot.oaId ?? ''}` : bot.token.reveal()
}
