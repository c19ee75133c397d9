import type { Address } from '../messaging/address.ts'
import type { MessageClass, Outbound } from '../messaging/outbound.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { SealBroken } from '../sealing/seal.ts'
import { openBody } from './body.ts'
import type { OutboxDraft } from './draft.ts'
import { leaseFrom } from './lease.ts'
import type { Lane } from './pace.ts'
import { chatHashOf, hex, openAddress } from './sealed-address.ts'
import { wasMoved, type Attempt } from './settlement.ts'
import { usefulUntil } from './useful.ts'

/** What a message is about, for whoever wants to know what became of it. No content. */
export interface Subject {
  /** Tells of a reply which message it answers (store/turn-key.ts). */
  readonly dedupeKey: string
  readonly memberId: string | null
  readonly groupId: string | null
  readonly branchId: string | null
  readonly slotId: string | null
}

/**
 * A message in this instance's hands: its row is in state `sending`, with this owner and this
 * attempt's number.
 */
export interface Parcel extends Attempt, Subject {
  readonly id: string
  readonly bot: string
  /** The chat's hash in hex. */
  readonly chat: string
  readonly lane: Lane
  readonly leaseUntil: Date
  readonly createdAt: Date
  /** How often the process ended while it was sent. */
  readonly crashes: number
  readonly chatHash: Uint8Array
  /** Null: the seals could not be opened. */
  readonly letter: Letter | null
  /** Somebody waits for it, or for a reply behind it in its chat. */
  readonly isUrgent: boolean
  /** More was due in this chat when this was claimed. */
  readonly hasMore: boolean
}

/** A message ready for the platform. */
export interface Letter {
  readonly to: Address
  readonly message: Outbound
}

/** A row as a claim gives it. */
export interface ClaimedRow extends Subject {
  readonly id: string
  readonly seq: number
  readonly state: 'sending' | 'skipped' | 'unknown'
  readonly bot: string
  readonly class: MessageClass
  readonly lane: Lane
  readonly chatHash: Uint8Array
  readonly address: Uint8Array
  readonly body: Uint8Array
  readonly attempts: number
  readonly doubts: number
  readonly crashes: number
  readonly reason: string | null
  readonly notAfter: Date | null
  readonly leaseUntil: Date
  readonly createdAt: Date
  readonly isUrgent: boolean
  readonly hasMore: boolean
}

export function parcelOfRow(row: ClaimedRow, keyring: Keyring): Parcel {
  const { notAfter, address: sealed, chatHash, body, ...rest } = row
  return {
    ...rest,
    ...(notAfter !== null && { notAfter }),
    isMoved: wasMoved(row.reason),
    chatHash,
    chat: hex(chatHash),
    letter: opened(() => ({
      to: openAddress(keyring, { sealed, chatHash }),
      message: openBody(keyring, row.id, body),
    })),
  }
}

/**
 * A draft that was queued in state `sending` and handed over: its first attempt. Its lease is
 * counted from `notBefore`, which is no later than the row's own: a process stopped between commit
 * and hand-over must not think it fresh.
 */
export function parcelOfDraft(draft: OutboxDraft, keyring: Keyring): Parcel {
  const { address, notBefore } = draft
  const notAfter = usefulUntil(draft)
  const chatHash = 'sealed' in address ? address.chatHash : chatHashOf(keyring, address)
  return {
    id: draft.id,
    bot: draft.bot,
    class: draft.class,
    lane: draft.lane,
    chat: hex(chatHash),
    attempts: 1,
    doubts: 0,
    crashes: 0,
    isMoved: false,
    ...(notAfter !== undefined && { notAfter }),
    leaseUntil: leaseFrom(notBefore),
    createdAt: notBefore,
    dedupeKey: draft.dedupeKey,
    memberId: draft.memberId ?? null,
    groupId: draft.groupId ?? null,
    branchId: draft.branchId ?? null,
    slotId: draft.slotId ?? null,
    chatHash,
    letter: opened(() => ({
      to: 'sealed' in address ? openAddress(keyring, address) : address,
      message: draft.message,
    })),
    isUrgent: draft.lane === 0,
    hasMore: false,
  }
}

// One unreadable row (F11) fails alone.
function opened(open: () => Letter): Letter | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}
