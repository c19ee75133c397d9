// A button's payload: what it means, and a tag that binds it to whoever it was shown to. A forged
// or borrowed one means nothing.
import type { Outbound } from '../messaging/outbound.ts'
import type { Keyring } from '../sealing/keyring.ts'

const mark = '~'

/**
 * `subject` is the member, so that a button works on any of their accounts; a stranger's is their
 * account.
 */
export function signed(message: Outbound, subject: string, keyring: Keyring): Outbound {
  if (message.choices === undefined) return message
  return {
    ...message,
    choices: message.choices.map(({ label, payload }) => ({
      label,
      payload: `${payload}${mark}${keyring.tag(`${subject}:${payload}`)}`,
    })),
  }
}

/** The action of a payload that was signed for this subject; null otherwise. */
export function readAction(payload: string, subject: string, keyring: Keyring): string | null {
  const at = payload.lastIndexOf(mark)
  if (at < 0) return null
  const action = payload.slice(0, at)
  return keyring.verifyTag(`${subject}:${action}`, payload.slice(at + 1)) ? action : null
}
