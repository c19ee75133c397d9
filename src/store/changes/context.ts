import type { Keyring } from '../../sealing/keyring.ts'
import type { SealingKey } from '../../sealing/seal.ts'
import { noRelink, type Relink } from '../relink.ts'
import type { Snapshot } from '../snapshot.ts'

/** What a change needs besides itself to become a fragment. */
export interface ChangeContext {
  readonly snapshot: Snapshot
  readonly now: Date
  readonly keyring: Keyring
  /** Of whoever speaks. */
  readonly personHash: Uint8Array
  readonly memberKey: SealingKey | null
  readonly branchKey: SealingKey | null
  readonly id: () => string
  /** Only for an erasure: a fresh wrapped key, and name and reference sealed anew with it. */
  readonly erasure: Erasure | null
}

export interface Erasure {
  readonly wrapped: Uint8Array
  readonly kekId: string
  readonly name: Uint8Array
  readonly ref: Uint8Array
}

/** The member's key; without it nothing of theirs can be kept. */
export function memberKeyOf({ memberKey }: ChangeContext): SealingKey {
  if (memberKey === null) throw new Error('a change of a member was made without their key')
  return memberKey
}

/** The linking that what is written here belongs to. */
export function relinkOf({ snapshot }: ChangeContext): Relink {
  return snapshot.account.relink ?? noRelink
}

export function branchKeyOf({ branchKey }: ChangeContext): SealingKey {
  if (branchKey === null) throw new Error('a change of a branch was made without its key')
  return branchKey
}
