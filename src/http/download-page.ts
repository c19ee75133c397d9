// The two pages of a one-time address, in both languages at once: whoever opens it may use a
// browser set to any.
import { createHash } from 'node:crypto'

type Word = 'title' | 'ready' | 'button' | 'hint' | 'gone' | 'again'

/** Words of the page, by language. */
export type DownloadWords = Readonly<Record<'vi' | 'en', Readonly<Record<Word, string>>>>

const style =
  'body{font:1.25rem/1.6 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 ' +
  '1rem;color:#1a1a1a;background:#fff}' +
  'h1{font-size:1.5rem}button{font:inherit;font-weight:600;width:100%;padding:1rem;border:0;border-radius:.5rem;color:#fff;' +
  'background:#8c1c13}section+section{margin-top:2.5rem;border-top:1px solid ' +
  '#bbb;padding-top:1rem;font-size:1.05rem}'

const styleHash = createHash('sha256').update(style).digest('base64')

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; ` +
    `frame-ancestors 'none'`,
}

/**
 * `ready`: a button that takes the file. `gone`: it was taken or its time is over, and how to ask
 * again.
 */
export function downloadPage(state: 'ready' | 'gone', words: DownloadWords): string {
  const sections = (['vi', 'en'] as const).map((language) => sectionOf(state, language, words))
  const title = escaped(words.vi.title)
  return (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" ' +
    'content="width=device-width,initial-scale=1">' +
    `<meta name="robots" ` +
    `content="noindex"><title>${title}</title><style>${style}</style></head><body>${sections.join('')}</body></html>`
  )
}

/** The form goes to the address the page has: its token is nowhere in the page. */
function sectionOf(state: 'ready' | 'gone', language: 'vi' | 'en', words: DownloadWords): string {
  const { title, ready, button, hint, gone, again } = words[language]
  const lines = state === 'ready' ? [ready] : [gone, again]
  const form = `<form method="post"><button>${escaped(button)}</button></form><p>${escaped(hint)}</p>`
  const text = lines.map((line) => `<p>${escaped(line)}</p>`).join('')
  return (
    `<section ` +
    `lang="${language}"><h1>${escaped(title)}</h1>${text}${state === 'ready' ? form : ''}</section>`
  )
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
}
