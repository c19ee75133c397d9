import type { Address } from '../../messaging/address.ts'
import { payloadsFit, type Outbound } from '../../messaging/outbound.ts'
import type { SendOutcome } from '../../messaging/platform.ts'
import type { Answer, Call } from './call.ts'
import { composeMessages, composeTemplate, type Request, type Template } from './compose.ts'
import type { Meaning } from './error-meaning.ts'
import type { CostClass, OnEvent } from './event.ts'
import { outcomeOf } from './outcome.ts'
import { SentMessage } from './schema.ts'

interface SendOptions {
  readonly call: Call
  readonly hasButtons: boolean
  readonly template: Template | undefined
  readonly onEvent: OnEvent
  readonly now: () => Date
}

/** One paid template a day and person: it asks them to write, and says no more the second time. */
const templateGapMs = 20 * 3_600_000

/**
 * Sends one message; to a person not heard from for 7 days the template, where there is one. Never
 * throws; see `SendOutcome`.
 */
export function createSend(
  options: SendOptions,
): (to: Address, message: Outbound) => Promise<SendOutcome> {
  const { call, hasButtons, template, onEvent, now } = options
  const remind = template === undefined ? undefined : createReminder(template, options)

  return async (to, message) => {
    if (hasButtons && !payloadsFit(message.choices ?? [])) {
      return { kind: 'rejected', code: 'payload', reason: 'a payload is empty or over 64 bytes' }
    }
    let outcome: SendOutcome | undefined
    for (const [before, request] of composeMessages(to, message, hasButtons).entries()) {
      const answer = await callWith(request, call)
      count(answer, to.kind === 'group' ? 'group' : 'consultation', onEvent)
      outcome = outcomeOf(answer, to, now())
      if (outcome.kind === 'sent') {
        if (before > 0) outcome = { ...outcome, messages: before + 1 }
        continue
      }
      if (before > 0) return afterFirstPart(outcome, before + 1)
      const isOutside =
        outcome.kind === 'rejected' && outcome.code === 'window' && to.kind === 'private'
      return isOutside && remind ? remind(to, outcome) : outcome
    }
    return outcome ?? { kind: 'rejected', code: 'empty', reason: 'nothing to send' }
  }
}

/**
 * What Zalo says of a picture that it cannot fetch or does not take: nothing was shown, and the
 * words still can be.
 */
const pictureFaults: ReadonlySet<Meaning> = new Set<Meaning>([
  'invalid',
  'unsupported',
  'attachmentExpired',
  'unknown',
])

async function callWith(request: Request, call: Call): Promise<Answer> {
  const answer = await call(request)
  const isPicture =
    request.inWords !== undefined && answer.kind === 'refused' && pictureFaults.has(answer.meaning)
  return isPicture ? call(request.inWords) : answer
}

/**
 * Sends the template in place of a message, but not again so soon: then that message is refused as
 * it was.
 */
function createReminder(
  template: Template,
  { call, onEvent, now }: SendOptions,
): (to: Address, refused: SendOutcome) => Promise<SendOutcome> {
  const remindedAt = new Map<string, number>()
  return async (to, refused) => {
    const at = now().getTime()
    for (const [chat, then] of remindedAt) if (at - then >= templateGapMs) remindedAt.delete(chat)
    if (remindedAt.has(to.chat)) return refused
    remindedAt.set(to.chat, at)
    const answer = await call(composeTemplate(to, template))
    count(answer, 'template', onEvent)
    const outcome = outcomeOf(answer, to, now())
    if (
      outcome.kind !== 'sent' &&
      !(outcome.kind === 'unreachable' && outcome.delivered === 'unknown')
    )
      remindedAt.delete(to.chat)
    // Refused for the template's own sake (no money, not approved): what matters to the secretary
    // is whom to call.
    return outcome.kind === 'rejected' ? refused : outcome
  }
}

function count(answer: Answer, cost: CostClass, onEvent: OnEvent): void {
  if (answer.kind !== 'done') return
  const { quota } = SentMessage.safeParse(answer.data).data ?? {}
  const remain = quota?.remain
  onEvent({
    code: 'sent',
    cost,
    ...(quota && { quota: quota.quota_type }),
    ...(remain === undefined ? {} : { remain }),
  })
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
