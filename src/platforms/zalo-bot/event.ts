/**
 * What the adapter tells the log: a code and facts, never an id of a person or chat, never a text,
 * never the token.
 */
import type { UnreachableReason } from '../../messaging/platform.ts'
import type { IgnoredReason } from './arrival.ts'

export type ZaloBotEvent =
  | { readonly code: 'notGenuine' }
  | { readonly code: 'bodyMalformed'; readonly why: 'encoding' | 'json' }
  | { readonly code: 'updateIgnored'; readonly why: IgnoredReason }
  | {
      readonly code: 'callRefused'
      readonly method: string
      readonly status: number
      readonly reason: string
    }
  | { readonly code: 'callFailed'; readonly method: string; readonly reason: UnreachableReason }
  | { readonly code: 'tokenRefused'; readonly method: string; readonly status: number }
  | { readonly code: 'webhookUnverified'; readonly outcome: string }
  | { readonly code: 'pollFailed'; readonly status?: number; readonly retryInMs: number }
  | { readonly code: 'receiveFailed'; readonly attempt: number; readonly retryInMs: number }
  | { readonly code: 'updateGivenUp'; readonly attempts: number }

export type OnEvent = (event: ZaloBotEvent) => void
