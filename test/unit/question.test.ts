import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Action, decodeAction, encodeAction } from '../../src/conversation/action.ts'
import { createVocabulary } from '../../src/conversation/commands.ts'
import { commandOf, openingOf } from '../../src/conversation/opening.ts'
import { binding, unbind } from '../../src/conversation/question.ts'
import { answerWith, choice, message, type Moment, type Turn } from '../../src/conversation/turn.ts'
import type { Conversation, Focus } from '../../src/domain/conversation.ts'
import { createTranslators } from '../../src/i18n/translator.ts'
import type { Snapshot } from '../../src/store/snapshot.ts'

const words = createTranslators(join(import.meta.dirname, '..', '..', 'locales'))
const vocabulary = createVocabulary(words)
const nothing: Focus = { at: 'nothing' }

/** What the binding looks at, and no more. */
function bound(turn: Turn, conversation: Conversation, kind = 'private'): Turn {
  const snapshot = { account: { conversation }, from: { kind } } as unknown as Snapshot
  const moment = { code: () => 'ZZZZZZZZ' } as Partial<Moment> as Moment
  return binding(turn, snapshot, moment, vocabulary)
}

const asking = (focus: Focus, ...actions: readonly Action[]): Turn =>
  answerWith(
    message(
      ['?'],
      actions.map((action) => choice('x', action)),
    ),
    [{ kind: 'converse', conversation: { focus } }],
  )
const payloadsOf = ({ replies }: Turn): readonly string[] =>
  replies.flatMap(({ message: { choices = [] } }) => choices.map(({ payload }) => payload))
const keptBy = ({ changes }: Turn): Conversation | undefined =>
  changes.findLast((change) => change.kind === 'converse')?.conversation
const say = (text: string): Action => ({ kind: 'say', text })

describe('what a button says', () => {
  test.each([
    '/huongdan',
    '/huongdan 2',
    '/tusoi',
    '/tusua',
    '/lichhop',
    '/congviec trang 2',
    '/thamgia',
    '/xemgopy 2026-11',
    '/baocao quý 4/2026',
    '/hop',
    '/hop ngay',
    '/hop loai chi bo',
    '/caidat',
    '/caidat lich nhac',
    '/caidat ban giao',
    '/diemdanh 12/2026 trang 2',
    '/diemdanh 12/2026 lan luot',
    '/buoihop 11/2026 xong 3',
    '/caidat nhan mhz3k9a0',
  ])('%s opens, however old it is', (text) => {
    expect(openingOf(text, vocabulary)).not.toBeNull()
    const turn = asking(nothing, say(text))
    expect(payloadsOf(bound(turn, { focus: nothing }))).toEqual([`t|${text}`])
  })

  test.each([
    '1',
    'dong y doi',
    'sua 3',
    'bo qua',
    '20/12/2026',
    'huong dan',
    '/hop loai',
    '/hop chuong trinh chuan',
    '/hop hoan tac chuong trinh',
    '/hop loai chi bo 2',
    '/hop 20/12',
    '/caidat lich nhac 3 tat',
    '/caidat hoan tac',
    '/caidat ban giao 1',
    '/caidat ban giao thoi',
    '/hoantac',
    '/xoayvong 1',
    '/xoayvong ngung',
    '/tusua 2',
    '/nhacnho',
    '/moi',
    '/nhom',
    '/nhapho dong y',
    '/phieugiay tat ca',
    '/diemdanh 12/2026 3 vang',
    '/xoadulieu',
    '/rutdongy',
    '/ngonngu',
    '/baovang 20/12 den 05/01',
  ])('%s needs the question it was shown with', (text) => {
    expect(openingOf(text, vocabulary)).toBeNull()
    const turn = bound(asking(nothing, say(text)), { focus: nothing })
    const [payload = ''] = payloadsOf(turn)
    expect(unbind(payload)).toEqual({ question: keptBy(turn)?.asked, payload: `t|${text}` })
    // With the mark and the signature it has to come back from Telegram.
    expect(new TextEncoder().encode(payload).length + 12).toBeLessThanOrEqual(64)
  })

  test('the command is told by which one comes to it again', () => {
    expect(commandOf('/caidat ban giao 1', vocabulary)).toBe('caidat')
    expect(commandOf('dong y doi', vocabulary)).toBeNull()
  })

  test('an answer to an offer that names none is heard as one to an offer that is gone', () => {
    expect(openingOf('/caidat khong nhan', vocabulary)).toEqual({
      kind: 'settings',
      argument: 'khong nhan 0',
    })
  })
})

describe('a question', () => {
  test('has a number that no other had, whatever is forgotten between', () => {
    const step = fc.record({
      isAsking: fc.boolean(),
      /** As an erasure leaves it: nothing of what was there. */
      focus: fc.constantFrom<Focus['at']>('confirmErase', 'confirmWithdraw', 'nothing'),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        let conversation: Conversation = { focus: nothing }
        const given: number[] = []
        for (const { isAsking, focus } of steps) {
          const at = { at: focus } as Focus
          const turn = bound(asking(at, ...(isAsking ? [say('1'), say('2')] : [])), conversation)
          const before = conversation
          conversation = keptBy(turn) ?? conversation
          const shown = payloadsOf(turn).map((payload) => unbind(payload).question)
          if (isAsking) {
            expect(new Set(shown)).toEqual(new Set([conversation.asked]))
            given.push(conversation.asked ?? 0)
          } else if (JSON.stringify(before.focus) !== JSON.stringify(at) && given.length > 0)
            expect(given).not.toContain(conversation.asked)
        }
        expect(given).toEqual([...new Set(given)].toSorted((a, b) => a - b))
      }),
    )
  })

  test('is written into the list that is remembered as into the one that is shown', () => {
    const turn = asking(nothing, say('/xoayvong 1'), say('/tusua'))
    const menu = (turn.replies[0]?.message.choices ?? []).map((each) => ({ ...each }))
    const remembered: Turn = {
      ...turn,
      changes: [{ kind: 'converse', conversation: { focus: nothing, menu } }],
    }
    const kept = bound(remembered, { focus: nothing, asked: 7 })
    expect(keptBy(kept)).toMatchObject({
      asked: 8,
      menu: [{ payload: 'b|8|t|/xoayvong 1' }, { payload: 't|/tusua' }],
    })
    expect(payloadsOf(kept)).toEqual(['b|8|t|/xoayvong 1', 't|/tusua'])
  })

  test('is bound for nobody else, and not in a group', () => {
    const told: Turn = {
      changes: [],
      replies: [
        {
          to: { kind: 'member', memberId: 'm' },
          message: message(['?'], [choice('x', say('1'))]),
          class: 'prompt',
        },
      ],
    }
    expect(bound(told, { focus: nothing })).toEqual(told)
    const asked = asking(nothing, say('1'))
    expect(bound(asked, { focus: nothing }, 'group')).toBe(asked)
  })

  test.each(['', 't|1', 'b|', 'b|1', 'b||t|1', 'b|Z|t|1', 'b|0123456789|t|1', 'q|1|a|b'])(
    '%j is bound to none',
    (payload) => {
      expect(unbind(payload)).toEqual({ question: null, payload })
    },
  )

  test('does not nest: what is bound twice means nothing', () => {
    const inner = unbind('b|1|b|2|t|1').payload
    expect(decodeAction(inner)).toBeNull()
    expect(decodeAction(unbind(`b|1|${encodeAction(say('1'))}`).payload)).toEqual(say('1'))
  })
})
