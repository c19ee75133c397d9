// A made-up branch behind the real playground, for tests of the page alone: the assistant here only
// recites.
import { readFileSync } from 'node:fs'
import type {
  Play,
  PlayClock,
  PlayEvent,
  PlayLanguage,
  PlayMember,
} from '../../src/http/play-port.ts'
import type { Inbound } from '../../src/messaging/inbound.ts'
import type { Outbound } from '../../src/messaging/outbound.ts'
import type { PlaygroundEntry, PlaygroundLedger } from '../../src/platforms/playground/entry.ts'
import type { ShellWords } from '../../src/platforms/playground/page-files.ts'
import { botOf, textOnlyBot } from '../../src/platforms/playground/bots.ts'
import { createPlayground } from '../../src/platforms/playground/playground.ts'

const secretaryChat = 'm:hoa'
const groupChat = 'g:to-5'
const zone = 'Asia/Ho_Chi_Minh'
const hour = 3_600_000
export const fakeStart = new Date('2026-11-26T08:00:00+07:00')

const member = (id: string, name: string, role: string, note = ''): PlayMember => {
  return {
    chat: `m:${id}`,
    name,
    role,
    note,
    textOnly: { chat: `t:${id}`, note: 'lời nhắc đến bên kia' },
    isRemindedByText: false,
  }
}
const members = [
  member('lam', 'Trần Văn Lâm', 'Đảng viên chính thức'),
  member('tho', 'Lê Văn Thọ', 'Đảng viên chính thức', 'không dùng điện thoại thông minh'),
  member('mai', 'Phạm Thị Thanh Mai', 'Đảng viên dự bị'),
  { ...member('duc', 'Hoàng Minh Đức', 'Đảng viên chính thức'), isRemindedByText: true },
  member('hoa', 'Nguyễn Thị Hoa', 'Bí thư chi bộ'),
]

const scales = ['Làm tốt', 'Có mặt cần cố gắng', 'Cần khắc phục']
const question: Outbound = {
  text: [
    'Về ý thức tổ chức, kỷ luật: trong tháng, đồng chí dự họp và phát biểu thế nào?',
    'Bí thư, phó bí thư, chi ủy viên chỉ xem được số liệu tổng hợp. (Câu 3/9)',
  ].join('\n'),
  choices: scales.map((label, index) => ({ label, payload: `level.${String(index)}` })),
}
const opening: Outbound = {
  text: [
    'Kính gửi đồng chí Trần Văn Lâm.',
    'Chi bộ họp ngày 03/12/2026, 19 giờ 30. Mời đồng chí tự soi tháng 11, khoảng 5 phút, trước 20 giờ ngày 02/12.',
    'Có thể dừng giữa chừng và làm tiếp lúc khác.',
  ].join('\n'),
  choices: ['Bắt đầu', 'Để sau', 'Tôi ghi giấy'].map((label, index) => ({
    label,
    payload: `open.${String(index)}`,
  })),
}
const summary = [
  'DỰ THẢO – TỔNG HỢP TỰ SOI, TỰ SỬA THÁNG 11/2026',
  'Chi bộ Tổ dân phố số 5 · số liệu tự đánh giá, không thay hồ sơ chính thức',
  'I. Tham gia: 17 đảng viên, miễn 1, phải thực hiện 16. Đã tham gia 15 (93,8 %), trong đó ghi giấy 1; đang làm 1; chưa làm 0.',
  'III. Tự sửa: hoàn thành 9/11 việc đến hạn (81,8 %; mốc 80 %).',
].join('\n')
const reminder = [
  'Kính gửi các đồng chí đảng viên Chi bộ Tổ dân phố số 5,',
  'Chi bộ sinh hoạt thường kỳ tháng 12:',
  'Thời gian: 19 giờ 30, Thứ Năm, 03/12/2026',
  'Địa điểm: Nhà văn hóa tổ 5',
].join('\n')
const invitation =
  'Phiếu mời của đồng chí Trần Văn Lâm.\nMở trợ lý của chi bộ và gõ mã dưới đây. Mã dùng một lần, trong 14 ngày.'

export function memoryLedger(): PlaygroundLedger & { readonly rows: Map<string, PlaygroundEntry> } {
  const rows = new Map<string, PlaygroundEntry>()
  const put = async (entry: PlaygroundEntry) => Promise.resolve(void rows.set(entry.id, entry))
  return {
    rows,
    append: put,
    update: put,
    all: async () => Promise.resolve([...rows.values()]),
    clear: async () => Promise.resolve(rows.clear()),
  }
}

export interface FakePlay extends Play {
  /** Everything the playground handed over. */
  readonly heard: readonly Inbound[]
  /** Sends as the service would. */
  tell(chat: string, message: Outbound): Promise<void>
  /** Makes the next acts fail. */
  failNext(times: number): void
}

