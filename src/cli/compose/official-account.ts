// A Zalo Official Account's consent, given by its administrator.
import type { Config } from '../../config.ts'
import {
  consentUrl,
  createOauth,
  readPasted,
  tokensOrFault,
} from '../../platforms/zalo-oa/oauth.ts'
import { verifierBytes, verifierOf } from '../../platforms/zalo-oa/pkce.ts'
import { replaceZaloTokens } from '../../store/zalo-tokens.ts'
import type { Io } from '../command.ts'
import type { Opened } from './installation.ts'

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
interface Authorisation {
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
