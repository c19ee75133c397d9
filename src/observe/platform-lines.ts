// What the adapters tell, as lines of the log: the codes of three adapters under one name each.
import type { Facts, Log, LogEvent } from '../log.ts'
import type { TelegramEvent } from '../platforms/telegram/event.ts'
import type { ZaloBotEvent } from '../platforms/zalo-bot/event.ts'
import type { ZaloOaEvent } from '../platforms/zalo-oa/event.ts'

export type PlatformEvent = TelegramEvent | ZaloBotEvent | ZaloOaEvent

const lines = {
  notGenuine: 'webhook.notGenuine',
  bodyMalformed: 'webhook.malformed',
  updateIgnored: 'update.ignored',
  eventIgnored: 'update.ignored',
  signedAs: 'webhook.signedAs',
  webhookUnverified: 'webhook.unverified',
  callRefused: 'platform.refused',
  callFailed: 'platform.failed',
  tokenRefused: 'platform.tokenRefused',
  operatorNeeded: 'platform.operatorNeeded',
  sent: 'platform.charged',
  pollConflict: 'poll.conflict',
  pollFailed: 'poll.failed',
  receiveFailed: 'poll.notTaken',
  updateGivenUp: 'poll.givenUp',
  noToken: 'token.missing',
  tokensRefreshed: 'token.refreshed',
  refreshInterrupted: 'token.refreshInterrupted',
  refreshFailed: 'token.refreshFailed',
  tokensUnsaved: 'token.unsaved',
  vaultFailed: 'token.vaultFailed',
  needsAuthorisation: 'token.needsAuthorisation',
} as const satisfies Readonly<Record<PlatformEvent['code'], LogEvent>>

export function writePlatformEvent(log: Log, bot: string, event: PlatformEvent): void {
  const line = lines[event.code]
  if (log.isOn(line)) log.write(line, { bot, ...factsOf(event) })
}

/** What a platform said in words is cut down by its adapter to letters that quote nothing. */
function factsOf(event: PlatformEvent): Facts {
  switch (event.code) {
    case 'callRefused':
      return 'error' in event
        ? { method: event.method, status: event.error, reason: event.meaning }
        : { method: event.method, status: event.status, said: event.reason }
    case 'operatorNeeded':
      return { method: event.method, status: event.error, reason: event.meaning }
    case 'callFailed':
      return { method: event.method, reason: event.reason }
    case 'tokenRefused':
      return {
        method: event.method,
        status: 'error' in event ? event.error : event.status,
      }
    case 'pollConflict':
      return { ms: event.retryInMs }
    case 'pollFailed':
      return { status: event.status, ms: event.retryInMs }
    case 'receiveFailed':
      return { attempt: event.attempt, ms: event.retryInMs }
    case 'updateGivenUp':
      return { attempt: event.attempts }
    case 'refreshFailed':
      return { status: event.error, reason: event.reason }
    case 'needsAuthorisation':
      return { status: event.error }
    case 'eventIgnored':
      return { reason: event.why, kind: event.event }
    case 'sent':
      return { kind: event.cost, count: event.remain }
    case 'signedAs':
      return { kind: event.prefix }
    case 'webhookUnverified':
      return { reason: event.outcome }
    case 'notGenuine':
    case 'bodyMalformed':
    case 'updateIgnored':
    case 'noToken':
      return 'why' in event ? { reason: event.why } : {}
    case 'tokensRefreshed':
    case 'refreshInterrupted':
    case 'tokensUnsaved':
    case 'vaultFailed':
      return {}
  }
}
