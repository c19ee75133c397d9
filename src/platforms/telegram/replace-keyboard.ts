// The keyboard of an earlier message, taken off it.
import type { Address } from '../../messaging/address.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { Call } from './call.ts'
import { composeEdit } from './compose.ts'

/** An edit is only tidying up; it must not hold the next message back for long (ms). */
const editDeadlineMs = 5000

export async function replaceKeyboard(
  { call, deadlineMs }: { readonly call: Call; readonly deadlineMs: number },
  to: Address,
  replaces: Outbound['replaces'],
): Promise<void> {
  if (!replaces) return
  const edit = composeEdit(to, replaces)
  const limits = { deadlineMs: Math.min(editDeadlineMs, deadlineMs) }
  await (edit.method === 'editMessageText'
    ? call(edit.method, edit.payload, limits)
    : call(edit.method, edit.payload, limits))
}
