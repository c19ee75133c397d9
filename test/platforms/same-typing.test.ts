// Whatever is typed reaches the core as the same text from every platform, and there it means the
// same.
import { expect, test } from 'vitest'
import { matchChoice } from '../../src/domain/choice-text.ts'
import { readQuickLine } from '../../src/domain/quick-line.ts'
import type { Inbound } from '../../src/messaging/inbound.ts'
import { createPlayground } from '../../src/platforms/playground/playground.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { memoryLedger } from '../support/fake-play.ts'
import { today } from '../support/today.ts'

const secret = 'webhook-secret_1'
const levels = ['Làm tốt', 'Có mặt cần cố gắng', 'Cần khắc phục'].map((label) => ({ label }))
const page = [1, 2, 3].map((number) => ({ number, choices: 3 }))

/** Typed, and the choice it means (from 1), or the choices of a quick page. */
const typings: readonly (readonly [string, number | string])[] = [
  ['2', 2],
  ['2.', 2],
  ['2)', 2],
  ['（２）', 2],
  ['２', 2],
  ['2️⃣', 2],
  [' 2 \n', 2],
  ['\u200E2\u200F', 2],
  ['chọn 2', 2],
  ['SỐ 2 Ạ', 2],
  ['có mặt cần cố gắng', 2],
  ['CO MAT CAN CO GANG', 2],
  ['Có mặt cần cố gắng'.normalize('NFD'), 2],
  ['Có\u00A0mặt', 2],
  ['2. Có mặt cần cố gắng', 2],
  ['1 2 3', '123'],
  ['123', '123'],
  ['１２３', '123'],
  ['1a 2b 3c', '123'],
  ['1-1, 2-2, 3-3', '123'],
  ['câu 1 chọn 1\r\ncâu 2 chọn 2\r\ncâu 3 chọn 3', '123'],
]

async function fromTelegram(typed: string): Promise<readonly Inbound[]> {
  const telegram = createTelegram({ bot: 'tg', token: '1:a', webhookSecret: secret })
  const update = {
    update_id: 9,
    message: {
      message_id: 5,
      date: 1_795_000_000,
      chat: { id: 42, type: 'private' },
      from: { id: 42, is_bot: false, first_name: 'Hoa' },
      text: typed,
    },
  }
  const body = new TextEncoder().encode(JSON.stringify(update))
  return Promise.resolve(
    telegram.read({
      headers: { 'x-telegram-bot-api-secret-token': secret },
      body,
      receivedAt: today(),
    }) ?? [],
  )
}

async function fromPlayground(typed: string, textOnly: boolean): Promise<readonly Inbound[]> {
  const heard: Inbound[] = []
  const playground = createPlayground({ ledger: memoryLedger(), now: today })
  await playground.poll?.(async (inbound) => Promise.resolve(void heard.push(inbound)))
  const chat = textOnly ? 't:lam' : 'm:lam'
  await playground.says(chat, chat, typed)
  return heard
}

function meaningOf(inbound: Inbound | undefined): number | string | null {
  if (inbound?.kind !== 'text') return null
  const match = matchChoice(inbound.text, levels)
  if (match.kind === 'one') return match.index + 1
  const reading = readQuickLine(inbound.text, page)
  return reading.kind === 'taken'
    ? [...reading.chosen.values()].map((choice) => choice + 1).join('')
    : null
}

test.each(typings)('%j means the same everywhere', async (typed, expected) => {
  const heard = [
    await fromTelegram(typed),
    await fromPlayground(typed, false),
    await fromPlayground(typed, true),
  ]
  expect(heard.map(([inbound]) => meaningOf(inbound))).toEqual([expected, expected, expected])
  expect(
    new Set(heard.map(([inbound]) => (inbound?.kind === 'text' ? inbound.text : null))).size,
  ).toBe(1)
})
