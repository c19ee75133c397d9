// One line for many questions: every way it may be written, and that nothing is ever put to a
// question it was not meant for.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type QuickQuestion, readQuickLine } from '../../src/domain/quick-line.ts'

const seven: readonly QuickQuestion[] = Array.from({ length: 7 }, (_, index) => ({
  number: index + 1,
  choices: 3,
}))
const three = seven.slice(0, 3)
const two = seven.slice(0, 2)
/** The second page of a long sheet. */
const later = [6, 7, 8].map((number) => ({ number, choices: 3 }))

/**
 * As the choices read, from 1: `-` not answered, `?` named but unclear; null where nothing was
 * taken.
 */
function read(typed: string, questions: readonly QuickQuestion[]): string | null {
  const reading = readQuickLine(typed, questions)
  if (reading.kind === 'unclear') return null
  return questions
    .map((_, place) =>
      reading.unclear.includes(place)
        ? '?'
        : String((reading.chosen.get(place) ?? NaN) + 1).replace('NaN', '-'),
    )
    .join('')
}

describe('readQuickLine', () => {
  it.each<[string, readonly QuickQuestion[], string | null]>([
    ['1 2 1 1 3 1 2', seven, '1211312'],
    ['1,2,1,1,3,1,2', seven, '1211312'],
    ['1, 2, 1, 1, 3, 1, 2.', seven, '1211312'],
    ['1211312', seven, '1211312'],
    ['１２１１３１２', seven, '1211312'],
    ['１　２　１　１　３　１　２', seven, '1211312'],
    ['1;2;1;1;3;1;2', seven, '1211312'],
    ['1-2-1-1-3-1-2', seven, '1211312'],
    ['1.2.1.1.3.1.2', seven, '1211312'],
    ['1. 2. 1. 1. 3. 1. 2.', seven, '1211312'],
    ['1\n2\n1\n1\n3\n1\n2', seven, '1211312'],
    ['dạ 1 2 1 1 3 1 2 ạ', seven, '1211312'],
    ['1 2 1 1 3 1 2 a', seven, '1211312'],
    ['Tôi chọn 1 2 1 1 3 1 2', seven, '1211312'],
    ['1️⃣2️⃣1️⃣', three, '121'],
    ['1 và 2 và 1', three, '121'],
    ['(1) (2) (1)', three, '121'],
    ['một hai một', three, '121'],
    ['mot, hai, ba', three, '123'],
    ['câu một chọn hai, câu ba chọn một', three, '2-1'],
    ['Câu một: hai ạ', three, '2--'],
    ['1 hai 1', three, '121'],
    ['một hai chín', three, '12?'],
    ['một hai', three, null],
    ['ba', three, null],
    ['một người', three, null],
    ['a b a', three, '121'],
    ['A, B, A', three, '121'],
    ['1a 2b 3a', three, '121'],
    ['1A 2B 3A', three, '121'],
    ['1a2b3a', three, '121'],
    ['1a,2b,3a', three, '121'],
    ['1.a 2.b 3.a', three, '121'],
    ['1 a 2 b 3 a', three, '121'],
    ['1) a, 2) b, 3) a', three, '121'],
    ['3a 1b 2c', three, '231'],
    ['1a 2b', seven, '12-----'],
    ['7c', seven, '------3'],
    ['1-2, 2-1', three, '21-'],
    ['1-2 2-1 3-3', three, '213'],
    ['1: 2; 2: 1; 3: 3', three, '213'],
    ['1=2 2=1', three, '21-'],
    ['1.2, 2.1', three, '21-'],
    ['1) 2\n2) 1\n3) 3', three, '213'],
    ['1 chọn 2, 2 chọn 1', three, '21-'],
    ['câu 1 chọn 2, câu 2 chọn 1', three, '21-'],
    ['Câu 1: 2. Câu 2: 1', three, '21-'],
    ['cau 1 chon 2 cau 3 chon 3', three, '2-3'],
    ['câu 2 là 3', three, '-3-'],
    ['câu 1 2, câu 2 1', three, '21-'],
    ['câu số 1 chọn số 2 ạ', three, '2--'],
    ['2: 3', three, '-3-'],
    ['6a 7b 8c', later, '123'],
    ['1 2 3', later, '123'],
    ['6-1, 8-2', later, '1-2'],
    ['1a 2b 3c', later, null],
    ['6a 1b', later, null],
    // One key struck wrongly is asked for again; the others are clear.
    ['1 2 9', three, '12?'],
    ['1 0 3', three, '1?3'],
    ['1a 2e 3c', three, '1?3'],
    ['1-2, 2-7', three, '2?-'],
    // Too few, too many, twice, or more than one meaning: nothing is taken.
    ['1 2', three, null],
    ['1 2 3 1', three, null],
    ['12', three, null],
    ['1213', three, null],
    ['129', three, null],
    ['1', three, null],
    ['12', two, null],
    ['1-2', two, null],
    ['1-2', three, null],
    ['1/2', three, null],
    ['1a 1b', three, null],
    ['1-2, 1-3', three, null],
    ['1 a b', three, null],
    ['4a', three, null],
    ['1-2-3-1', three, null],
    ['2 12 2026', three, null],
    ['20/11/2026', three, null],
    ['9 9 9', three, null],
    ['12 21 31', three, null],
    ['câu 1', three, null],
    ['câu 1 2 3', three, null],
    ['1 2 ? 3', three, null],
    ['1 2 không', three, null],
    ['chưa biết', three, null],
    ['👍', three, null],
    ['', three, null],
    ['...', three, null],
    ['1 2 1', [], null],
    ['123 câu', three, null],
    ['0912345678', seven, null],
    ['-1 2 3', three, '123'],
  ])('%j', (typed, questions, expected) => {
    for (const form of ['NFC', 'NFD'] as const)
      expect(read(typed.normalize(form), questions)).toBe(expected)
  })

  it('says how many answers a list had', () => {
    expect(readQuickLine('1 2 1 1 3 1', seven)).toEqual({ kind: 'unclear', given: 6 })
    expect(readQuickLine('không rõ', seven)).toEqual({ kind: 'unclear', given: null })
  })
})

