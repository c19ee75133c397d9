// Elder mode as each platform shows it: every choice stands in the text with its number, and a
// button has the digit alone.
import { describe, expect, it } from 'vitest'
import type { Outbound } from '../../src/messaging/outbound.ts'
import { textOnlyParts } from '../../src/messaging/text-only.ts'
import { composeMessages as forTelegram } from '../../src/platforms/telegram/compose.ts'
import { composeMessages as forZaloOa } from '../../src/platforms/zalo-oa/compose.ts'
import { isLeftOutForElder, isRemedyLeftOutForElder } from '../../src/domain/elder.ts'
import { reminderDays } from '../../src/domain/due-date.ts'

const to = { bot: 'b', chat: '1', kind: 'private' } as const
const choices = [
  { label: 'Làm tốt', payload: 'q|1|a' },
  { label: 'Cần cố gắng', payload: 'q|1|b' },
]
const two: Outbound = { text: 'Câu hỏi?', choices, isByDigits: true }
const one: Outbound = { text: 'Câu hỏi?', choices: choices.slice(0, 1), isByDigits: true }
const whole = 'Câu hỏi?\n\n1. Làm tốt\n2. Cần cố gắng'

describe('answers by digits', () => {
  it('on Telegram', () => {
    expect(forTelegram(to, two)).toMatchObject([
      {
        text: whole,
        reply_markup: {
          inline_keyboard: [
            [{ text: '1', callback_data: 'q|1|a' }],
            [{ text: '2', callback_data: 'q|1|b' }],
          ],
        },
      },
    ])
    expect(forTelegram(to, one)).toMatchObject([
      { text: 'Câu hỏi?\n\n1. Làm tốt', reply_markup: { inline_keyboard: [[{ text: '1' }]] } },
    ])
  })

  it('on a Zalo Official Account, with buttons and without', () => {
    expect(forZaloOa(to, two, true)).toMatchObject([
      {
        payload: {
          message: {
            text: whole,
            attachment: { payload: { buttons: [{ title: '1' }, { title: '2' }] } },
          },
        },
      },
    ])
    expect(forZaloOa(to, one, false)).toMatchObject([
      { payload: { message: { text: 'Câu hỏi?\n\n1. Làm tốt' } } },
    ])
  })

  it('where all is typed', () => {
    expect(textOnlyParts(two, 2000)).toEqual([whole])
    expect(textOnlyParts(one, 2000)).toEqual(['Câu hỏi?\n\n1. Làm tốt'])
    expect(textOnlyParts({ text: 'Xong.', isByDigits: true }, 2000)).toEqual(['Xong.'])
  })
})

it('reminders come further apart: one of the sheet after its invitation, every second of a remedy', () => {
  expect(['remindFirst', 'remindLast'].map(isLeftOutForElder)).toEqual([true, false])
  const kept = reminderDays.filter((days) => !isRemedyLeftOutForElder(days))
  expect(kept).toEqual([-3, 7, 21])
})
