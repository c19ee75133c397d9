import JSZip from 'jszip'
import { expect, test } from 'vitest'
import { slipsOf } from '../../src/conversation/screens/slips.ts'
import { drawPaper } from '../../src/documents/paper.ts'
import type { BotFace } from '../../src/store/snapshot.ts'
import { words } from '../support/house.ts'

const madeAt = new Date('2026-11-20T02:00:00Z')
const invited = [
  { name: 'Trần <b>"Ba"</b> & Lâm', code: '7KMQ2RTB' },
  { name: 'Nguyễn Thị Hạnh', code: '8KMQ2RTB' },
  { name: '=HYPERLINK("x")', code: '9KMQ2RTB' },
]
const telegram: BotFace = {
  id: 'tg',
  platform: 'telegram',
  title: null,
  link: 'https://t.me/tusoi_bot',
}
const zalo: BotFace = { id: 'zl', platform: 'zalo-bot', title: 'Bot Tự Soi', link: null }
const slips = (bots: readonly BotFace[], people = invited) =>
  slipsOf(people, bots, '04/12/2026', madeAt, words.vi)

async function open(bots: readonly BotFace[], people = invited) {
  const { bytes } = await drawPaper(slips(bots, people))
  const zip = await JSZip.loadAsync(bytes)
  const read = async (name: string) => zip.file(name)?.async('string') ?? ''
  const xml = await read('word/document.xml')
  const texts = [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)].map(([, text]) => text)
  return {
    xml,
    texts,
    pictures: Object.keys(zip.files).filter((name) => name.startsWith('word/media/')),
    properties: await read('docProps/core.xml'),
    zip,
  }
}

test('each has a name, a code, three steps and the last day, on A4 with room for eight', async () => {
  const { xml, texts, pictures, properties } = await open([zalo])
  expect(texts.slice(0, 7)).toEqual([
    'Phiếu mời kết nối với trợ lý tự soi',
    'Trần &lt;b&gt;&quot;Ba&quot;&lt;/b&gt; &amp; Lâm',
    '7KMQ 2RTB',
    '1. Mở Bot Tự Soi trên Zalo.',
    '2. Gõ mã ở trên rồi gửi.',
    '3. Xem lại họ tên và chi bộ, rồi xác nhận.',
    'Mã riêng của đồng chí, dùng một lần, đến hết ngày 04/12/2026.',
  ])
  expect(texts).toHaveLength(21)
  expect(pictures).toEqual([])
  const [, width, height] = /<w:pgSz w:w="(\d+)" w:h="(\d+)"/u.exec(xml) ?? []
  expect([width, height]).toEqual(['11906', '16838'])
  const [, row] = /<w:trHeight w:val="(\d+)"/u.exec(xml) ?? []
  const [, margin] = /<w:pgMar w:top="(\d+)"/u.exec(xml) ?? []
  expect(4 * Number(row)).toBeLessThanOrEqual(16838 - 2 * Number(margin))
  expect(xml.match(/<w:tr>|<w:tr /gu)).toHaveLength(2)
  expect(properties).toContain('2026-11-20T02:00:00Z')
})

test('the QR code takes the code along where the platform has such a link, and only opens the chat elsewhere', async () => {
  expect(slips([telegram]).slips.map(({ link }) => link)).toEqual(
    invited.map(({ code }) => `https://t.me/tusoi_bot?start=${code}`),
  )
  expect(slips([telegram]).steps[1]).toBe('Bấm “Bắt đầu” (Start). Nếu trợ lý hỏi mã, gõ mã ở trên.')
  const linked = { ...zalo, link: 'https://zalo.me/bot' }
  expect(slips([telegram, linked])).toMatchObject({
    steps: ['Quét mã QR, hoặc mở Bot Tự Soi trên Zalo.', expect.anything(), expect.anything()],
  })
  expect(new Set(slips([telegram, linked]).slips.map(({ link }) => link))).toEqual(
    new Set(['https://zalo.me/bot']),
  )
  const { pictures, zip } = await open([telegram])
  expect(pictures).toHaveLength(3)
  const images = await Promise.all(
    pictures.map(async (name) => (await zip.file(name)?.async('nodebuffer')) ?? Buffer.of()),
  )
  for (const image of images) expect(image.subarray(1, 4).toString()).toBe('PNG')
  expect(new Set(images.map((image) => image.toString('base64'))).size).toBe(3)
})

test('nobody knows the bot: it is what the secretary showed', () => {
  expect(slips([]).steps[0]).toBe('Mở trợ lý tự soi mà bí thư đã giới thiệu.')
})

test('equal input gives equal bytes, whenever and however often it is drawn', async () => {
  const first = await drawPaper(slips([telegram]))
  await drawPaper(slips([telegram], invited.slice(1)))
  const second = await drawPaper(slips([telegram]))
  expect(Buffer.from(second.bytes).equals(Buffer.from(first.bytes))).toBe(true)
  const zip = await JSZip.loadAsync(second.bytes)
  expect(new Set(Object.values(zip.files).map(({ date }) => date.toISOString()))).toEqual(
    new Set(['1980-01-01T00:00:00.000Z']),
  )
})
