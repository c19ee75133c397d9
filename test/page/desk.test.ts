// A scripted secretary prepares, holds and reports two consecutive meetings on the playground, by
// the page's own API. With TUSOI_PICTURES=folder a browser looks at the secretary's phone and takes
// the pictures of docs/huong-dan.md.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { migrate } from '../../src/database/migrate.ts'
import type { PlayAdvance, PlayClock, PlayMessage, PlayState } from '../../src/http/play-port.ts'
import { createLog } from '../../src/log.ts'
import { openTryMode, type TryMode } from '../../src/try-mode/try-mode.ts'
import { openBrowser } from '../support/browser.ts'
import { type Desk, type Seen, twoMeetings } from '../support/desk.ts'

const folder = process.env['TUSOI_PICTURES']
const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-desk-'))
const day = 86_400_000
let database: Database
let tryMode: TryMode
let browser: Browser | undefined
let page: Page | undefined
const taken = new Set<string>()
let people: ReadonlyMap<string, string> | undefined
/** How much came to a chat, as long as the clock stands. */
const heard = new Map<string, number>()

const state = async (): Promise<PlayState> =>
  (await (await fetch(`${tryMode.url}/play/state?language=vi`)).json()) as PlayState
const acts = async (what: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/json', origin: tryMode.url }
  const { status } = await fetch(`${tryMode.url}/play/${what}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (status !== 200) throw new Error(`${what}: ${String(status)}`)
}

async function seenOf({ id, text, choices, file }: PlayMessage): Promise<Seen> {
  if (file === undefined) return { text, choices }
  const answer = await fetch(`${tryMode.url}/play/file?id=${encodeURIComponent(id)}`)
  return {
    text,
    choices,
    file: {
      name: file.name,
      mediaType: file.mediaType,
      bytes: new Uint8Array(await answer.arrayBuffer()),
    },
  }
}

const seenIn = ({ messages }: PlayState, chat: string): readonly PlayMessage[] =>
  (messages[chat] ?? []).filter(({ from }) => from === 'bot')

async function chatOf(name: string): Promise<string> {
  people ??= new Map((await state()).members.map((member) => [member.name, member.chat]))
  const chat = people.get(name)
  if (chat === undefined) throw new Error(`${name} is not in the made-up branch`)
  return chat
}

/** `Thứ Năm, 03/12/2026, 17 giờ 30` → that instant. */
function instantIn(local: string): Date {
  const [, date = '', month = '', year = '', hour = '', minute = '00'] =
    /(\d\d)\/(\d\d)\/(\d{4}), (\d+) giờ ?(\d\d)?/u.exec(local) ?? []
  return new Date(`${year}-${month}-${date}T${hour.padStart(2, '0')}:${minute}:00+07:00`)
}

const desk: Desk = {
  secretary: 'Nguyễn Thị Hoa',
  members: [
    'Trần Văn Lâm',
    'Phạm Thị Ngọc Bích',
    'Vũ Thị Kim Liên',
    'Đặng Quốc Hùng',
    'Đỗ Văn Khải',
  ],
  onPaper: 'Phan Bá Lộc',
  types: async (who, typed) => {
    const chat = await chatOf(who)
    const before = heard.get(chat) ?? seenIn(await state(), chat).length
    await acts('say', { person: chat, chat, text: typed })
    const seen = seenIn(await state(), chat)
    heard.set(chat, seen.length)
    return Promise.all(seen.slice(before).map(seenOf))
  },
  privately: async (who) => Promise.all(seenIn(await state(), await chatOf(who)).map(seenOf)),
  inGroup: async () => {
    const now = await state()
    return Promise.all(seenIn(now, now.groupChat).map(seenOf))
  },
  // By the clock strip: to what happens next, by days and by hours, so it may come some minutes
  // late.
  until: async (instant) => {
    heard.clear()
    for (;;) {
      const clock = (await (
        await fetch(`${tryMode.url}/play/clock?language=vi`)
      ).json()) as PlayClock
      const left = instant.getTime() - new Date(clock.iso).getTime()
      if (left <= 0) return
      const next = clock.nextEvent === null ? null : instantIn(clock.nextEvent.local)
      const advance: PlayAdvance =
        left >= day ? 'day' : next !== null && next <= instant ? 'next' : 'hour'
      await acts('clock', { advance })
    }
  },
  ...(folder !== undefined && { pictures: (name: string) => takes(name) }),
}

/** The newest exchange on the secretary's phone, once: of the first month. */
async function takes(name: string): Promise<void> {
  if (page === undefined || taken.has(name)) return
  taken.add(name)
  const { messages, secretaryChat } = await state()
  const all = (messages[secretaryChat] ?? []).filter(
    (each) => !each.text.startsWith('Kính gửi đồng chí'),
  )
  // What was typed with all that came of it; of what came by itself, a text and its picture.
  const typed = all.findLastIndex(({ from }) => from !== 'bot')
  const first = all[Math.max(typed, all.length - 3)]?.id ?? ''
  await page.goto(tryMode.url)
  // A phone so long that the longest answer is seen whole.
  await page.addStyleTag({
    content: '#phone-secretary, #phone-secretary * { max-height: none !important }',
  })
  const last = page.locator(`#phone-secretary [data-id="${all.at(-1)?.id ?? ''}"]`)
  await last.waitFor()
  // Pictures only: bubbles fade in, and what was drawn is fetched.
  await page.waitForTimeout(700)
  const [top, bottom] = [
    await page.locator(`#phone-secretary [data-id="${first}"]`).boundingBox(),
    await last.boundingBox(),
  ]
  const phone = await page.locator('#phone-secretary').boundingBox()
  if (top === null || bottom === null || phone === null)
    throw new Error(`nothing to see of ${name}`)
  const y = Math.max(top.y - 12, phone.y)
  const clip = {
    x: phone.x + 10,
    y,
    width: phone.width - 20,
    height: bottom.y + bottom.height + 12 - y,
  }
  await page.screenshot({ path: join(folder ?? '', `${name}.png`), clip })
  // Between pictures nothing is drawn: that would cost more than all else.
  await page.goto('about:blank')
}

beforeAll(async () => {
  database = await connect({ dataDir })
  await migrate(database)
  tryMode = await openTryMode({
    config: readConfig({ DATA_DIR: dataDir, PORT: '0' }),
    database,
    log: createLog({ level: 'silent' }),
    isFresh: false,
  })
  if (folder === undefined) return
  browser = await openBrowser()
  const viewport = { width: 1440, height: 2600 }
  page = await (
    await browser.newContext({
      viewport,
      locale: 'vi-VN',
      bypassCSP: true,
      reducedMotion: 'reduce',
    })
  ).newPage()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await tryMode.close()
  await database.close()
  rmSync(dataDir, { recursive: true, force: true })
})

it('on the playground: both meetings prepared, held and reported', async () => {
  await twoMeetings(desk)
}, 300_000)
