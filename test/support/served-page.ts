// The page of the try mode in a browser, served by a made-up branch that is new for every test.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { playRoutes } from '../../src/http/play.ts'
import { createHttp, type Http } from '../../src/http/server.ts'
import { readPage } from '../../src/platforms/playground/page-files.ts'
import { openBrowser, openPage } from './browser.ts'
import { createFakePlay, type FakePlay, readWords } from './fake-play.ts'

export const wide = { width: 1440, height: 900 }
export const narrow = { width: 390, height: 844 }

export interface ServedPage {
  readonly play: FakePlay
  readonly url: string
  /** The page, once it shows its first message. */
  open(options?: BrowserContextOptions): Promise<Page>
  /** A page that has gone nowhere yet. */
  openBlank(): Promise<Page>
  /** The service ends, and is there again at the same address. */
  goes(): Promise<void>
  returns(): Promise<void>
}

/**
 * For all tests of a file. A test fails where a page of it threw, or asked anything of another
 * address.
 */
export function servePage(): ServedPage {
  let browser: Browser
  let play: FakePlay
  let http: Http
  let url: string
  const complaints: string[] = []
  const listen = async (port: number): Promise<void> => {
    const routes = playRoutes(play, await readPage(readWords('vi').shell))
    http = createHttp({ host: '127.0.0.1', port, routes })
    url = (await http.listen()).url
  }
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => browser.close())
  beforeEach(async () => {
    play = await createFakePlay()
    await listen(0)
  })
  afterEach(async () => {
    await Promise.all(browser.contexts().map(async (context) => context.close()))
    await http.close()
    expect(complaints.splice(0)).toEqual([])
  })
  return {
    get play() {
      return play
    },
    get url() {
      return url
    },
    open: async (options = {}) => {
      const page = await openPage(browser, { viewport: wide, ...options })
      page.on('pageerror', ({ message }) => complaints.push(message))
      page.on('request', (request) => {
        if (!request.url().startsWith(`${url}/`))
          complaints.push(`asked elsewhere: ${request.url()}`)
      })
      await page.goto(url)
      await page.locator('.message').first().waitFor({ state: 'attached' })
      return page
    },
    openBlank: () => openPage(browser, {}),
    goes: () => http.close(),
    returns: () => listen(Number(new URL(url).port)),
  }
}
