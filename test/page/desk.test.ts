// A scripted secretary prepares, holds and reports two consecutive meetings on the playground, by
// the page's own API. With TUSOI_PICTURES=folder a browser looks at the secretary's phone and takes
// the pictures of docs/huong-dan.md.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { migrate } from '../../src/database/migrate.ts'
import type { TryMode } from '../../src/try-mode/try-mode.ts'
import { openBrowser, openPage } from '../support/browser.ts'
import { twoMeetings } from '../support/desk.ts'
import { openPlaygroundAt, PlaygroundDesk } from '../support/playground-desk.ts'

const folder = process.env['TUSOI_PICTURES']
const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-desk-'))
let database: Database
let tryMode: TryMode
let desk: PlaygroundDesk
let browser: Browser | undefined
let page: Page | undefined
const taken = new Set<string>()

/** The newest exchange on the secretary's phone, once: of the first month. */
async function takes(name: string): Promise<void> {
  if (page === undefined || taken.has(name)) return
  taken.add(name)
  const { messages, secretaryChat } = await desk.state()
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
  tryMode = await openPlaygroundAt(database, dataDir, new Date('2026-11-26T02:00:00Z'))
  desk = new PlaygroundDesk(tryMode.url, folder === undefined ? undefined : takes)
  if (folder === undefined) return
  browser = await openBrowser()
  const viewport = { width: 1440, height: 2600 }
  page = await openPage(browser, {
    viewport,
    locale: 'vi-VN',
    bypassCSP: true,
    reducedMotion: 'reduce',
  })
})

afterAll(async () => {
  await browser?.close()
  await tryMode.close()
  await database.close()
  rmSync(dataDir, { recursive: true, force: true })
})

it('on the playground: both meetings prepared, held and reported', async () => {
  await twoMeetings(desk)
})
