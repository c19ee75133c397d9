import type { Vocabulary } from '../../src/conversation/commands.ts'
import { needsQuestion } from '../../src/conversation/question.ts'
import { type Outbound, payloadsFit } from '../../src/messaging/outbound.ts'

/** Throws unless each can come back from Telegram and what answers a question is bound to one. */
export function expectButtonsToWork(
  { text, choices = [] }: Outbound,
  vocabulary: Vocabulary,
): void {
  const isLost = choices.some(({ label, payload }) =>
    needsQuestion({ label, payload: payload.slice(0, payload.lastIndexOf('~')) }, vocabulary),
  )
  if (isLost) throw new Error(`a button answers no question under: ${text}`)
  if (!payloadsFit(choices)) throw new Error(`a button is too long under: ${text}`)
}
