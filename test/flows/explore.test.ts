import { expect, it } from 'vitest'
import { openTestDatabase } from '../support/database.ts'
import { buildHouse } from '../support/house.ts'
import { openRound } from '../../src/usecases/open-round.ts'

it('explores', async () => {
  const { database, close } = await openTestDatabase('postgresql')
  const house = await buildHouse(database, ['A1|Trần Văn Lâm|secretary', 'A2|Nguyễn Thị "Hoa"', 'A3|Lê Văn Thọ', 'A4|Bốn', 'A5|Năm', 'A6|Sáu', 'A7|Miễn|member|exempt'])
  const log = (out: readonly { text: string; labels: readonly string[] }[]) => { for (const { text, labels } of out) console.log('> ' + text.replaceAll('\n', '\n> ') + '\n' + labels.map((l) => `[${l}]`).join(' ')) }
  const say = async (p: string, text: string) => { console.log(`▸ ${p}: ${text}`); log(await house.says(p, text)) }
  const press = async (p: string, c: number | string) => { console.log(`▸ ${p} presses ${String(c)}`); log(await house.presses(p, c)) }
  await house.links('100', 'A1')
  await say('100', 'ngày 3')
  await say('100', '19h30')
  await say('100', 'Nhà văn hóa tổ 5')
  await house.links('200', 'A2')
  console.log(await openRound(house.app, house.branchId))
  log(await house.heard())
  await press('200', 1)
  for (const answer of ['1', 'co mat can co gang', 'Ý khác của tôi', 'Đọc báo mỗi sáng', '15/13', '1', '3', 'quay lại', '1', '2', '1', 'Chuẩn bị ý kiến', '20/12', '1', '2', 'vì sao', '1', '2', '1', 'x'.repeat(2100), 'Tài liệu MẬT số 3', 'Giúp bà con', '2', 'Nên họp sớm hơn', 'sửa 2', '1', 'gửi', '/tusoi', 'sửa', 'gửi', '/tusua', '/dulieucuatoi', '/gopy', '/bieuhien', 'abc xyz', 'hướng dẫn']) await say('200', answer)
  for (const t of ['/tonghop', '/thamgia', '/hop', '/khacphuc', '/moi', '/nhom', '/xemgopy', '/aidaxem', 'tổng hợp 13/2026']) await say('100', t)
  await say('200', '/tonghop')
  await close()
  expect(1).toBe(1)
}, 120000)
