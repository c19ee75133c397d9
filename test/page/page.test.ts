import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { playRoutes } from '../../src/http/play.ts'
import type { Route } from '../../src/http/route.ts'
import type { Http } from '../../src/http/server.ts'
import { createHttp } from '../../src/http/server.ts'
import { readPage } from '../../src/platforms/playground/page-files.ts'
import { openBrowser, openPage } from '../support/browser.ts'
import { poorContrasts } from '../support/contrast.ts'
import type { FakePlay } from '../support/fake-play.ts'
import { createFakePlay, readWords } from '../support/fake-play.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => browser.close())

let play: FakePlay
let http: Http
let url: string
beforeEach(async () => {
  play = await createFakePlay()
  http = createHttp({ host: '127.0.0.1', port: 0, routes: await routes() })
  url = (await http.listen()).url
})
const complaints: string[] = []
afterEach(async () => {
  await Promise.all(browser.contexts().map(async (context) => context.close()))
  await http.close()
  expect(complaints.splice(0)).toEqual([])
})

async function routes(): Promise<readonly Route[]> {
  return playRoutes(play, await readPage(readWords('vi').shell))
}

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage(browser, { viewport: wide, ...options })
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) complaints.push(`asked elsewhere: ${request.url()}`)
  })
  await page.goto(url)
  await page.locator('.message').first().waitFor({ state: 'attached' })
  return page
}

const phone = (page: Page, name: 'member' | 'secretary' | 'group') => page.locator(`#phone-${name}`)
const focused = async (page: Page) => page.evaluate('document.activeElement.textContent')

