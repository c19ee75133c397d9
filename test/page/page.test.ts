// The page of the try mode, before an assistant that only recites: its phones, its clock, and what
// it makes of what happens elsewhere.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Route } from '../../src/http/route.ts'
import { createHttp } from '../../src/http/server.ts'
import { servePage } from '../support/served-page.ts'

const served = servePage()
const phone = (page: Page, name: 'member' | 'secretary' | 'group') => page.locator(`#phone-${name}`)
const focused = async (page: Page) => page.evaluate('document.activeElement.textContent')

describe('the three phones', () => {
  test('stand side by side, each with its own chat', async () => {
    const page = await served.open()
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
    const page = await served.open()
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
    await served.play.tell('m:lam', { text: 'Mã mời', attachment: file })
    await served.play.tell('m:lam', {
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
    const page = await served.open()
    await served.play.tell('m:lam', { text: 'một\nhai <b>ba</b>' })
    const text = phone(page, 'member').locator('.text').last()
    await text.getByText('hai <b>ba</b>').waitFor()
    expect(await text.innerText()).toBe('một\nhai <b>ba</b>')
  })

  test('the menu switches the member, and says who has new messages', async () => {
    const page = await served.open()
    await served.play.tell('m:mai', { text: 'Chào đồng chí Mai' })
    const menu = page.getByLabel('Xem điện thoại của')
    await menu.getByText('Phạm Thị Thanh Mai (1 tin mới)').waitFor({ state: 'attached' })
    await menu.selectOption('m:mai')
    expect(await phone(page, 'member').innerText()).toContain('Chào đồng chí Mai')
    expect(await phone(page, 'member').locator('.subtitle').innerText()).toBe('Đảng viên dự bị')
    expect(await menu.innerText()).not.toContain('tin mới')
  })

  test('in the group one types as the member or as the secretary', async () => {
    const page = await served.open()
    for (const [who, text] of [
      ['Nguyễn Thị Hoa', 'của bí thư'],
      ['Trần Văn Lâm', 'của đảng viên'],
    ] as const) {
      await phone(page, 'group').getByLabel(who).check()
      await page.locator('#box-group').fill(text)
      await page.keyboard.press('Enter')
      await phone(page, 'group').locator('.is-mine', { hasText: text }).waitFor()
    }
    expect(served.play.heard).toMatchObject([
      { sender: { id: 'm:hoa' } },
      { sender: { id: 'm:lam' }, from: { chat: 'g:to-5', kind: 'group' } },
    ])
    expect(await phone(page, 'group').locator('.is-other .author').innerText()).toBe(
      'Nguyễn Thị Hoa',
    )
  })

  test('the member has a second app of text alone, and typing there is all it takes', async () => {
    const page = await served.open()
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
    expect(served.play.heard).toMatchObject([
      byText,
      { from: { bot: 'playground' }, sender: { id: 'm:lam' } },
    ])
    await served.play.tell('m:lam', { text: 'Tin ở bên kia' })
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
    const page = await served.open()
    await page.getByRole('button', { name: 'Gõ mã này' }).click()
    expect(await page.locator('#box-member').inputValue()).toBe('7KMQ 2RTB')
  })
})

describe('the clock strip', () => {
  test.each([
    ['+1 giờ', '9 giờ 00', 'Thứ Năm, 26/11/2026'],
    ['+1 ngày', '8 giờ 00', 'Thứ Sáu, 27/11/2026'],
    ['Đến việc kế tiếp', '10 giờ 30', 'Thứ Năm, 26/11/2026'],
  ])('%s', async (button, time, date) => {
    const page = await served.open({ timezoneId: 'America/New_York' })
    expect(await page.locator('.time').innerText()).toBe('8 giờ 00')
    await page.getByRole('button', { name: button }).click()
    await page.locator('.date', { hasText: date }).waitFor()
    await page.locator('.time', { hasText: time }).waitFor()
    expect(await phone(page, 'member').locator('.face').innerText()).toBe(
      time.replace(' giờ ', ':').padStart(5, '0'),
    )
  })

  test('begins anew only when asked twice', async () => {
    const page = await served.open()
    await served.play.tell('m:lam', { text: 'sẽ mất' })
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
    const page = await served.open()
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
    const page = await served.open()
    await served.play.tell('m:hoa', { text: 'Đồng chí có 2 việc' })
    const announcer = page.locator('#announcer')
    await announcer.getByText('Đồng chí có 2 việc').waitFor({ state: 'attached' })
    expect(await announcer.textContent()).toBe('Bí thư, Trợ lý tự soi: Đồng chí có 2 việc')
    expect(await announcer.getAttribute('aria-live')).toBe('polite')
  })

  test('a failed send says so in words, and gives the text back', async () => {
    const page = await served.open()
    served.play.failNext(1)
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
    expect(served.play.heard).toMatchObject([{ text: 'quan trọng' }])
  })

  test('the service gone is said, and once it is back the page catches up', async () => {
    const page = await served.open()
    await served.goes()
    await page.getByText('Mất kết nối với dịch vụ').waitFor()
    await served.play.tell('m:lam', { text: 'trong lúc mất mạng' })
    await served.returns()
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
    const page = await served.openBlank()
    await page.goto((await elsewhere.listen()).url)
    const body = JSON.stringify(JSON.stringify({ person: 'm:lam', chat: 'm:lam', text: 'giả' }))
    const attempt = async (path: string, options: string) =>
      page.evaluate(
        `fetch('${served.url}/play/${path}', { ${options} }).then((reply) => reply.text()).then((text) => text, () => 'refused')`,
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
    expect(served.play.heard).toEqual([])
    await elsewhere.close()
  })
})
