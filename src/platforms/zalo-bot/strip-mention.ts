import { cleanText } from '../../messaging/clean-text.ts'
import type { Reading } from './arrival.ts'
import type { Mention, Message } from './schema.ts'

/**
 * Between the mention and what is said: white space, also of no width, and the marks people put
 * after a name.
 */
const gap = /^[\s\u200B\u2060\uFEFF]*[:,]?[\s\u200B\u2060\uFEFF]*/u

/**
 * What was said to the bot in a group, clean and without the mention that made it hear: `@Bot Tự
 * Soi /lichhop` is
 * `/lichhop`. The mention is found by its place where one is given, else by a name of the bot, else
 * by its form.
 */
export function stripMention(
  { text = '', mentions = [], entities = [] }: Message,
  { ownIds, ownNames }: Reading,
): string {
  // Places count in the text as it came; names compare in NFC.
  const rest = afterMarked(text, [...mentions, ...entities], ownIds)
  const names = ownNames.map(namePattern)
  const clean = cleanText(rest ?? text).trim()
  const said =
    rest === undefined ? (afterName(clean, names) ?? afterForm(clean)) : clean.replace(gap, '')
  return withoutEnd(said, names)
}

/** The text after the mentions of the bot it begins with; undefined when it begins with none. */
function afterMarked(
  text: string,
  marked: readonly Mention[],
  ownIds: ReadonlySet<string>,
): string | undefined {
  const spans = marked.filter((mention) => isOurs(mention, ownIds)).map(spanOf)
  let end: number | undefined
  for (const { from, to } of spans.sort((one, other) => one.from - other.from)) {
    const before = text.slice(end ?? 0, from)
    if (before.trim() === '' && text.startsWith('@', from) && to <= text.length)
      end = Math.max(end ?? 0, to)
  }
  return end === undefined ? undefined : text.slice(end)
}

function isOurs(
  { type = 'mention', uid, user_id: userId }: Mention,
  ownIds: ReadonlySet<string>,
): boolean {
  const whose = uid ?? userId
  return type === 'mention' && (whose === undefined || ownIds.has(whose))
}

function spanOf({ offset, pos, length, len }: Mention): {
  readonly from: number
  readonly to: number
} {
  const from = offset ?? pos ?? 0
  return { from, to: from + (length ?? len ?? Infinity) }
}

/** A mention by this name, with any white space between its words. */
function namePattern(name: string): string {
  const words = cleanText(name).trim().split(/\s+/)
  return `@\\s?${words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('\\s+')}`
}

function afterName(text: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = new RegExp(`^${name}(?![\\p{L}\\p{M}\\p{N}])`, 'iu').exec(text)
    if (found) return text.slice(found[0].length).replace(gap, '')
  }
  return undefined
}

/**
 * By a name not known here (renamed, or not yet learnt): up to the first command; without one the
 * words that look like the name, `@Bot` and those after it with a capital.
 */
function afterForm(text: string): string {
  const command = /^@[^\n]*?\s(?=\/)/u.exec(text)
  const found = command ?? /^@\S+(?:\s+\p{Lu}\S*)*/u.exec(text)
  return found ? text.slice(found[0].length).replace(gap, '') : text
}

/** `/nhom ABCD2345 @Bot Tự Soi`: named at the end. */
function withoutEnd(text: string, names: readonly string[]): string {
  return names
    .reduce((rest, name) => rest.replace(new RegExp(`(^|\\s)${name}$`, 'iu'), ''), text)
    .trim()
}
