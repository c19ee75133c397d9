// The lines that tell what became of a message: one id from the turn to the settlement, nothing of
// its content, and no work where nobody reads them.
import { describe, expect, it } from 'vitest'
import type { DecidedTurn } from '../../src/conversation/converse.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createLog, type LogOptions } from '../../src/log.ts'
import type { Inbound } from '../../src/messaging/inbound.ts'
import { writeDatabaseEvent } from '../../src/observe/database-lines.ts'
import { observe } from '../../src/observe/observe.ts'
import { type PlatformEvent, writePlatformEvent } from '../../src/observe/platform-lines.ts'
import { writeRequest } from '../../src/observe/request-lines.ts'
import type { OutboxDraft } from '../../src/outbox/draft.ts'
import type { SenderEvent, Settled } from '../../src/outbox/settled.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import type { Change } from '../../src/store/change.ts'
import { replyKeyOf, turnKeyIn, turnKeyOf } from '../../src/store/turn-key.ts'
import type { Taken } from '../../src/usecases/receive.ts'

type Line = Readonly<Record<string, unknown>>

const at = new Date('2026-11-26T01:00:00Z')
const inbound: Inbound = {
  kind: 'text',
  key: 'canary-key:77',
  from: { bot: 'telegram', chat: 'canary-chat', kind: 'private' },
  sender: { id: 'canary-person' },
  sentAt: at,
  messageId: 'canary-message',
  text: 'canary-text',
  edited: false,
}
const draft = (id: string, place: number): OutboxDraft => ({
  id,
  bot: 'telegram',
  dedupeKey: replyKeyOf(inbound, place),
  class: 'reply',
  lane: 0,
  address: inbound.from,
  message: { text: 'canary-reply' },
  notBefore: at,
})
const decided = (takenFor: DecidedTurn['takenFor'], changes: readonly Change[]): DecidedTurn => ({
  takenFor,
  changes,
  replies: [{ to: { kind: 'here' }, class: 'reply', message: { text: 'canary-reply' } }],
})
const done = (turn: DecidedTurn, drafts: readonly OutboxDraft[] = []): Taken => ({
  kind: 'done',
  decided: turn,
  tries: 1,
  written: {
    kind: 'written',
    direct: drafts,
    bots: ['telegram'],
    drafts,
    queued: drafts.map(({ id }) => ({ id, state: 'sending' })),
  },
})
const settled: Settled = {
  id: 'canary-id-1',
  bot: 'telegram',
  class: 'reply',
  lane: 0,
  state: 'sent',
  reason: null,
  attempts: 1,
  createdAt: at,
  dedupeKey: replyKeyOf(inbound, 0),
  memberId: 'canary-member',
  groupId: null,
  branchId: 'canary-branch',
  slotId: null,
}
const converse: Change = { kind: 'converse', conversation: { focus: { at: 'nothing' } } }

function watch(level: LogOptions['level'], keyring = createKeyring(new Uint8Array(32))) {
  const written: string[] = []
  const log = createLog({ level, stream: { write: (line) => written.push(line) } })
  const now = (): Date => new Date(at.getTime() + 120)
  const observed = observe({ metrics: createMetrics(), log, keyring, now })
  return {
    log,
    written,
    lines: () => written.map((line) => JSON.parse(line) as Line),
    takes: (taken: Taken, what: Inbound = inbound) => observed.onTaken?.(what, taken, 4.6),
    settles: (changed: Partial<Settled> = {}) => observed.onOutcome?.({ ...settled, ...changed }),
    sends: (event: SenderEvent) => observed.onSenderEvent?.(event),
    observed,
  }
}

