import type { Address } from '../../messaging/address.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { SendOutcome } from '../../messaging/platform.ts'
import type { Call } from './call.ts'
import { composeMessages, composePhoto } from './compose.ts'
import { outcomeOf } from './outcome.ts'
import { createQuotaPause } from './quota-pause.ts'

interface SendOptions {
  readonly call: Call
  /** For one request, in ms (F16). */
  readonly deadlineMs: number
  readonly now: () => Date
}

/** Sends one message. Never throws; see `SendOutcome`. */
export function createSend({
  call,
  deadlineMs,
  now,
}: SendOptions): (to: Address, message: Outbound) => Promise<SendOutcome> {
  const pause = createQuotaPause(now)
  return async (to, message) => {
    const picture = composePhoto(to, message)
    const texts = (picture?.before ?? composeMessages(to, message)).map(
      (params) => () => call('sendMessage', params, { deadlineMs }),
    )
    const photos =
      picture === undefined ? [] : [() => call('sendPhoto', picture.photo, { deadlineMs })]
    let outcome: SendOutcome | undefined
    for (const [before, request] of [...texts, ...photos].entries()) {
      outcome = outcomeOf(await request(), () => pause.refused())
      if (outcome.kind !== 'sent') return before > 0 ? afterFirstPart(outcome, before + 1) : outcome
      outcome = before > 0 ? { ...outcome, messages: before + 1 } : outcome
      pause.passed()
    }
    return outcome ?? { kind: 'rejected', code: 'empty', reason: 'nothing to send' }
  }
}

/**
 * With the first part out, a failure that would otherwise mean "nothing was shown, send it again"
 * no longer does. `messages`: how many may have arrived, this one among them.
 */
function afterFirstPart(outcome: SendOutcome, messages: number): SendOutcome {
  const isNothingShown =
    outcome.kind === 'throttled' || (outcome.kind === 'unreachable' && outcome.delivered === 'no')
  if (isNothingShown)
    return { kind: 'unreachable', reason: 'server', delivered: 'unknown', messages: messages - 1 }
  return outcome.kind === 'unreachable' ? { ...outcome, messages } : outcome
}
