import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** A static file of the page: where it is served, as what, and its text. */
interface PageFile {
  readonly path: string
  readonly contentType: string
  readonly text: string
}

/**
 * The few words the page needs before it can fetch any: `shell` in
 * `locales/<language>/playground.json`.
 */
export type ShellWords = Readonly<Record<'title' | 'loading' | 'unavailable' | 'noScript', string>>

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}
const names = [
  'index.html',
  'icon.svg',
  'page.css',
  'strip.css',
  'phone.css',
  'chat.css',
  'page.js',
  'desk.js',
  'chats.js',
  'pickers.js',
  'phone.js',
  'conversation.js',
  'bubble.js',
  'composer.js',
  'strip.js',
  'service.js',
  'words.js',
  'make.js',
]

/**
 * The page's files. They are plain browser files that no build touches, so they are read from
 * `src/` also when the service runs from `dist/`: `src/platforms/playground/page` must ship with
 * it.
 */
export async function readPage(words: ShellWords): Promise<readonly PageFile[]> {
  const folder = new URL(
    'src/platforms/playground/page/',
    packageRoot(new URL('.', import.meta.url)),
  )
  return Promise.all(
    names.map(async (name) => describe(name, await readFile(new URL(name, folder), 'utf8'), words)),
  )
}

function describe(name: string, text: string, words: ShellWords): PageFile {
  const contentType = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  if (name !== 'index.html') return { path: `/page/${name}`, contentType, text }
  const filled = text.replace(
    /\{\{(title|loading|unavailable|noScript)\}\}/g,
    (_, key: keyof ShellWords) => escapeHtml(words[key]),
  )
  return { path: '/', contentType, text: filled }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
}

function packageRoot(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder
  const parent = new URL('..', folder)
  if (parent.href === folder.href)
    throw new Error('No package.json above the playground: the page cannot be found')
  return packageRoot(parent)
}
