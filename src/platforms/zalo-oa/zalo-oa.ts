import type { Abilities, Pace, Platform } from '../../messaging/platform.ts'
import { createCall } from './call.ts'
import { maxText, type Template } from './compose.ts'
import type { OnEvent } from './event.ts'
import { ZaloOaFault } from './fault.ts'
import { createPost } from './http.ts'
import { createRead, judgeHeaders } from './read-call.ts'
import { createSend } from './send.ts'
import type { TokenSource } from './tokens.ts'

export interface ZaloOaOptions {
  /** Our own id of this bot account. */
  readonly bot: string
  readonly appId: string
  /** The account's own id. With it, events for another account of the same app are left alone. */
  readonly oaId?: string | undefined
  /**
   * The account's secret keys, from the webhook page: the present one, and during a change the one
   * before.
   */
  readonly webhookKeys: readonly string[]
  readonly tokens: TokenSource
  /** Default: the public API. */
  readonly apiRoot?: string | undefined
  /**
   * Sent to a person who has been silent for 7 days; each costs money. Without one such a message
   * is refused as `window`.
   */
  readonly template?: Template | undefined
  /**
   * Buttons beside the numbered lines. Default false: their form is not settled by the
   * documentation.
   */
  readonly hasButtons?: boolean | undefined
  readonly pace?: Partial<Pace> | undefined
  /**
   * How long one call may take altogether, in ms, waiting for a token and being repeated included.
   * Default 15,000.
   */
  readonly deadlineMs?: number | undefined
  readonly onEvent?: OnEvent | undefined
  readonly now?: (() => Date) | undefined
}

/**
 * An app may make 4,000 calls a minute; what an account may is not published, so this stays far
 * below.
 */
const cautiousPace: Pace = {
  perSecond: 10,
  privateChatGapMs: 1000,
  groupPerMinute: 10,
  inFlight: 8,
}

/** One Zalo Official Account as a `Platform`. Nothing is sent or fetched before it is asked to. */
export function createZaloOa(options: ZaloOaOptions): Platform {
  const {
    bot,
    appId,
    oaId,
    webhookKeys,
    tokens,
    template,
    hasButtons = false,
    deadlineMs = 15_000,
  } = options
  const {
    apiRoot = 'https://openapi.zalo.me',
    onEvent = () => undefined,
    now = () => new Date(),
  } = options
  const call = createCall({ post: createPost(), tokens, apiRoot, deadlineMs, onEvent })
  const reading = { bot, appId, oaId, webhookKeys, onEvent }
  return {
    name: 'zalo-oa',
    bot,
    abilities: abilitiesOf(hasButtons, options.pace),
    judgeHeaders: (headers) => judgeHeaders(headers, reading),
    read: createRead(reading),
    send: createSend({ call, hasButtons, template, onEvent, now }),
    /**
     * Asking for the access token is enough: one that is old is refreshed, and with it the refresh
     * token, which lives three months.
     */
    async renew() {
      await tokens.current(deadlineMs)
    },
    /**
     * The webhook's address is entered by hand in Zalo's console; what can be told here is whether
     * anything can be sent.
     */
    async announce(url) {
      if (url === undefined) throw new ZaloOaFault('noPublicUrl')
      const token = await tokens.current(deadlineMs)
      if (token.kind === 'none')
        throw new ZaloOaFault(token.why === 'unavailable' ? 'unreachable' : 'needsAuthorisation')
    },
  }
}

function abilitiesOf(buttons: boolean, pace: Partial<Pace> | undefined): Abilities {
  // A group of the account is heard whole: the webhook has an event for every message in it.
  const files = { documents: false, photoUpload: false, photoByUrl: true } as const
  return {
    buttons,
    edit: false,
    ...files,
    maxText,
    groupHears: 'all',
    pace: { ...cautiousPace, ...pace },
  }
}
