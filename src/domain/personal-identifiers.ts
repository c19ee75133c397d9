// Numbers that identify a person or their account.
import { lengthAt, type Screening, type Token } from './screening-words.ts'

/**
 * CCCD numbers begin with 0, which no amount of money does; cards are told by their check digit;
 * other numbers by a word before.
 */
export function holdsIdentifier(text: string, tokens: readonly Token[], lists: Screening): boolean {
  if (
    /(?<!\d)0(?:\d{11}|\d\d([ .-])\d{3}\1\d{3}\1\d{3}|\d{3}([ .-])\d{4}\2\d{4})(?!\d)/u.test(text)
  )
    return true
  const cards = text.match(/(?<!\d)\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?(?!\d)/gu) ?? []
  if (cards.some((card) => hasCheckDigit(card.replace(/\D/gu, '')))) return true
  return tokens.some((_, at) => {
    const length = lengthAt(tokens, at, lists.identityWords)
    const following = tokens.slice(at + length, at + length + 6).map(({ raw }) => raw)
    return (
      length > 0 &&
      following.some((_word, from) => /^\d{6,19}$/u.test(leadingDigits(following.slice(from))))
    )
  })
}

function leadingDigits(words: readonly string[]): string {
  const stop = words.findIndex((word) => !/^\d+$/u.test(word))
  return words.slice(0, stop < 0 ? words.length : stop).join('')
}

/** Luhn's check, which payment cards carry. */
function hasCheckDigit(digits: string): boolean {
  const sum = digits
    .split('')
    .reverse()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}