describe('the three phones', () => {
  test('stand side by side, each with its own chat', async () => {
    const page = await open()
    const boxes = await Promise.all(
      (['member', 'secretary', 'group'] as const).map(async (name) =>
        phone(page, name).boundingBox(),
      ),
    )
    expect(new Set(boxes.map((box) => box?.y)).size).toBe(1)
    expect(await phone(page, 'member').innerText()).toContain('Mời đồng chí tự soi tháng 11')
    expect(await phone(page, 'secretary').innerText()).toContain('TỔNG HỢP TỰ SOI')
    expect(await phone(page, 'group').innerText()).toContain('Chi bộ sinh hoạt thường kỳ')
    expect(await page.title()).toBe('Tự soi – bản chạy thử')
  })

  test('a file is saved from the phone it came to, a picture is seen there', async () => {
    const page = await open()
    const file = {
      kind: 'document',
      fileName: 'Phiếu mời.docx',
      mediaType: 'application/msword',
      bytes: Uint8Array.of(80, 75),
      alt: '',
      linkLine: '',
    } as const
    const dot = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    )
    await play.tell('m:lam', { text: 'Mã mời', attachment: file })
    await play.tell('m:lam', {
      text: 'Tổng hợp',
      attachment: {
        ...file,
        kind: 'picture',
        fileName: 'a.png',
        mediaType: 'image/png',
        bytes: dot,
        alt: 'Tham gia 9/10',
      },
    })
    const link = phone(page, 'member').getByRole('link', { name: 'Phiếu mời.docx' })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe('Phiếu mời.docx')
    await phone(page, 'member').getByAltText('Tham gia 9/10').waitFor()
    await page.waitForFunction("document.querySelector('#phone-member .file img').complete")
    expect(
      await page.evaluate("document.querySelector('#phone-member .file img').naturalWidth"),
    ).toBe(1)
  })

  test('show line ends, and markup as text', async () => {
    const page = await open()
    await play.tell('m:lam', { text: 'một\nhai <b>ba</b>' })
    const text = phone(page, 'member').locator('.text').last()
    await text.getByText('hai <b>ba</b>').waitFor()
    expect(await text.innerText()).toBe('một\nhai <b>ba</b>')
  })

  test('the menu switches the member, and says who has new messages', async () => {
    const page = await open()
    await play.tell('m:mai', { text: 'Chào đồng chí Mai' })
    const menu = page.getByLabel('Xem điện thoại của')
    await menu.getByText('Phạm Thị Thanh Mai (1 tin mới)').waitFor({ state: 'attached' })
    await menu.selectOption('m:mai')
    expect(await phone(page, 'member').innerText()).toContain('Chào đồng chí Mai')
    expect(await phone(page, 'member').locator('.subtitle').innerText()).toBe('Đảng viên dự bị')
    expect(await menu.innerText()).not.toContain('tin mới')
  })

  test('in the group one types as the member or as the secretary', async () => {
    const page = await open()
    for (const [who, text] of [
      ['Nguyễn Thị Hoa', 'của bí thư'],
      ['Trần Văn Lâm', 'của đảng viên'],
    ] as const) {
      await phone(page, 'group').getByLabel(who).check()
      await page.locator('#box-group').fill(text)
      await page.keyboard.press('Enter')
      await phone(page, 'group').locator('.is-mine', { hasText: text }).waitFor()
    }
    expect(play.heard).toMatchObject([
      { sender: { id: 'm:hoa' } },
      { sender: { id: 'm:lam' }, from: { chat: 'g:to-5', kind: 'group' } },
    ])
    expect(await phone(page, 'group').locator('.is-other .author').innerText()).toBe(
      'Nguyễn Thị Hoa',
    )
  })

  test('the member has a second app of text alone, and typing there is all it takes', async () => {
    const page = await open()
    await page.locator('#app-buttons').focus()
    await page.keyboard.press('ArrowRight')
    await phone(page, 'member').getByText('Gõ “tự soi” rồi bấm gửi').waitFor()
    expect(await phone(page, 'member').getByRole('button', { name: 'Tự soi' }).count()).toBe(0)
    await page.locator('#box-member').fill('tự soi')
    await page.keyboard.press('Enter')
    await phone(page, 'member').getByText('1. Làm tốt\n2. Có mặt cần cố gắng').waitFor()
    expect(await phone(page, 'member').locator('.choice').count()).toBe(0)
    await page.locator('#box-group').fill('chào')
    await page.keyboard.press('Enter')
    await phone(page, 'group').locator('.is-mine').waitFor()
    const byText = { from: { bot: 'playground-text', chat: 't:lam' }, sender: { id: 't:lam' } }
    expect(play.heard).toMatchObject([
      byText,
      { from: { bot: 'playground' }, sender: { id: 'm:lam' } },
    ])
    await play.tell('m:lam', { text: 'Tin ở bên kia' })
    await page.getByLabel('Nút bấm (1 tin mới)').check()
    expect(await phone(page, 'member').innerText()).toContain('Tin ở bên kia')
    // Who is reminded by text is shown there.
    await page.getByLabel('Xem điện thoại của').selectOption('m:duc')
    expect(await page.getByLabel('Chỉ chữ').isChecked()).toBe(true)
    expect(await phone(page, 'member').locator('.subtitle').innerText()).toContain(
      'lời nhắc đến bên kia',
    )
  })

  test('the code on a paper slip can be typed with one press', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Gõ mã này' }).click()
    expect(await page.locator('#box-member').inputValue()).toBe('7KMQ 2RTB')
  })
})

describe('by keyboard', () => {
  test('Enter sends, Shift+Enter does not, nor does the Enter of an input method', async () => {
    const page = await open()
    await page.locator('#box-member').focus()
    await page.keyboard.type('một')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('hai')
    const composing = `new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })`
    await page.evaluate(`document.activeElement.dispatchEvent(${composing})`)
    expect(play.heard).toEqual([])
    await page.keyboard.press('Enter')
    await phone(page, 'member').locator('.is-mine').waitFor()
    expect(play.heard).toMatchObject([{ kind: 'text', text: 'một\nhai', from: { chat: 'm:lam' } }])
    expect(await page.locator('#box-member').inputValue()).toBe('')
  })

  test('arrows move between choices, Enter chooses, Tab goes on to the next question', async () => {
    const page = await open()
    await page.getByRole('button', { name: '1. Bắt đầu' }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe('2. Để sau')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '1. Làm tốt' }).waitFor()
    expect(await phone(page, 'member').innerText()).toContain('– Bắt đầu')
    expect(await page.getByRole('button', { name: '2. Để sau' }).count()).toBe(0)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('1. Làm tốt')
  })

  test('the attach menu opens, closes with Escape, and what is attached is refused', async () => {
    const page = await open()
    const opener = phone(page, 'member').getByRole('button', { name: 'Đính kèm' })
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect(await phone(page, 'member').getByRole('menu').count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await phone(page, 'member').getByText('Trợ lý chỉ nhận chữ').waitFor()
    expect(play.heard).toMatchObject([{ kind: 'attachment', what: 'file' }])
  })

  test('the first Tab leads to the three phones', async () => {
    const page = await open()
    const order: unknown[] = []
    for (let count = 0; count < 8; count += 1) {
      await page.keyboard.press('Tab')
      order.push(await focused(page))
    }
    expect(order).toEqual([
      'Tua đến việc kế tiếp',
      '+1 giờ',
      '+1 ngày',
      'English',
      'Làm lại từ đầu',
      'Đảng viên',
      'Bí thư',
      'Nhóm',
    ])
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('Nhóm chi bộ')
  })

  test('a command is one press', async () => {
    const page = await open()
    await phone(page, 'secretary').getByRole('button', { name: 'Tổng hợp' }).press('Enter')
    await phone(page, 'secretary').locator('.is-mine').waitFor()
    expect(play.heard).toMatchObject([{ text: '/tonghop', sender: { id: 'm:hoa' } }])
  })
})

