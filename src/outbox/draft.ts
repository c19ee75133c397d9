import type { Address } from '../messaging/address.ts'
import type { MessageClass, Outbound } from '../messaging/outbound.ts'
import type { Lane } from './pace.ts'
import type { SealedAddress } from './sealed-address.ts'

/** One message to be said, as the store hands it over. */
export interface OutboxDraft {
  /** A random UUID; the sealed body is bound to it. */
  readonly id: string
  readonly bot: string
  /** Two drafts with one key are one message: the second is not queued. */
  readonly dedupeKey: string
  readonly class: MessageClass
  readonly lane: Lane
  readonly address: Address | SealedAddress
  readonly message: Outbound
  /** Not sent before: quiet hours are the enqueuer's business. */
  readonly notBefore: Date
  /** Not sent after: it is skipped, with the reason. */
  readonly notAfter?: Date
  /** Of several due messages with one key to one chat only the newest is sent. */
  readonly mergeKey?: string
  readonly memberId?: string
  readonly groupId?: string
  readonly branchId?: string
  readonly slotId?: string
}
