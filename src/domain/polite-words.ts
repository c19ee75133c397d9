// Words that say nothing beside an answer, and the number that is left without them.
import { bare, isSame, wordsOf, wordsOfEach } from './folded-words.ts'
import { numberWords } from './number-words.ts'

/** Words that say nothing here, in any spelling `fold` makes equal. */
export interface Fillers {
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Before a number only. */
  readonly number: readonly string[]
}

export const politeWords: Fillers = {
  before: ['dạ', 'vâng', 'tôi', 'chọn', 'xin', 'thưa', 'choose'],
  after: ['ạ', 'rồi', 'nhé', 'please'],
  number: [
    'số',
    'number',
    'dòng',
    'ý',
    'mục',
    'lựa',
    'phương',
    'án',
    'đáp',
    'là',
    'chọn',
    'line',
    'option',
    'choice',
  ],
}

export function numberOf(said: readonly string[], { number }: Fillers): number | undefined {
  const [first = '', ...rest] = said.slice(said.findIndex((word) => !isFiller(word, number)))
  return rest.length === 0 && /^\d{1,3}$/.test(bare(first)) ? Number(bare(first)) : undefined
}

export function numberNamed(word: string): number | undefined {
  const place = numberWords.findIndex((spellings) => isFiller(word, spellings))
  return place < 0 ? undefined : place + 1
}

/**
 * As typed, without the polite words after it, and without those before it too: a label may hold
 * such a word itself.
 */
export function readingsOf(
  typed: string,
  { before, after }: Fillers,
): readonly (readonly string[])[] {
  const said = wordsOf(typed)
  const ended = said.slice(0, Math.max(1, said.findLastIndex((word) => !isFiller(word, after)) + 1))
  const begun = ended.findIndex((word) => !isFiller(word, before))
  return [said, ended, begun > 0 ? ended.slice(begun) : ended]
}

export function isFiller(word: string, fillers: readonly string[]): boolean {
  return wordsOfEach(fillers).some((filler) => isSame([word], filler))
}