describe('the clock strip', () => {
  test.each([
    ['+1 giờ', '9 giờ 00', 'Thứ Năm, 26/11/2026'],
    ['+1 ngày', '8 giờ 00', 'Thứ Sáu, 27/11/2026'],
    ['Đến việc kế tiếp', '10 giờ 30', 'Thứ Năm, 26/11/2026'],
  ])('%s', async (button, time, date) => {
    const page = await open({ timezoneId: 'America/New_York' })
    expect(await page.locator('.time').innerText()).toBe('8 giờ 00')
    await page.getByRole('button', { name: button }).click()
    await page.locator('.date', { hasText: date }).waitFor()
    await page.locator('.time', { hasText: time }).waitFor()
    expect(await phone(page, 'member').locator('.face').innerText()).toBe(
      time.replace(' giờ ', ':').padStart(5, '0'),
    )
  })

  test('begins anew only when asked twice', async () => {
    const page = await open()
    await play.tell('m:lam', { text: 'sẽ mất' })
    await phone(page, 'member').getByText('sẽ mất').waitFor()
    await page.getByRole('button', { name: 'Làm lại từ đầu' }).click()
    expect(await focused(page)).toBe('Giữ nguyên')
    await page.keyboard.press('Escape')
    expect(await phone(page, 'member').getByText('sẽ mất').count()).toBe(1)
    await page.getByRole('button', { name: 'Làm lại từ đầu' }).click()
    await page.getByRole('button', { name: 'Xóa và làm lại' }).click()
    await phone(page, 'member').getByText('sẽ mất').waitFor({ state: 'detached' })
  })

  test('switches to English, remembers it, and keeps what was being typed', async () => {
    const page = await open()
    await page.locator('#box-group').fill('nháp')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'To the next event' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.locator('#box-group').inputValue()).toBe('nháp')
    await page.reload()
    await page.getByRole('button', { name: 'Tiếng Việt' }).waitFor()
    expect(await page.locator('.date').innerText()).toBe('Thursday, 26/11/2026')
  })
})

