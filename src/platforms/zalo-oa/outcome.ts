import type { Address } from '../../messaging/address.ts'
import type { SendOutcome } from '../../messaging/platform.ts'
import type { Answer } from './call.ts'
import type { Meaning } from './error-meaning.ts'
import { SentMessage } from './schema.ts'

const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000
/** Viet Nam's clock is seven hours ahead of UTC all year. */
const aheadMs = 7 * hourMs
const morningMs = 6 * hourMs

/** What an answer means for the one who sent the message. */
export function outcomeOf(answer: Answer, to: Address, now: Date): SendOutcome {
  switch (answer.kind) {
    case 'unreachable':
      return answer
    case 'noToken':
      return waitsForUs
    case 'refused':
      return outcomeOfRefusal(answer, to, now)
    case 'done': {
      const sent = SentMessage.safeParse(answer.data)
      // Zalo said success, so the message is probably out; without its id we cannot be told so.
      if (!sent.success) return { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' }
      return { kind: 'sent', externalId: sent.data.message_id }
    }
  }
}

/**
 * Our fault and not the message's, which waits until the operator has put it right: the bot's
 * circuit opens.
 */
const waitsForUs: SendOutcome = { kind: 'unreachable', reason: 'server', delivered: 'no' }

function outcomeOfRefusal(
  { error, meaning }: Answer & { kind: 'refused' },
  to: Address,
  now: Date,
): SendOutcome {
  switch (meaning) {
    case 'tokenRefused':
    case 'accountStopped':
      return waitsForUs
    case 'rate':
      return { kind: 'throttled', retryAfterMs: untilNext(now, minuteMs), scope: 'bot' }
    case 'quota':
      // The paid messages may be used up while replies within 48 hours are still free: only this
      // chat waits.
      return { kind: 'throttled', retryAfterMs: hourMs, scope: 'chat' }
    case 'night':
      return {
        kind: 'throttled',
        retryAfterMs: untilNext(new Date(now.getTime() + aheadMs - morningMs), dayMs),
        scope: 'chat',
      }
    case 'notFollowing':
      return { kind: 'gone', reason: 'neverStarted' }
    case 'inactive':
      return { kind: 'gone', reason: 'deactivated' }
    case 'blocked':
      return { kind: 'gone', reason: 'blocked' }
    case 'groupGone':
      return to.kind === 'group' ? { kind: 'gone', reason: 'kicked' } : rejected(error, meaning)
    case 'window':
      return {
        kind: 'rejected',
        code: 'window',
        reason: 'nothing heard from this person for 7 days',
      }
    default:
      return rejected(error, meaning)
  }
}

/** The reason is a word of ours: Zalo's own message may quote what was sent. */
function rejected(error: number, meaning: Meaning): SendOutcome {
  return { kind: 'rejected', code: String(error), reason: meaning }
}

/** Ms until `now` is a whole number of `unitMs` again. */
function untilNext(now: Date, unitMs: number): number {
  return unitMs - (now.getTime() % unitMs)
}