/** A page, and what somebody means to answer to all of it. */
const page = fc
  .record({
    first: fc.integer({ min: 1, max: 9 }),
    counts: fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 2, maxLength: 12 }),
  })
  .chain(({ first, counts }) =>
    fc.record({
      questions: fc.constant(counts.map((choices, index) => ({ number: first + index, choices }))),
      meant: fc.tuple(...counts.map((choices) => fc.integer({ min: 1, max: choices }))),
    }),
  )

type Style = (numbers: readonly number[], meant: readonly number[]) => string
const letter = (choice: number): string => 'abcde'[choice - 1] ?? ''
const wide = (text: string): string =>
  text.replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
const pairs =
  (join: (number: number, choice: number) => string, between: string): Style =>
  (numbers, meant) =>
    numbers.map((number, index) => join(number, meant[index] ?? 0)).join(between)

const lists: Readonly<Record<string, Style>> = {
  spaces: (_, meant) => meant.join(' '),
  commas: (_, meant) => meant.join(','),
  both: (_, meant) => meant.join(', '),
  lines: (_, meant) => meant.join('\n'),
  wide: (_, meant) => wide(meant.join('　')),
  polite: (_, meant) => `Dạ, ${meant.join(' ')} ạ`,
  letters: (_, meant) => meant.map(letter).join(' '),
}
const named: Readonly<Record<string, Style>> = {
  letters: pairs((number, choice) => `${String(number)}${letter(choice)}`, ' '),
  together: pairs((number, choice) => `${String(number)}${letter(choice)}`, ''),
  capitals: pairs((number, choice) => `${String(number)}${letter(choice).toUpperCase()}`, ', '),
  dashes: pairs((number, choice) => `${String(number)}-${String(choice)}`, ', '),
  colons: pairs((number, choice) => `${String(number)}: ${String(choice)}`, '\n'),
  said: pairs((number, choice) => `câu ${String(number)} chọn ${String(choice)}`, ' '),
  wide: pairs((number, choice) => wide(`${String(number)}-${String(choice)}`), '， '),
}

