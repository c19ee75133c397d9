import { describe, expect, test } from 'vitest'
import type { MessageClass } from '../../src/messaging/outbound.ts'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import { crashWaitsMs, doubtWaitMs } from '../../src/outbox/doubt.ts'
import {
  judge,
  waitingReason,
  wasMoved,
  type Attempt,
  type Verdict,
} from '../../src/outbox/settlement.ts'
import { usefulUntil } from '../../src/outbox/useful.ts'

const day = 86_400_000
const now = new Date('2026-11-23T01:00:00Z')
const classes: readonly MessageClass[] = ['reply', 'prompt', 'groupNotice', 'document']
const fresh: Attempt = { class: 'reply', attempts: 1, doubts: 0, isMoved: false }

/** In short: what, why, when, and what is remembered. */
function short(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'sent':
      return `sent ${verdict.externalId}`
    case 'retry': {
      const { at, reason, marks } = verdict
      const doubts = marks.doubts === 0 ? '' : ` in doubt ${String(marks.doubts)}`
      const ms = at.getTime() - now.getTime()
      return `${waitingReason(reason, marks)}${doubts} in ${String(ms)}`
    }
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
    attempt: { doubts: 1 },
    atLeastOnce: 'throttled in doubt 1 in 7500',
    atMostOnce: 'throttled in doubt 1 in 7500',
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
    attempt: { doubts: 1, isMoved: true },
    atLeastOnce: 'unreachable +moved in doubt 1 in 750',
    atMostOnce: 'unreachable +moved in doubt 1 in 750',
  },
  {
    outcome: lost('unknown'),
    atLeastOnce: 'resend in doubt 1 in 750',
    atMostOnce: 'unknown: timeout',
  },
  {
    outcome: lost('unknown'),
    attempt: { attempts: 40, doubts: 1 },
    atLeastOnce: 'resend in doubt 2 in 1500',
    atMostOnce: 'unknown: timeout',
  },
  {
    outcome: lost('unknown'),
    attempt: { attempts: 12, doubts: 11, notAfter: new Date(now.getTime() + 1_536_000) },
    atLeastOnce: 'resend in doubt 12 in 1536000',
    atMostOnce: 'unknown: timeout',
  },
  {
    outcome: lost('unknown'),
    attempt: { attempts: 12, doubts: 11, notAfter: new Date(now.getTime() + 1_535_999) },
    atLeastOnce: 'unknown: expired',
    atMostOnce: 'unknown: timeout',
  },
  {
    outcome: { kind: 'unreachable', reason: 'server', delivered: 'unknown' },
    atLeastOnce: 'resend in doubt 1 in 750',
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
    attempt: { notAfter: now, doubts: 1 },
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

test('that it was moved survives being written on a waiting row', () => {
  for (const isMoved of [false, true])
    expect(wasMoved(waitingReason('throttled', { isMoved }))).toBe(isMoved)
  expect(wasMoved(null)).toBe(false)
})

describe('a message in doubt', () => {
  test('waits no longer than the trouble has lasted, and is copied 18 times a day at the most', () => {
    for (const chance of [0, 0.5, 0.999_999]) {
      let [lasted, copies] = [0, 1]
      for (; lasted <= day; copies += 1) {
        const wait = doubtWaitMs(copies, chance)
        expect(wait).toBeLessThanOrEqual(lasted + 1000)
        lasted += wait
      }
      expect(copies - 1).toBeLessThanOrEqual(18)
    }
  })

  test('goes at once after the first three crashes, and crashes eleven times a day at the most', () => {
    expect(crashWaitsMs.slice(0, 5)).toEqual([0, 0, 0, 5000, 20_000])
    let [lasted, crashes] = [0, 1]
    for (; lasted + (crashWaitsMs[crashes - 1] ?? 0) <= day; crashes += 1)
      lasted += crashWaitsMs[crashes - 1] ?? 0
    expect(crashes).toBe(11)
  })

  test('has an end, which is its own, or a day for a reply', () => {
    const later = new Date(now.getTime() + 1)
    const useful = (messageClass: MessageClass, notAfter?: Date): number | undefined => {
      const until = usefulUntil({
        class: messageClass,
        notBefore: now,
        ...(notAfter && { notAfter }),
      })
      return until && until.getTime() - now.getTime()
    }
    expect(classes.map((each) => useful(each, later))).toEqual([1, 1, 1, 1])
    expect(classes.map((each) => useful(each))).toEqual([day, 45 * day, undefined, undefined])
  })
})
