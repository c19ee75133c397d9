import { waitQuietly, type Sleep } from '../../messaging/back-off.ts'
import type { Abilities, Pace, Platform } from '../../messaging/platform.ts'
import { createAccount } from './account.ts'
import { createCall } from './call.ts'
import { maxText } from './compose.ts'
import type { OnEvent } from './event.ts'
import { startPolling } from './poll.ts'
import { judgeHeaders, readCall, translateAll } from './read-call.ts'
import { reportFailures } from './report-failures.ts'
import { createSend } from './send.ts'

export interface ZaloBotOptions {
  /** Our own id of this bot account. */
  readonly bot: string
  /** `<digits>:<secret>`, as Bot Creator sends it. */
  readonly token: string
  /** Default: the public Bot API. */
  readonly apiRoot?: string | undefined
  /** 8 to 256 characters; without it no webhook call is genuine. */
  readonly webhookSecret?: string | undefined
  /** Where the account's limits differ from ours. */
  readonly pace?: Partial<Pace> | undefined
  /** How long one request may take altogether, in ms. Default 15,000. */
  readonly deadlineMs?: number | undefined
  /** How long an empty long poll may last, in seconds. Default 30. */
  readonly pollSeconds?: number | undefined
  readonly onEvent?: OnEvent | undefined
  readonly sleep?: Sleep | undefined
  /** From 0 to 1, for back-off. */
  readonly random?: (() => number) | undefined
  /** For what carries no time of its own, and for how long a used-up quota rests. */
  readonly now?: (() => Date) | undefined
}

/**
 * Zalo publishes no rates, so these are low: a few messages a second, one a second in a chat; one
 * bot in production keeps its groups to 10 a minute.
 */
const cautiousPace: Pace = { perSecond: 3, privateChatGapMs: 1000, groupPerMinute: 10, inFlight: 4 }

/**
 * One bot of Zalo Bot Creator as a `Platform`: text, and pictures from an address. Nothing is sent
 * or fetched before it is asked to.
 */
export function createZaloBot(options: ZaloBotOptions): Platform {
  const {
    bot,
    token,
    webhookSecret,
    apiRoot = 'https://bot-api.zaloplatforms.com',
    deadlineMs = 15_000,
  } = options
  const {
    onEvent = () => undefined,
    sleep = waitQuietly,
    random = Math.random,
    now = () => new Date(),
  } = options
  const rawCall = createCall({ token, apiRoot })
  const call = reportFailures(rawCall, onEvent)
  const account = createAccount({ call, token, deadlineMs, webhookSecret, onEvent })
  const reading = () => ({ bot, ownIds: account.ownIds, ownNames: account.ownNames })
  return {
    name: 'zalo-bot',
    bot,
    abilities: abilitiesOf(options),
    judgeHeaders: (headers) => judgeHeaders(headers, webhookSecret, onEvent),
    read: (webhookCall) => readCall(webhookCall, webhookSecret, reading(), onEvent),
    send: createSend({ call, deadlineMs, now }),
    poll: (receive) => {
      const translate = (events: readonly unknown[]) =>
        translateAll(events, { ...reading(), receivedAt: now() }, onEvent)
      const { prepare } = account
      // The loop reports its own failures, with how long it waits.
      const pollOptions = {
        call: rawCall,
        prepare,
        translate,
        sleep,
        random,
        now,
        onEvent,
        timeoutSeconds: options.pollSeconds ?? 30,
      }
      return Promise.resolve(startPolling(pollOptions, receive))
    },
    announce: (url) => account.announce(url),
  }
}

function abilitiesOf({ pace }: ZaloBotOptions): Abilities {
  return {
    buttons: false,
    edit: false,
    documents: false,
    photoUpload: false,
    photoByUrl: true,
    maxText,
    groupHears: 'mentions',
    pace: { ...cautiousPace, ...pace },
  }
}
