// The try mode as a newcomer meets it: the whole service behind the page, from the paper slip to
// the end of a month. With TUSOI_PICTURES=folder it takes the pictures of the README on its way.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { migrate } from '../../src/database/migrate.ts'
import type { TryMode } from '../../src/try-mode/try-mode.ts'
import { openBrowser, openPage } from '../support/browser.ts'
import { openPlaygroundAt } from '../support/playground-desk.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-month-'))
const pictures = process.env['TUSOI_PICTURES']
let database: Database
let tryMode: TryMode
let browser: Browser
let page: Page

beforeAll(async () => {
  database = await connect({ dataDir })
  await migrate(database)
  tryMode = await openPlaygroundAt(database, dataDir, new Date('2026-11-26T02:00:00Z'))
  browser = await openBrowser()
  page = await openPage(browser, { viewport: usual, locale: 'vi-VN' })
  await page.goto(tryMode.url)
  await page.locator('.message').first().waitFor()
})

afterAll(async () => {
  await browser.close()
  await tryMode.close()
  await database.close()
  rmSync(dataDir, { recursive: true, force: true })
})

type Phone = 'member' | 'secretary' | 'group'
const bubbles = (phone: Phone) => page.locator(`#phone-${phone} .message.is-bot`)
const newest = (phone: Phone) => bubbles(phone).last()
const textsOf = async (phone: Phone): Promise<readonly string[]> =>
  page.locator(`#phone-${phone} .message.is-bot .text`).allInnerTexts()

const usual = { width: 1440, height: 900 }

/** Of the whole page, or of one phone; in another size, in the dark. */
async function picture(
  name: string,
  phone?: Phone,
  { size = usual, isDark = false } = {},
): Promise<void> {
  if (pictures === undefined) return
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
  await page.setViewportSize(size)
  // Pictures only: bubbles fade in.
  await page.waitForTimeout(600)
  await (phone === undefined ? page : page.locator(`#phone-${phone}`)).screenshot({
    path: join(pictures, `${name}.png`),
  })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(usual)
}

/** Does something on a phone and waits for what the bot says next there. */
async function andHears(phone: Phone, act: () => Promise<void>): Promise<string> {
  const before = await bubbles(phone).count()
  await act()
  await bubbles(phone).nth(before).waitFor()
  return newest(phone).locator('.text').innerText()
}

const types = (phone: Phone, text: string) =>
  andHears(phone, async () => {
    await page.locator(`#box-${phone}`).fill(text)
    await page.keyboard.press('Enter')
  })
const presses = (phone: Phone, label: string) =>
  andHears(phone, () => newest(phone).locator('.choice', { hasText: label }).click())
const offers = async (label: string): Promise<boolean> =>
  (await newest('member').locator('.choice', { hasText: label }).count()) > 0

/** Answers whatever the newest question asks; one shortcoming, then nothing but good. */
async function answer(state: { admitted: boolean }): Promise<void> {
  if (!state.admitted && (await offers('Có mặt cần cố gắng'))) {
    state.admitted = true
    await presses('member', 'Có mặt cần cố gắng')
    await picture('shortcoming', 'member')
  } else if (await offers('Làm tốt')) await presses('member', 'Làm tốt')
  else if (await offers('Góp ý không nêu tên')) await presses('member', 'Không có')
  else if (await offers('Không có')) await presses('member', 'Không có')
  else if (await offers('Chưa có biện pháp')) await types('member', 'Đọc trước tài liệu mỗi kỳ họp')
  else if (await offers('Bỏ qua'))
    await types('member', 'Giúp hai hộ cao tuổi làm thủ tục trực tuyến')
  else await andHears('member', () => newest('member').locator('.choice').first().click())
}

it('plays onboarding, consent, a sheet with one shortcoming, a month of reminders, and the summary', async () => {
  await page
    .getByLabel('Xem điện thoại của')
    .selectOption({ label: await labelOf('Trịnh Thị Thu') })
  await page.getByRole('button', { name: 'Gõ mã này' }).click()
  expect(await andHears('member', () => page.locator('#box-member').press('Enter'))).toContain(
    'Xin xác nhận: đồng chí Trịnh Thị Thu',
  )
  expect(await presses('member', 'Đúng')).toContain('Nội dung 1/3')
  await picture('consent', 'member')
  await presses('member', '1. Đồng ý')
  await presses('member', '1. Đồng ý')
  expect(await presses('member', '1. Đồng ý')).toContain('không được mã hóa đầu cuối')
  await presses('member', 'Bắt đầu')
  const state = { admitted: false }
  for (let prompt = 0; prompt < 30 && !(await offers('Gửi')); prompt += 1) await answer(state)
  expect(await newest('member').locator('.text').innerText()).toContain('việc tự sửa hạn')
  await picture('review', 'member')
  expect(await types('member', 'gửi')).toContain('Đã ghi nhận phiếu')
  expect(await types('secretary', '/tonghop')).toContain('TỔNG HỢP TỰ SOI, TỰ SỬA')
  await picture('three-phones')
  await picture('dark', undefined, { isDark: true })
  await picture('narrow', undefined, { size: { width: 390, height: 844 } })
  await picture('summary', 'secretary', { size: { width: 1440, height: 1040 } })
})