describe('whatever is meant', () => {
  const chosen = (meant: readonly number[]) =>
    new Map(meant.map((choice, place) => [place, choice - 1]))

  it.each(Object.entries({ ...lists, ...named }))('is understood in full: %s', (_, write) => {
    fc.assert(
      fc.property(page, ({ questions, meant }) => {
        expect(
          readQuickLine(
            write(
              questions.map(({ number }) => number),
              meant,
            ),
            questions,
          ),
        ).toEqual({ kind: 'taken', chosen: chosen(meant), unclear: [] })
      }),
    )
  })

  it('is understood run together, from three questions on', () => {
    fc.assert(
      fc.property(page, ({ questions, meant }) => {
        const reading = readQuickLine(meant.join(''), questions)
        expect(reading).toEqual(
          questions.length < 3
            ? { kind: 'unclear', given: 1 }
            : { kind: 'taken', chosen: chosen(meant), unclear: [] },
        )
      }),
    )
  })

  it.each(Object.entries(lists))(
    'a list with one answer too few or too many is not taken at all: %s',
    (_, write) => {
      fc.assert(
        fc.property(page, fc.nat(), ({ questions, meant }, at) => {
          const numbers = questions.map(({ number }) => number)
          const place = at % meant.length
          expect(
            readQuickLine(
              write(
                numbers,
                meant.filter((__, index) => index !== place),
              ),
              questions,
            ).kind,
          ).toBe('unclear')
          expect(readQuickLine(write(numbers, [...meant, 1]), questions).kind).toBe('unclear')
        }),
      )
    },
  )

  it.each(Object.entries(named))(
    'of named answers any part may be given, in any order: %s',
    (_, write) => {
      const some = page.chain((whole) =>
        fc.record({
          whole: fc.constant(whole),
          picked: fc.shuffledSubarray(
            whole.meant.map((__, index) => index),
            { minLength: 2 },
          ),
        }),
      )
      fc.assert(
        fc.property(some, ({ whole: { questions, meant }, picked }) => {
          const line = write(
            picked.map((place) => questions[place]?.number ?? 0),
            picked.map((place) => meant[place] ?? 0),
          )
          const reading = readQuickLine(line, questions)
          const wanted = new Map(picked.map((place) => [place, (meant[place] ?? 0) - 1] as const))
          expect(reading).toEqual({ kind: 'taken', chosen: wanted, unclear: [] })
        }),
      )
    },
  )

  it('a key struck wrongly never becomes an answer to another question', () => {
    fc.assert(
      fc.property(page, fc.nat(), ({ questions, meant }, at) => {
        const place = at % meant.length
        const reading = readQuickLine(
          meant.map((choice, index) => (index === place ? 9 : choice)).join(' '),
          questions,
        )
        if (reading.kind === 'unclear') return
        expect(reading.unclear).toEqual([place])
        for (const [index, choice] of reading.chosen) expect(choice + 1).toBe(meant[index])
      }),
    )
  })

  it('nothing throws, and nothing outside the choices is ever taken', () => {
    const odd = fc.constantFrom(
      '1',
      '2',
      '3',
      '9',
      '0',
      'a',
      'b',
      'ạ',
      'đ',
      ' ',
      ',',
      '-',
      '.',
      ':',
      '\n',
      'câu ',
      'chọn ',
      'không',
      '２',
      '👍',
      '\u0301',
      '\uD800',
      '\u200B',
    )
    fc.assert(
      fc.property(page, fc.string({ unit: odd, maxLength: 24 }), ({ questions }, typed) => {
        const reading = readQuickLine(typed, questions)
        if (reading.kind === 'unclear') return
        expect(reading.chosen.size).toBeGreaterThan(0)
        for (const [place, choice] of reading.chosen) {
          expect(choice).toBeLessThan(questions[place]?.choices ?? 0)
          expect(reading.unclear).not.toContain(place)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