describe('the key of a turn', () => {
  it.each(['u7', 'a:b:c', '', 'turn:1:2', 'ký tự'])('is found in its replies: %j', (key) => {
    const of = { from: inbound.from, key }
    expect([0, 12].map((place) => turnKeyIn(replyKeyOf(of, place)))).toEqual([
      turnKeyOf(of),
      turnKeyOf(of),
    ])
  })

  it('is in no key of another kind', () => {
    expect(['invitation:1:2', 'return:1', ''].map(turnKeyIn)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('one message', () => {
  it('has one id from the turn to the settlement, on any instance and when it comes again', () => {
    const [here, there] = [watch('debug'), watch('debug')]
    here.takes(done(decided('schedule', [converse]), [draft('canary-id-1', 0)]))
    here.settles()
    there.takes({ kind: 'duplicate', tries: 1 })
    const { turn } = here.lines()[0] ?? {}
    expect(turn).toMatch(/^[0-9a-f]{12}$/)
    expect([...here.lines(), ...there.lines()]).toMatchObject([
      {
        ...{ msg: 'turn.done', turn, bot: 'telegram', kind: 'text', intent: 'schedule', ms: 5 },
        ...{ changes: ['converse'], replies: ['reply'], attempt: 1 },
      },
      { msg: 'send.queued', turn, bot: 'telegram', class: 'reply' },
      { msg: 'send.sent', turn, bot: 'telegram', class: 'reply', attempt: 1, ms: 120 },
      { msg: 'turn.duplicate', turn },
    ])
    expect(here.lines()[1]?.['message']).toBe(here.lines()[2]?.['message'])
    const other = watch('debug')
    other.takes({ kind: 'full' }, { ...inbound, key: 'canary-key:78' })
    expect(other.lines()[0]?.['turn']).not.toBe(turn)
  })

  it('that had been said before is not queued a second time', () => {
    const { takes, lines } = watch('debug')
    const taken = done(decided('schedule', []), [draft('a', 0), draft('b', 1)])
    if (taken.kind !== 'done') throw new Error('a done turn')
    takes({ ...taken, written: { ...taken.written, queued: [{ id: 'b', state: 'pending' }] } })
    expect(lines().map(({ msg }) => msg)).toEqual(['turn.done', 'send.queued'])
  })

  it.each([
    [{ kind: 'raced', tries: 8 }, 'turn.raced', 'warn'],
    [{ kind: 'full' }, 'turn.full', 'debug'],
    [{ kind: 'failed', error: new TypeError('canary') }, 'turn.failed', 'error'],
  ] as const)('that came to %j leaves %s', (taken, msg, level) => {
    const { takes, lines, written } = watch('trace')
    takes(taken)
    expect(lines()).toMatchObject([{ msg, level, bot: 'telegram' }])
    expect(written.join()).not.toContain('canary')
  })

  it.each([
    ['failed', 'rejected 400', 'send.refused', 'rejected-400'],
    ['failed', 'blocked', 'send.refused', 'blocked'],
    ['unknown', 'timeout', 'send.unknown', 'timeout'],
    ['skipped', 'expired', 'send.skipped', 'expired'],
  ] as const)('that ended %s (%s) says so', (state, reason, msg, told) => {
    const { settles, lines } = watch('debug')
    settles({ state, reason })
    expect(lines()).toMatchObject([{ msg, reason: told }])
  })

  it('that waits again says for what', () => {
    const { sends, lines, takes } = watch('debug')
    takes({ kind: 'duplicate', tries: 1 })
    const { id, bot, dedupeKey, class: messageClass } = settled
    const waits = { kind: 'retried', bot, id, dedupeKey, class: messageClass } as const
    sends({ ...waits, reason: 'throttled', attempts: 2 })
    const [{ turn } = {}] = lines()
    expect(lines()[1]).toMatchObject({ msg: 'send.waits', turn, reason: 'throttled', attempt: 2 })
  })

  it('of no turn has the id of its message alone', () => {
    const { settles, lines } = watch('debug')
    settles({ dedupeKey: 'invitation:canary:canary', class: 'prompt' })
    expect(lines()[0]).toMatchObject({ msg: 'send.sent', class: 'prompt' })
    expect(lines()[0]).not.toHaveProperty('turn')
    expect(lines()[0]).toHaveProperty('message')
  })
})

describe('what is nobody else’s business', () => {
  const answer = { kind: 'answer' } as Change
  const own: readonly (readonly [DecidedTurn['takenFor'], readonly Change[]])[] = [
    ['answerStep', [answer, converse]],
    ['answerStep', [answer, { kind: 'putRemedy' } as Change, converse]],
    ['answerQuick', [answer, answer, { kind: 'withdrawRemedy' } as Change, converse]],
    ['answerRemedy', [{ kind: 'planRemedy' } as Change, converse]],
    ['tendRemedy', [{ kind: 'moveRemedy' } as Change, { kind: 'dropPrompts' } as Change, converse]],
    [
      'answerVoice',
      [{ kind: 'addVoice' } as Change, { kind: 'countRefusedText' } as Change, converse],
    ],
    ['answerVoice', [{ kind: 'dropVoice' } as Change, converse]],
  ]

  it('looks like any answer: admitting, promising and speaking up have no name of their own', () => {
    const lines = own.map(([takenFor, changes]) => {
      const { takes, lines: told } = watch('trace')
      takes(done(decided(takenFor, changes)))
      const [{ intent, changes: kinds } = {}] = told()
      return { intent, kinds }
    })
    expect(new Set(lines.map((line) => JSON.stringify(line)))).toEqual(
      new Set([JSON.stringify({ intent: 'own', kinds: ['own', 'converse'] })]),
    )
  })

  it('never gets in: no word, name, chat, id or key, whatever is told at the loudest', () => {
    const watched = watch('trace')
    const { takes, settles, sends, log, written, observed } = watched
    const drafts = [draft('canary-id-1', 0), draft('canary-id-2', 1)]
    takes(done(decided('answerStep', [answer]), drafts))
    for (const state of ['sent', 'failed', 'unknown', 'skipped'] as const)
      settles({ state, reason: state === 'sent' ? null : 'rejected canary ký tự' })
    sends({ kind: 'trouble', bot: null, during: 'send', error: 'TypeError' })
    sends({ kind: 'throttled', bot: 'telegram', scope: 'chat', retryAfterMs: 5 })
    sends({ kind: 'settled', settled })
    observed.report?.({ code: 'branch.failed', job: 'tidy', error: new Error('canary') })
    writeRequest(log, { kind: 'failed', method: 'GET', route: '/d/:t', error: new Error('canary') })
    writeRequest(log, { kind: 'answered', method: 'GET', route: '/d/:t', status: 200, ms: 1.2 })
    const aside = { kind: 'data-dir-moved-aside', from: '/canary', to: '/canary-1' } as const
    writeDatabaseEvent(log, aside)
    expect(written.length).toBeGreaterThan(10)
    expect(written.join('')).not.toMatch(/canary|ký/)
  })
})

describe('a run of a job', () => {
  const counts = { branches: 2, subjects: 5, failed: 0, slots: 4, messages: 3, count: 0 }

  it.each([
    ['follow-months', { branches: 2, subjects: 5, slots: 4, messages: 3 }],
    ['remind-remedies', { branches: 2 }],
  ])('%s tells what was done, but never how many promises came due', (job, told) => {
    const { observed, lines } = watch('debug')
    observed.onJobDone?.(job, counts, 12.4)
    const [{ time, ...line } = {}] = lines()
    expect(time).toBeDefined()
    expect(line).toEqual({ level: 'debug', msg: 'job.done', job, ...told, ms: 12 })
  })
})

describe('where nobody reads', () => {
  it('nothing is made: no id, no list, no line', () => {
    const real = createKeyring(new Uint8Array(32))
    let hashes = 0
    const keyring = {
      ...real,
      lookupHash: (kind: string, value: string) => {
        hashes += 1
        return real.lookupHash(kind, value)
      },
    }
    const { takes, settles, sends, written, observed } = watch('info', keyring)
    const unread = { kind: 'answerStep' } as unknown as DecidedTurn
    takes(done(Object.freeze({ ...unread }), [draft('a', 0)]))
    takes({ kind: 'duplicate', tries: 1 })
    settles()
    const { id, bot, dedupeKey, class: messageClass } = settled
    sends({
      ...{ kind: 'retried', bot, id, dedupeKey, class: messageClass },
      ...{ reason: 'throttled', attempts: 1 },
    })
    expect([hashes, written, observed.onJobDone]).toEqual([0, [], undefined])
  })
})

describe('what a platform said', () => {
  const written = (event: PlatformEvent): Line => {
    const { log, lines } = watch('trace')
    writePlatformEvent(log, 'an-hoa', event)
    return lines()[0] ?? {}
  }

  it.each<readonly [PlatformEvent, Line]>([
    [
      {
        ...{ code: 'callRefused', method: 'sendMessage', status: 400 },
        reason: 'Bad Request: chat not found',
      },
      {
        ...{ msg: 'platform.refused', method: 'sendMessage', status: 400 },
        said: 'Bad Request: chat not found',
      },
    ],
    [
      { code: 'operatorNeeded', method: '/v3.0/oa/message/cs', error: -320, meaning: 'money' },
      {
        ...{ msg: 'platform.operatorNeeded', method: '/v3.0/oa/message/cs' },
        ...{ status: -320, reason: 'money' },
      },
    ],
    [
      { code: 'callRefused', method: '/v3.0/oa/message/cs', error: -230, meaning: 'window' },
      { msg: 'platform.refused', status: -230, reason: 'window' },
    ],
    [
      { code: 'callFailed', method: 'getUpdates', reason: 'timeout' },
      { msg: 'platform.failed', method: 'getUpdates', reason: 'timeout' },
    ],
    [
      { code: 'tokenRefused', method: 'getMe', status: 401 },
      { msg: 'platform.tokenRefused', method: 'getMe', status: 401 },
    ],
    [
      { code: 'pollFailed', status: 502, retryInMs: 900 },
      { msg: 'poll.failed', status: 502, ms: 900 },
    ],
    [
      { code: 'updateGivenUp', updateId: 7, attempts: 10 },
      { msg: 'poll.givenUp', attempt: 10 },
    ],
    [
      { code: 'notGenuine', why: 'stale' },
      { msg: 'webhook.notGenuine', reason: 'stale' },
    ],
    [{ code: 'notGenuine' }, { msg: 'webhook.notGenuine' }],
  ])('%j', (event, line) => {
    expect(written(event)).toMatchObject({ ...line, bot: 'an-hoa' })
  })

  it('is kept only as letters, whatever an adapter lets through', () => {
    const reason = 'Bad Request: canary 0912345678 ở đây'
    const line = written({ code: 'callRefused', method: 'sendMessage', status: 400, reason })
    expect(line['said']).toBe('[not a phrase]')
  })
})
