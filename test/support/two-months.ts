// October and November of one branch, as the flows of its secretary and of its reports look at them.
import type { Database } from '../../src/database/database.ts'
import { buildHouse, type House } from './house.ts'
import { type Pick, submits } from './walk.ts'

const refs = Array.from({ length: 18 }, (_, index) => `A${String(index + 1)}`)
const members = [
  ...refs.map(
    (ref, index) =>
      `${ref}|Đảng viên Số ${String(index + 1)}|${['secretary', 'deputy'][index] ?? 'member'}|${ref === 'A18' ? 'exempt' : 'official'}`,
  ),
  'B1|Phạm Văn Ba|secretary|official|CB6',
  'B2|Bùi Thị Hai|member|official|CB6',
  'B3|Ngô Văn Bảy|member|official|CB6',
  'B4|Hồ Thị Tám|member|official|CB6',
]

/** Levels by head; the rest is well. A shortcoming gets no measure, to be short. */
export const choosing =
  (
    levels: Readonly<Record<string, string>>,
    voice?: readonly ['named' | 'anonymous', string],
  ): Pick =>
  (step) => {
    const [, head = '', part] = step.split('.')
    if (step.startsWith('h.') && part === 'level') return { press: levels[head] ?? 'good' }
    if (part === 'measure') return { press: 'none' }
    if (step === 'voice.choice' && voice !== undefined) return { press: voice[0] }
    return step === 'voice.text' && voice !== undefined ? { say: voice[1] } : undefined
  }

/** Eighteen members, one exempt, the first twelve linked; in October, before its round. */
export async function buildBeforeOctober(database: Database): Promise<House> {
  const house = await buildHouse(database, members, { start: '2026-10-25T02:00:00Z' })
  for (const member of members.slice(0, 12))
    await house.knows(member.split('|')[0] ?? '', member.split('|')[0] ?? '')
  return house
}

/** Eleven of seventeen take part: ten sheets, two of them with words, and one on paper. */
export async function submitsNovember(house: House): Promise<void> {
  house.moveTo('2026-11-20T02:00:00Z')
  await house.opens('2026-11', '2026-12-02T13:00:00Z')
  for (const ref of ['A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10', 'A11']) {
    const place = Number(ref.slice(1))
    await submits(
      house,
      ref,
      choosing(
        {
          discipline: place <= 7 ? 'good' : place <= 9 ? 'effort' : 'mend',
          duties: place % 2 === 0 ? 'good' : 'effort',
        },
        place === 3 ? ['anonymous', 'MOT-LOI'] : place === 4 ? ['anonymous', 'HAI-LOI'] : undefined,
      ),
    )
  }
  await house.says('A12', 'tôi ghi giấy')
}
