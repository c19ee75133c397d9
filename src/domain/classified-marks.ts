// Marks of classified or internal material.
import { cover, lengthAt, type Screening, type Token } from './screening-words.ts'

export function isClassified(text: string, tokens: readonly Token[], lists: Screening): boolean {
  const ordinary = cover(tokens, lists.harmless)
  const stamped = tokens.some((_, at) => {
    const length = lengthAt(tokens, at, lists.marks)
    return (
      length > 0 && !ordinary.has(at + length - 1) && isStamp(text, tokens.slice(at, at + length))
    )
  })
  return (
    stamped ||
    tokens.some((_, at) => lengthAt(tokens, at, lists.phrases) > 0) ||
    hasSecretNumber(text, lists)
  )
}

/** In capitals, or alone between brackets or line ends. */
function isStamp(text: string, mark: readonly Token[]): boolean {
  if (mark.every(({ raw }) => raw === raw.toUpperCase())) return true
  const before =
    text
      .slice(0, mark[0]?.start)
      .replace(/[^\S\n]+$/u, '')
      .at(-1) ?? '\n'
  const after =
    text
      .slice(mark.at(-1)?.end)
      .replace(/^[^\S\n]+/u, '')
      .at(0) ?? '\n'
  return '[({<\n'.includes(before) && '])}>\n'.includes(after)
}

/**
 * Document numbers such as 12-QĐ/TMt, or 12-BC/TU (M). Every repetition is bounded, so the pattern
 * cannot run away.
 */
function hasSecretNumber(text: string, { numberMarks, bracketMarks }: Screening): boolean {
  const number =
    /(?<![\p{L}\p{N}])\d{1,6}((?:\s?[-/–]\s?\p{L}{1,10}){1,4})(?:\s?[([]\s?(\p{L}{1,4})\s?[)\]])?(?![\p{L}\p{N}])/gu
  return [...text.matchAll(number)].some(([, parts = '', bracketed = '']) => {
    const last = parts.split(/[-/–]/u).at(-1)?.trim() ?? ''
    return numberMarks.has(last) || bracketMarks.has(bracketed)
  })
}
