import type { Agent } from 'node:http'
import { waitQuietly, type Sleep } from '../../messaging/back-off.ts'
import type { Abilities, Pace, Platform } from '../../messaging/platform.ts'
import { createAccount } from './account.ts'
import { createCall } from './call.ts'
import { maxText } from './compose.ts'
import type { OnEvent } from './event.ts'
import { startPolling } from './poll.ts'
import { judgeHeaders, readCall } from './read-call.ts'
import { reportFailures } from './report-failures.ts'
import { createSend } from './send.ts'
import { translateUpdate } from './translate-update.ts'

export interface TelegramOptions {
  /** Our own id of this bot account. */
  readonly bot: string
  readonly token: string
  /** Default: the public Bot API. */
  readonly apiRoot?: string | undefined
  /** 1 to 256 of `A–Z a–z 0–9 _ -`; without it no webhook call is genuine. */
  readonly webhookSecret?: string | undefined
  /** `all` for a bot whose privacy mode the operator switched off. Default `commands`. */
  readonly hears?: 'all' | 'commands' | undefined
  /** Where the account's limits differ from the public ones. */
  readonly pace?: Partial<Pace> | undefined
  /** Webhook calls under way at once, 1 to 100. Default 40. */
  readonly maxConnections?: number | undefined
  /** How long one request may take altogether, in ms. Default 15,000. */
  readonly deadlineMs?: number | undefined
  /** How long an empty long poll may last, in seconds. Default 30. */
  readonly pollSeconds?: number | undefined
  /** In place of our own connections, e.g. through a proxy. */
  readonly agent?: Agent | undefined
  readonly onEvent?: OnEvent | undefined
  readonly sleep?: Sleep | undefined
  /** From 0 to 1, for back-off. */
  readonly random?: (() => number) | undefined
  /** For what carries no time of its own, and for telling whom a 429 concerns. */
  readonly now?: (() => Date) | undefined
}

/**
 * 30 a second over all, 1 a second in a chat, 20 a minute in a group.
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
const publicPace: Pace = { perSecond: 30, privateChatGapMs: 1000, groupPerMinute: 20, inFlight: 32 }

/** One Telegram bot as a `Platform`. Nothing is sent or fetched before it is asked to. */
export function createTelegram(options: TelegramOptions): Platform {
  const {
    bot,
    token,
    webhookSecret,
    apiRoot = 'https://api.telegram.org',
    deadlineMs = 15_000,
  } = options
  const {
    onEvent = () => undefined,
    sleep = waitQuietly,
    random = Math.random,
    now = () => new Date(),
  } = options
  const rawCall = createCall({ token, apiRoot, agent: options.agent })
  const call = reportFailures(rawCall, onEvent)
  const account = createAccount({
    call,
    deadlineMs,
    webhookSecret,
    maxConnections: options.maxConnections ?? 40,
  })
  const reading = () => ({ bot, username: account.username })
  return {
    name: 'telegram',
    bot,
    abilities: abilitiesOf(options),
    judgeHeaders: (headers) => judgeHeaders(headers, webhookSecret, onEvent),
    read: (webhookCall) => readCall(webhookCall, webhookSecret, reading(), onEvent),
    send: createSend({ call, deadlineMs, now }),
    async acknowledge(inbound) {
      if (inbound.kind === 'press')
        await call('answerCallbackQuery', { callback_query_id: inbound.pressId }, { deadlineMs })
    },
    poll: (receive) => {
      const translate = (update: unknown) =>
        translateUpdate(update, { ...reading(), receivedAt: now() })
      const { introduce } = account
      // The loop reports its own failures, with how long it waits.
      const pollOptions = {
        call: rawCall,
        introduce,
        translate,
        sleep,
        random,
        onEvent,
        timeoutSeconds: options.pollSeconds ?? 30,
      }
      return Promise.resolve(startPolling(pollOptions, receive))
    },
    announce: (url) => account.announce(url),
    setMenu: (scope, language, commands) => account.setMenu(scope, language, commands),
    startLink: (code) => account.startLink(code),
  }
}

function abilitiesOf({ pace, hears }: TelegramOptions): Abilities {
  return {
    buttons: true,
    edit: true,
    documents: true,
    photoUpload: true,
    maxText,
    groupHears: hears ?? 'commands',
    pace: { ...publicPace, ...pace },
  }
}
