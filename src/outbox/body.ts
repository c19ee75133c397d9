// The rendered message at rest: sealed, and bound to its row.
import type { Outbound } from '../messaging/outbound.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { seal, unseal } from '../sealing/seal.ts'

/** An attachment's bytes as JSON has them. */
interface StoredBody extends Omit<Outbound, 'attachment'> {
  readonly attachment?: Omit<NonNullable<Outbound['attachment']>, 'bytes'> & {
    readonly bytes: string
  }
}

export function sealBody(keyring: Keyring, id: string, message: Outbound): Uint8Array {
  const { attachment, ...rest } = message
  const stored: StoredBody =
    attachment === undefined
      ? rest
      : {
          ...rest,
          attachment: { ...attachment, bytes: Buffer.from(attachment.bytes).toString('base64') },
        }
  return seal(keyring.system, JSON.stringify(stored), `outbox:${id}`)
}

/** Throws SealBroken where the bytes were altered or belong to another row. */
export function openBody(keyring: Keyring, id: string, body: Uint8Array): Outbound {
  const { attachment, ...rest } = JSON.parse(
    unseal(keyring.system, body, `outbox:${id}`),
  ) as StoredBody
  if (attachment === undefined) return rest
  return {
    ...rest,
    attachment: { ...attachment, bytes: Uint8Array.from(Buffer.from(attachment.bytes, 'base64')) },
  }
}
