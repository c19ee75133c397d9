// The page of the try mode without a mouse, on any screen, by day and by night.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { poorContrasts } from '../support/contrast.ts'
import { narrow, servePage, wide } from '../support/served-page.ts'

const served = servePage()
const phone = (page: Page, name: 'member' | 'secretary' | 'group') => page.locator(`#phone-${name}`)
const focused = async (page: Page) => page.evaluate('document.activeElement.textContent')

describe('by keyboard', () => {
  test('Enter sends, Shift+Enter does not, nor does the Enter of an input method', async () => {
    const page = await served.open()
    await page.locator('#box-member').focus()
    await page.keyboard.type('một')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('hai')
    const composing = `new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })`
    await page.evaluate(`document.activeElement.dispatchEvent(${composing})`)
    expect(served.play.heard).toEqual([])
    await page.keyboard.press('Enter')
    await phone(page, 'member').locator('.is-mine').waitFor()
    expect(served.play.heard).toMatchObject([
      { kind: 'text', text: 'một\nhai', from: { chat: 'm:lam' } },
    ])
    expect(await page.locator('#box-member').inputValue()).toBe('')
  })

  test('arrows move between choices, Enter chooses, Tab goes on to the next question', async () => {
    const page = await served.open()
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
    const page = await served.open()
    const opener = phone(page, 'member').getByRole('button', { name: 'Đính kèm' })
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect(await phone(page, 'member').getByRole('menu').count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await phone(page, 'member').getByText('Trợ lý chỉ nhận chữ').waitFor()
    expect(served.play.heard).toMatchObject([{ kind: 'attachment', what: 'file' }])
  })

  test('the first Tab leads to the three phones', async () => {
    const page = await served.open()
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
    const page = await served.open()
    await phone(page, 'secretary').getByRole('button', { name: 'Tổng hợp' }).press('Enter')
    await phone(page, 'secretary').locator('.is-mine').waitFor()
    expect(served.play.heard).toMatchObject([{ text: '/tonghop', sender: { id: 'm:hoa' } }])
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
    const page = await served.open({ viewport })
    await page.locator('#app-text').check()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    const box = page.locator('#box-member')
    await box.scrollIntoViewIfNeeded()
    const place = await box.boundingBox()
    expect(place?.width).toBeGreaterThan(120)
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(viewport.height)
  })

  test('on a phone one of the three shows at a time, and tabs say what is new in the others', async () => {
    const page = await served.open({ viewport: narrow })
    expect(await phone(page, 'group').isVisible()).toBe(false)
    await served.play.tell('g:to-5', { text: 'Nhắc họp' })
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
      const page = await served.open({ colorScheme })
      served.play.failNext(1)
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