/**
 * Answers as one who can only type: a number where there are numbered lines, words where there are
 * none.
 */
async function answerByTyping(asked: string): Promise<string> {
  const count = /số câu trong tin này: (\d+)/u.exec(asked)?.[1]
  if (count !== undefined)
    return types('member', ['1', '2', ...Array<string>(Number(count) - 2).fill('1')].join(' '))
  const none = /^(\d)\. Không có$/mu.exec(asked)?.[1]
  return types(
    'member',
    none ?? (/^1\. /mu.test(asked) ? '1' : 'Chuẩn bị một ý kiến trước buổi họp'),
  )
}

it('plays a sheet by typing alone, on the phone of text', async () => {
  await page
    .getByLabel('Xem điện thoại của')
    .selectOption({ label: await labelOf('Hoàng Minh Đức') })
  expect((await textsOf('member')).join('\n')).toContain('1. Bắt đầu\n2. Phiếu nhanh\n3. Để sau')
  let heard = await types('member', 'phiếu nhanh')
  await picture('text-only', 'member')
  for (let prompt = 0; prompt < 12 && !heard.includes('1. Gửi'); prompt += 1)
    heard = await answerByTyping(heard)
  expect(heard).toContain('1. Gửi')
  expect(await types('member', 'gửi')).toContain('Đã ghi nhận phiếu')
  expect(await page.locator('#phone-member .choice').count()).toBe(0)
})

async function labelOf(name: string): Promise<string> {
  const labels = await page.getByLabel('Xem điện thoại của').locator('option').allInnerTexts()
  return labels.find((label) => label.includes(name)) ?? name
}

it('tells the group each thing once, the owner of a remedy in private, and the secretary what was counted', async () => {
  const clock = page.locator('.clock, time').first()
  expect(await clock.count()).toBe(1)
  const { iso } = await readClock()
  const monthLater = new Date(new Date(iso).getTime() + 40 * 86_400_000).toISOString()
  for (let step = 0; step < 60 && (await readClock()).iso < monthLater; step += 1) {
    await page.request.post(`${tryMode.url}/play/clock`, {
      data: { advance: 'next' },
      headers: { origin: tryMode.url },
    })
  }
  await page.reload()
  await bubbles('group').first().waitFor()
  const group = await textsOf('group')
  expect(
    group.filter((text) => text.includes('Kỳ tự soi') && text.includes('đã mở')).length,
  ).toBeGreaterThanOrEqual(1)
  expect(group.filter((text) => text.includes('Nhà văn hóa tổ 5')).length).toBeGreaterThanOrEqual(3)
  // The two reminders of remedies may say the same ten days apart; nothing else is ever said twice.
  const once = group.filter((text) => !text.includes('tự sửa'))
  expect(new Set(once).size).toBe(once.length)
  const names = [
    'Nguyễn Thị Hoa',
    'Trần Văn Lâm',
    'Trịnh Thị Thu',
    'Đọc trước tài liệu',
    'Giúp hai hộ',
  ]
  expect(group.filter((text) => names.some((name) => text.includes(name)))).toEqual([])
  expect(
    (await textsOf('secretary')).some(
      (text) => text.includes('CHUẨN BỊ SINH HOẠT') && text.includes('phiếu'),
    ),
  ).toBe(true)
  await page
    .getByLabel('Xem điện thoại của')
    .selectOption({ label: await labelOf('Trịnh Thị Thu') })
  expect(
    (await textsOf('member')).some((text) => text.includes('“Đọc trước tài liệu mỗi kỳ họp”')),
  ).toBe(true)
  await picture('month', 'group', { size: { width: 1440, height: 1040 } })
})

async function readClock(): Promise<{ readonly iso: string }> {
  const answer = await page.request.get(`${tryMode.url}/play/clock?language=vi`)
  return (await answer.json()) as { readonly iso: string }
}
