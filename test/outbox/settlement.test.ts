import { describe, expect, test } from 'vitest'
import type { MessageClass } from '../../src/messaging/outbound.ts'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import {
  judge,
  marksOf,
  waitingReason,
  type Attempt,
  type Verdict,
} from '../../src/outbox/settlement.ts'

const now = new Date('2026-11-23T01:00:00Z')
const classes: readonly MessageClass[] = ['reply', 'prompt', 'groupNotice', 'document']
const fresh: Attempt = { class: 'reply', attempts: 1, isUnsure: false, isMoved: false }

/** In short: what, why, when, and what is remembered. */
function short(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'sent':
      return `sent ${verdict.externalId}`
    case 'retry':
      return `${waitingReason(verdict.reason, verdict.marks)} in ${String(verdict.at.getTime() - now.getTime())}`
    case 'migrate':
      return `migrate to ${verdict.toChat}`
    default:
      return `${verdict.kind}: ${verdict.reason}`
  }
}

const sent: SendOutcome = { kind: 'sent', externalId: 'm1' }
const throttled = (scope: 'bot' | 'chat'): SendOutcome => ({
  kind: 'throttled',
  retryAfterMs: 7000,
  scope,
})
const lost = (delivered: 'no' | 'unknown'): SendOutcome => ({
  kind: 'unreachable',
  reason: delivered === 'no' ? 'connect' : 'timeout',
  delivered,
})

interface Case {
  readonly outcome: SendOutcome
  /** The verdict on a reply and a prompt, and on a group notice and a document. */
  readonly atLeastOnce: string
  readonly atMostOnce: string
  /** On a group notice, where that is another: the secretary can still pass it on. */
  readonly groupNotice?: string
  readonly attempt?: Partial<Attempt>
}

const cases: readonly Case[] = [
  { outcome: sent, atLeastOnce: 'sent m1', atMostOnce: 'sent m1' },
  { outcome: throttled('bot'), atLeastOnce: 'throttled in 7500', atMostOnce: 'throttled in 7500' },
  { outcome: throttled('chat'), atLeastOnce: 'throttled in 7500', atMostOnce: 'throttled in 7500' },
  {
    outcome: throttled('chat'),
    attempt: { isUnsure: true },
    atLeastOnce: 'throttled +unsure in 7500',
    atMostOnce: 'throttled +unsure in 7500',
  },
  { outcome: lost('no'), atLeastOnce: 'unreachable in 750', atMostOnce: 'unreachable in 750' },
  {
    outcome: lost('no'),
    attempt: { attempts: 4 },
    atLeastOnce: 'unreachable in 6000',
    atMostOnce: 'unreachable in 6000',
  },
  {
    outcome: lost('no'),
    attempt: { attempts: 500 },
    atLeastOnce: 'unreachable in 225000',
    atMostOnce: 'unreachable in 225000',
  },
  {
    outcome: lost('no'),
    attempt: { isUnsure: true, isMoved: true },
    atLeastOnce: 'unreachable +unsure +moved in 750',
    atMostOnce: 'unreachable +unsure +moved in 750',
  },
  {
    outcome: lost('unknown'),
    atLeastOnce: 'resend +unsure in 750',
    atMostOnce: 'unknown: timeout',
  },
  {
    outcome: lost('unknown'),
    attempt: { isUnsure: true },
    atLeastOnce: 'unknown: timeout',
    atMostOnce: 'unknown: timeout',
  },
  {
    outcome: { kind: 'unreachable', reason: 'server', delivered: 'unknown' },
    atLeastOnce: 'resend +unsure in 750',
    atMostOnce: 'unknown: server',
  },
  {
    outcome: { kind: 'gone', reason: 'blocked' },
    atLeastOnce: 'gone: blocked',
    atMostOnce: 'gone: blocked',
  },
  {
    outcome: { kind: 'gone', reason: 'kicked' },
    atLeastOnce: 'gone: kicked',
    atMostOnce: 'gone: kicked',
  },
  {
    outcome: { kind: 'migrated', toChat: '-100' },
    atLeastOnce: 'migrate to -100',
    atMostOnce: 'migrate to -100',
  },
  {
    outcome: { kind: 'migrated', toChat: '-100' },
    attempt: { isMoved: true },
    atLeastOnce: 'failed: moved twice',
    atMostOnce: 'failed: moved twice',
  },
  {
    outcome: { kind: 'rejected', code: '400', reason: 'message is too long' },
    atLeastOnce: 'failed: rejected 400',
    atMostOnce: 'failed: rejected 400',
  },
  {
    outcome: throttled('bot'),
    attempt: { notAfter: new Date(now.getTime() + 7000) },
    atLeastOnce: 'skipped: expired',
    atMostOnce: 'skipped: expired',
    groupNotice: 'failed: throttled',
  },
  {
    outcome: lost('no'),
    attempt: { notAfter: new Date(now.getTime() + 1) },
    atLeastOnce: 'skipped: expired',
    atMostOnce: 'skipped: expired',
    groupNotice: 'failed: unreachable',
  },
  {
    outcome: throttled('bot'),
    attempt: { notAfter: new Date(now.getTime() + 7500) },
    atLeastOnce: 'throttled in 7500',
    atMostOnce: 'throttled in 7500',
  },
  {
    outcome: lost('no'),
    attempt: { notAfter: now },
    atLeastOnce: 'skipped: expired',
    atMostOnce: 'skipped: expired',
  },
  {
    outcome: lost('no'),
    attempt: { notAfter: now, isUnsure: true },
    atLeastOnce: 'unknown: expired',
    atMostOnce: 'unknown: expired',
  },
  {
    outcome: lost('unknown'),
    attempt: { notAfter: now },
    atLeastOnce: 'unknown: expired',
    atMostOnce: 'unknown: timeout',
  },
  {
    outcome: sent,
    attempt: { notAfter: new Date(0) },
    atLeastOnce: 'sent m1',
    atMostOnce: 'sent m1',
  },
]

describe.each(classes)('a %s', (messageClass) => {
  const isOnce = messageClass === 'groupNotice' || messageClass === 'document'

  test.each(cases)(
    'after $outcome with $attempt',
    ({ outcome, attempt, atLeastOnce, atMostOnce, groupNotice = atMostOnce }) => {
      const verdict = judge({ ...fresh, ...attempt, class: messageClass }, outcome, {
        now,
        chance: 0.5,
      })
      expect(short(verdict)).toBe(
        messageClass === 'groupNotice' ? groupNotice : isOnce ? atMostOnce : atLeastOnce,
      )
    },
  )
})

test('every kind of outcome has its case', () => {
  const kinds: Record<SendOutcome['kind'], true> = {
    sent: true,
    throttled: true,
    unreachable: true,
    gone: true,
    migrated: true,
    rejected: true,
  }
  expect(new Set(cases.map(({ outcome }) => outcome.kind))).toEqual(new Set(Object.keys(kinds)))
})

test('marks survive being written on a waiting row', () => {
  for (const isUnsure of [false, true]) {
    for (const isMoved of [false, true]) {
      expect(marksOf(waitingReason('throttled', { isUnsure, isMoved }))).toEqual({
        isUnsure,
        isMoved,
      })
    }
  }
  expect(marksOf(null)).toEqual({ isUnsure: false, isMoved: false })
})
