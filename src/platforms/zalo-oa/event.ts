/**
 * What the adapter tells the log: a code and facts, never an id of a person or chat, never a text,
 * never a token.
 */
import type { UnreachableReason } from '../../messaging/platform.ts'
import type { IgnoredReason } from './arrival.ts'
import type { Meaning } from './error-meaning.ts'

/**
 * Why a webhook call was turned away. `stale`: signed by Zalo, but its time is too far from ours.
 */
export type NotGenuineReason = 'noKey' | 'noSignature' | 'noTimestamp' | 'wrongSignature' | 'stale'

/**
 * What it costs: `reply` and the quotas are Zalo's own words; `template` is always paid, `group`
 * goes by the group's asset.
 */
export type CostClass = 'consultation' | 'group' | 'template'

export type ZaloOaEvent =
  | { readonly code: 'notGenuine'; readonly why: NotGenuineReason }
  | {
      readonly code: 'signedAs'
      readonly prefix: 'appId' | 'oaId'
      readonly timestamp: 'body' | 'header'
      readonly key: number
    }
  | { readonly code: 'bodyMalformed'; readonly why: 'encoding' | 'json' }
  | { readonly code: 'eventIgnored'; readonly why: IgnoredReason; readonly event?: string }
  | {
      readonly code: 'sent'
      readonly cost: CostClass
      readonly quota?: string
      readonly remain?: number
    }
  | {
      readonly code: 'callRefused' | 'operatorNeeded'
      /** The path of what was asked for: it holds no token and no id. */
      readonly method: string
      readonly error: number
      readonly meaning: Meaning
    }
  | { readonly code: 'callFailed'; readonly method: string; readonly reason: UnreachableReason }
  | { readonly code: 'tokenRefused'; readonly method: string; readonly error: number }
  | { readonly code: 'noToken'; readonly why: 'needsAuthorisation' | 'unavailable' }
  | { readonly code: 'tokensRefreshed'; readonly expiresAt: Date }
  | { readonly code: 'refreshInterrupted'; readonly since: Date }
  | {
      readonly code: 'refreshFailed'
      readonly error?: number
      readonly reason?: UnreachableReason
      readonly retryAt: Date
    }
  | { readonly code: 'tokensUnsaved' }
  | { readonly code: 'vaultFailed' }
  | { readonly code: 'needsAuthorisation'; readonly error: number }

export type OnEvent = (event: ZaloOaEvent) => void