describe('what happens elsewhere', () => {
  test('a new message is announced in words', async () => {
    const page = await open()
    await play.tell('m:hoa', { text: 'Đồng chí có 2 việc' })
    const announcer = page.locator('#announcer')
    await announcer.getByText('Đồng chí có 2 việc').waitFor({ state: 'attached' })
    expect(await announcer.textContent()).toBe('Bí thư, Trợ lý tự soi: Đồng chí có 2 việc')
    expect(await announcer.getAttribute('aria-live')).toBe('polite')
  })

  test('a failed send says so in words, and gives the text back', async () => {
    const page = await open()
    play.failNext(1)
    await page.locator('#box-member').fill('quan trọng')
    await page.keyboard.press('Enter')
    await phone(page, 'member').getByRole('alert').getByText('Đề nghị bấm gửi lại').waitFor()
    expect(await page.locator('#box-member').inputValue()).toBe('quan trọng')
    expect(await phone(page, 'member').locator('.not-arrived').innerText()).toBe('Chưa đến nơi')
    await page.keyboard.press('Enter')
    await phone(page, 'member')
      .getByRole('alert')
      .getByText('Đề nghị bấm gửi lại')
      .waitFor({ state: 'detached' })
    expect(play.heard).toMatchObject([{ text: 'quan trọng' }])
  })

  test('the service gone is said, and once it is back the page catches up', async () => {
    const page = await open()
    await http.close()
    await page.getByText('Mất kết nối với dịch vụ').waitFor()
    await play.tell('m:lam', { text: 'trong lúc mất mạng' })
    http = createHttp({
      host: '127.0.0.1',
      port: Number(new URL(url).port),
      routes: await routes(),
    })
    await http.listen()
    await phone(page, 'member').getByText('trong lúc mất mạng').waitFor()
    await page.getByText('Mất kết nối với dịch vụ').waitFor({ state: 'detached' })
  })

  test('another site can neither act nor read', async () => {
    const headers = { 'content-type': 'text/html', 'content-security-policy': '' }
    const bare: Route = {
      method: 'GET',
      path: '/',
      handle: async () => Promise.resolve({ status: 200, headers, body: '<p>' }),
    }
    const elsewhere = createHttp({ host: '127.0.0.1', port: 0, routes: [bare] })
    const page = await openPage(browser, {})
    await page.goto((await elsewhere.listen()).url)
    const body = JSON.stringify(JSON.stringify({ person: 'm:lam', chat: 'm:lam', text: 'giả' }))
    const attempt = async (path: string, options: string) =>
      page.evaluate(
        `fetch('${url}/play/${path}', { ${options} }).then((reply) => reply.text()).then((text) => text, () => 'refused')`,
      )
    expect(
      await attempt(
        'say',
        `method: 'POST', body: ${body}, headers: { 'content-type': 'application/json' }`,
      ),
    ).toBe('refused')
    // This one the browser lets out, and only hides its answer: it is the service that must refuse.
    await attempt('say', `method: 'POST', body: ${body}, mode: 'no-cors'`)
    expect(await attempt('state', '')).toBe('refused')
    expect(play.heard).toEqual([])
    await elsewhere.close()
  })
})

describe('readable everywhere', () => {
  test.each([
    ['a phone', narrow],
    ['a phone of 320 px', { width: 320, height: 640 }],
    ['a laptop at 200 %', { width: 720, height: 450 }],
    ['a tablet', { width: 1024, height: 768 }],
    ['a laptop', wide],
  ])('%s: nothing scrolls sideways, and the typing box is whole', async (_, viewport) => {
    const page = await open({ viewport })
    await page.locator('#app-text').check()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    const box = page.locator('#box-member')
    await box.scrollIntoViewIfNeeded()
    const place = await box.boundingBox()
    expect(place?.width).toBeGreaterThan(120)
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(viewport.height)
  })

  test('on a phone one of the three shows at a time, and tabs say what is new in the others', async () => {
    const page = await open({ viewport: narrow })
    expect(await phone(page, 'group').isVisible()).toBe(false)
    await play.tell('g:to-5', { text: 'Nhắc họp' })
    await page.getByRole('button', { name: 'Nhóm (1 tin mới)' }).click()
    expect(await phone(page, 'group').innerText()).toContain('Nhắc họp')
    expect(await phone(page, 'member').isVisible()).toBe(false)
    expect(
      await page.getByRole('button', { name: 'Nhóm', exact: true }).getAttribute('aria-current'),
    ).toBe('true')
  })

  test.each(['light', 'dark'] as const)(
    'contrast of all text is at least 4.5 in %s',
    async (colorScheme) => {
      const page = await open({ colorScheme })
      play.failNext(1)
      await page.locator('#box-member').fill('lỗi')
      await page.keyboard.press('Enter')
      await phone(page, 'member').locator('.not-arrived').waitFor()
      await page.locator('#box-group').fill('chào')
      await page.keyboard.press('Enter')
      await phone(page, 'group').locator('.is-mine').waitFor()
      await page.locator('#app-text').check()
      expect(await page.evaluate(poorContrasts)).toEqual([])
      await page.locator('#app-buttons').check()
      await phone(page, 'group').getByRole('button', { name: 'Đính kèm' }).click()
      await page.getByRole('button', { name: 'Làm lại từ đầu' }).click()
      expect(await page.evaluate(poorContrasts)).toEqual([])
    },
  )
})
