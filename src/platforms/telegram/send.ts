import type { Address } from '../../messaging/address.ts'
import { payloadsFit, type Attachment, type Outbound } from '../../messaging/outbound.ts'
import type { SendOutcome } from '../../messaging/platform.ts'
import type { Call } from './call.ts'
import { composeMessages, composeUpload } from './compose.ts'
import { outcomeOf } from './outcome.ts'
import { replaceKeyboard } from './replace-keyboard.ts'
import type { Reply } from './reply.ts'
import { createThrottleScope } from './throttle-scope.ts'

interface SendOptions {
  readonly call: Call
  /** For one request, in ms (F16). */
  readonly deadlineMs: number
  readonly now: () => Date
}

/**
 * Sends one message, and takes the keyboard off the one it replaces. Never throws; see
 * `SendOutcome`.
 */
export function createSend({
  call,
  deadlineMs,
  now,
}: SendOptions): (to: Address, message: Outbound) => Promise<SendOutcome> {
  const scopeOf = createThrottleScope(now)

  async function sendAll(to: Address, message: Outbound): Promise<SendOutcome> {
    if (!payloadsFit(message.choices ?? []))
      return { kind: 'rejected', code: 'payload', reason: 'a payload is empty or over 64 bytes' }
    let outcome: SendOutcome | undefined
    for (const payload of composeMessages(to, message)) {
      const isLater = outcome !== undefined
      outcome = settle(await call('sendMessage', payload, { deadlineMs }), to)
      if (outcome.kind !== 'sent') return isLater ? afterFirstPart(outcome) : outcome
    }
    return outcome ?? { kind: 'rejected', code: 'empty', reason: 'nothing to send' }
  }

  async function sendWhole(to: Address, message: Outbound): Promise<SendOutcome> {
    const { attachment, text, isProtected = false } = message
    if (attachment === undefined) return sendAll(to, message)
    const words = text === '' ? undefined : await sendAll(to, message)
    if (words !== undefined && words.kind !== 'sent') return words
    const outcome = await upload(to, attachment, isProtected)
    // The message's own id is that of its words, under which its keyboard is.
    return words === undefined ? outcome : outcome.kind === 'sent' ? words : afterFirstPart(outcome)
  }

  async function upload(
    to: Address,
    attachment: Attachment,
    isProtected: boolean,
  ): Promise<SendOutcome> {
    const { method, payload } = composeUpload(to, attachment, isProtected)
    const limits = { deadlineMs }
    return settle(
      await (method === 'sendDocument'
        ? call(method, payload, limits)
        : call(method, payload, limits)),
      to,
    )
  }

  function settle(reply: Reply, to: Address): SendOutcome {
    const isThrottled = reply.kind === 'refused' && reply.status === 429
    return outcomeOf(reply, to, isThrottled ? scopeOf(to.chat, reply.retryAfterMs ?? 0) : 'chat')
  }

  return async (to, message) => {
    const [outcome] = await Promise.all([
      sendWhole(to, message),
      replaceKeyboard({ call, deadlineMs }, to, message.replaces),
    ])
    return outcome
  }
}

/**
 * With the first part out, a failure that would otherwise mean "nothing was shown, send it again"
 * no longer does.
 */
function afterFirstPart(outcome: SendOutcome): SendOutcome {
  const isNothingShown =
    outcome.kind === 'throttled' || (outcome.kind === 'unreachable' && outcome.delivered === 'no')
  return isNothingShown ? { kind: 'unreachable', reason: 'server', delivered: 'unknown' } : outcome
}