export async function createFakePlay(): Promise<FakePlay> {
  let now = fakeStart.getTime()
  let failures = 0
  let count = 0
  const heard: Inbound[] = []
  const listeners = new Set<(event: PlayEvent) => void>()
  const tellAll = (event: PlayEvent) => {
    for (const listener of listeners) listener(event)
  }
  const newId = () => `e${String((count += 1))}`
  const playground = createPlayground({ ledger: memoryLedger(), now: () => new Date(now), newId })
  const tell = async (chat: string, message: Outbound) => {
    const bot = botOf(chat)
    const sender = bot === textOnlyBot ? playground.textOnly : playground
    await sender.send({ bot, chat, kind: chat === groupChat ? 'group' : 'private' }, message)
  }
  const seed = async () => {
    await playground.slip('m:lam', invitation, '7KMQ 2RTB')
    await tell('m:lam', opening)
    await tell(secretaryChat, { text: summary })
    await tell(groupChat, { text: reminder })
  }
  await seed()
  playground.subscribe((message) => {
    tellAll({ kind: 'message', message })
  })
  await playground.poll?.(async (inbound) => {
    if (failures > 0) {
      failures -= 1
      throw new Error('The fake was told to fail')
    }
    heard.push(inbound)
    await recite(inbound, tell)
  })
  return {
    heard,
    tell,
    failNext: (times) => {
      failures = times
    },
    async state(language) {
      const all = await playground.everything()
      const chats = [...members.flatMap(({ chat, textOnly }) => [chat, textOnly.chat]), groupChat]
      return {
        clock: clockAt(now, language),
        branch: 'Chi bộ Tổ dân phố số 5',
        members,
        secretaryChat,
        groupChat,
        notice:
          'Dữ liệu nằm trong cơ sở dữ liệu nhúng, chỉ để dùng thử. Chi bộ và mọi tên người ở đây là hư cấu.',
        messages: Object.fromEntries(
          chats.map((chat) => [chat, all.filter((entry) => entry.chat === chat)]),
        ),
        strings: readWords(language),
      }
    },
    clock: async (language) => Promise.resolve(clockAt(now, language)),
    async file(id) {
      const { file } = (await playground.everything()).find((entry) => entry.id === id) ?? {}
      return (
        file && {
          name: file.name,
          mediaType: file.mediaType,
          bytes: Buffer.from(file.base64, 'base64'),
        }
      )
    },
    say: async ({ person, chat, text }) => playground.says(person, chat, text),
    press: async ({ person, chat, messageId, payload }) =>
      playground.presses(person, chat, messageId, payload),
    attach: async ({ person, chat, what }) => playground.attaches(person, chat, what),
    async advance(by) {
      now += { hour, day: 24 * hour, next: 2.5 * hour }[by]
      if (by === 'next') await tell(groupChat, { text: reminder })
      tellAll({ kind: 'clock' })
    },
    async fresh() {
      now = fakeStart.getTime()
      await playground.clear()
      await seed()
      tellAll({ kind: 'reload' })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function recite(inbound: Inbound, tell: FakePlay['tell']): Promise<void> {
  const { chat } = inbound.from
  if (inbound.kind === 'attachment')
    await tell(chat, { text: 'Trợ lý chỉ nhận chữ, không nhận ảnh và tệp.' })
  if (inbound.kind === 'text' && ['/tusoi', 'tự soi'].includes(inbound.text))
    await tell(chat, question)
  if (inbound.kind !== 'press') return
  const [subject, index] = inbound.payload.split('.')
  const asked = subject === 'open' ? opening : question
  const chosen = asked.choices?.[Number(index)]?.label ?? ''
  const next = subject === 'open' ? question : { text: 'Ghi nhận.' }
  await tell(chat, {
    ...next,
    replaces: { messageId: inbound.messageId, text: `${asked.text}\n– ${chosen}` },
  })
}

function clockAt(ms: number, language: PlayLanguage): PlayClock {
  const date = new Date(ms)
  const isVietnamese = language === 'vi'
  const format = new Intl.DateTimeFormat(isVietnamese ? 'vi-VN' : 'en-GB', {
    timeZone: zone,
    dateStyle: 'full',
    timeStyle: 'short',
  })
  const label = isVietnamese
    ? 'Nhóm: nhắc buổi sinh hoạt thường kỳ tháng 12'
    : 'Group: reminder of the December meeting'
  const nextEvent = { label, local: isVietnamese ? '10 giờ 30, 26/11/2026' : '10:30, 26/11/2026' }
  return { iso: date.toISOString(), local: format.format(date), zone, nextEvent }
}

export function readWords(language: PlayLanguage): { readonly shell: ShellWords } {
  const file = new URL(`../../locales/${language}/playground.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as { shell: ShellWords }
}
