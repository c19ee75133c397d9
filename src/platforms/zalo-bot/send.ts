import type { Address } from '../../messaging/address.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { SendOutcome } from '../../messaging/platform.ts'
import type { Call } from './call.ts'
import { composeMessages, composePhoto } from './compose.ts'
import { outcomeOf } from './outcome.ts'
import { createQuotaPause } from './quota-pause.ts'

export interface SendOptions {
  readonly call: Call
  /** For one request, in ms (F16). */
  readonly deadlineMs: number
  readonly now: () => Date
}

/** Sends one message. Never throws; see `SendOutcome`. */
export function createSend({ call, deadlineMs, now }: SendOptions): (to: Address, message: Outbound) => Promise<SendOutcome> {
  const pause = createQuotaPause(now)
  return async (to, message) => {
    const picture = composePhoto(to, message)
    const texts = (picture?.before ?? composeMessages(to, message)).map((params) => () => call('sendMessage', params, { deadlineMs }))
    const photos = picture === undefined ? [] : [() => call('sendPhoto', picture.photo, { deadlineMs })]
    let outcome: SendOutcome | undefined
    for (const request of [...texts, ...photos]) {
      const isLater = outcome !== undefined
      outcome = outcomeOf(await request(), () => pause.refused())
      if (outcome.kind !== 'sent') return isLater ? afterFirstPart(outcome) : outcome
      pause.passed()
    }
    return outcome ?? { kind: 'rejected', code: 'empty', reason: 'nothing to send' }
  }
}

/** With the first part out, a failure that would otherwise mean "nothing was shown, send it again" no longer does. */
function afterFirstPart(outcome: SendOutcome): SendOutcome {
  const isNothingShown = outcome.kind === 'throttled' || (outcome.kind === 'unreachable' && outcome.delivered === 'no')
  return isNothingShown ? { kind: 'unreachable', reason: 'server', delivered: 'unknown' } : outcome
}
