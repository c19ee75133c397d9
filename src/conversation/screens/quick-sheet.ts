import type { StepKey } from '../../domain/conversation.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { SheetSnapshot } from '../sheet/course.ts'
import { pageText, quickItems } from '../sheet/quick-page.ts'
import { message, type Moment } from '../turn.ts'

/**
 * Many questions in one message. It has no choices of its own: their numbers would be mistaken for
 * those of the questions.
 */
export function quickScreen(
  snapshot: SheetSnapshot,
  asked: readonly StepKey[],
  moment: Moment,
): Outbound {
  return message([pageText(snapshot, quickItems(snapshot, asked, moment), moment)])
}
