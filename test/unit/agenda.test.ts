import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AgendaEdit,
  type AgendaLine,
  agendaOf,
  agendaTimes,
  branchTypes,
  editAgenda,
  minutesOf,
  notesOn,
  standardLines,
} from '../../src/domain/agenda.ts'
import { localTime } from '../../src/domain/local-time.ts'
import { checkAgenda } from '../../src/questionnaires/check-agenda.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'

const { agendas } = loadQuestionnaires(
  fileURLToPath(new URL('../../questionnaires', import.meta.url)),
)
const { rules } = agendas
const line = (title: string, minutes: number, part: AgendaLine['part'] = 'other'): AgendaLine => ({
  part,
  minutes,
  title: { vi: title, en: title },
})
const titles = (lines: readonly AgendaLine[]): readonly string[] =>
  lines.map(({ title }) => title.vi)

describe('the standard agendas', () => {
  it.each(branchTypes)('of %s keeps to the rules, regular and thematic', (type) => {
    const regular = agendaOf(agendas, { type, kind: 'regular', lines: null })
    const thematic = agendaOf(agendas, { type, kind: 'thematic', lines: null })
    expect([regular.minutes, regular.notes, thematic.minutes, thematic.notes]).toEqual([
      90,
      [],
      120,
      [],
    ])
    expect(regular.lines.map(({ part }) => part)).toEqual([
      'opening',
      'politics',
      'report',
      'discussion',
      'selfReview',
      'measures',
      'tasks',
      'score',
      'adoption',
    ])
    expect(thematic.lines.map(({ part }) => part).indexOf('thematic')).toBe(3)
  })

  it('differ by type and are all there', () => {
    const reports = agendas.types.map(
      ({ lines }) => lines.find(({ part }) => part === 'report')?.title.vi,
    )
    expect(new Set(reports).size).toBe(branchTypes.length)
  })

  it('are refused with all that is wrong in them', () => {
    const [first, ...others] = agendas.types
    const short = {
      id: 'office',
      name: { vi: 'x', en: 'x' },
      lines: [line('x'.repeat(121), 200)],
    } as const
    const wrong = checkAgenda({
      ...agendas,
      types: [...(first === undefined ? [] : [first, first]), short, ...others.slice(1, 3)],
    })
    expect(wrong.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
      'types[1]: “residential” is there twice',
      'types: “school” is missing',
      'types[2].lines[0].minutes: outside rules.line',
      'types[2].lines[0].title: more than 120 characters',
      'types[2].lines: regular, 200 minutes: noSelfReview',
      'types[2].lines: thematic, 200 minutes: noSelfReview',
    ])
  })
})

describe('the notes on an agenda', () => {
  const review = (minutes: number): AgendaLine => line('tự soi', minutes, 'selfReview')
  it.each([
    ['regular', [line('a', 75), review(15)], []],
    ['regular', [line('a', 74), review(15)], [{ kind: 'short', minutes: 89, atLeast: 90 }]],
    ['thematic', [line('a', 75), review(30)], [{ kind: 'short', minutes: 105, atLeast: 120 }]],
    ['regular', [line('a', 90)], [{ kind: 'noSelfReview', from: 15, to: 30 }]],
    [
      'regular',
      [line('a', 90), review(14)],
      [{ kind: 'selfReview', minutes: 14, from: 15, to: 30 }],
    ],
    [
      'regular',
      [line('a', 90), review(20), review(11)],
      [{ kind: 'selfReview', minutes: 31, from: 15, to: 30 }],
    ],
  ] as const)('%s %#', (kind, lines, notes) => {
    expect(notesOn(lines, kind, rules)).toEqual(notes)
  })
})

describe('editing', () => {
  const four = [line('a', 30), line('b', 30), line('c', 20, 'tasks'), line('d', 10, 'adoption')]
  const edited = (...edits: readonly AgendaEdit[]): unknown => {
    const result = editAgenda(four, edits, rules)
    return result.ok
      ? result.lines.map(({ title, minutes }) => `${title.vi} ${String(minutes)}`).join(', ')
      : result.refusal
  }

  it('adds before the conclusions or where it is told, moves, renames, times and removes', () => {
    expect(edited({ kind: 'add', title: 'x', minutes: 5, at: null })).toBe(
      'a 30, b 30, x 5, c 20, d 10',
    )
    expect(edited({ kind: 'add', title: 'x', minutes: 5, at: 5 })).toBe(
      'a 30, b 30, c 20, d 10, x 5',
    )
    expect(edited({ kind: 'move', number: 4, to: 1 })).toBe('d 10, a 30, b 30, c 20')
    expect(edited({ kind: 'move', number: 1, to: 3 })).toBe('b 30, c 20, a 30, d 10')
    expect(
      edited(
        { kind: 'rename', number: 2, title: 'y' },
        { kind: 'minutes', number: 2, minutes: 45 },
      ),
    ).toBe('a 30, y 45, c 20, d 10')
    expect(edited({ kind: 'remove', number: 1 }, { kind: 'remove', number: 1 })).toBe('c 20, d 10')
  })

  it('is all or nothing, and says why not', () => {
    expect(
      edited({ kind: 'remove', number: 1 }, { kind: 'minutes', number: 4, minutes: 5 }),
    ).toEqual({ reason: 'noSuchLine', number: 4, total: 3 })
    expect(edited({ kind: 'move', number: 1, to: 5 })).toEqual({
      reason: 'noSuchLine',
      number: 5,
      total: 4,
    })
    for (const minutes of [0, 500, -1, 1.5])
      expect(edited({ kind: 'minutes', number: 1, minutes })).toEqual({
        reason: 'minutes',
        from: 1,
        to: 180,
      })
    expect(
      edited(
        { kind: 'minutes', number: 1, minutes: 180 },
        { kind: 'minutes', number: 2, minutes: 180 },
      ),
    ).toEqual({ reason: 'tooLong', minutes: 390, atMost: 300 })
    expect(edited({ kind: 'add', title: ' … ', minutes: 5, at: null })).toEqual({
      reason: 'noTitle',
    })
    expect(edited({ kind: 'rename', number: 1, title: 'x'.repeat(121) })).toEqual({
      reason: 'titleTooLong',
      atMost: 120,
    })
    expect(edited(...[1, 2, 3, 4].map(() => ({ kind: 'remove', number: 1 }) as const))).toEqual({
      reason: 'lastLine',
    })
    expect(
      edited(
        ...Array.from(
          { length: 200 },
          () => ({ kind: 'add', title: 'x', minutes: 1, at: null }) as const,
        ),
      ),
    ).toEqual({ reason: 'tooManyLines', atMost: 20 })
  })

  it('whatever is done, lines are kept, add up, and begin one after another', () => {
    const number = fc.integer({ min: -1, max: 25 })
    const minutes = fc.integer({ min: -5, max: 500 })
    const title = fc.string({ minLength: 0, maxLength: 130 })
    const edit: fc.Arbitrary<AgendaEdit> = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), title, minutes, at: fc.option(number) }),
      fc.record({ kind: fc.constant('remove' as const), number }),
      fc.record({ kind: fc.constant('move' as const), number, to: number }),
      fc.record({ kind: fc.constant('rename' as const), number, title }),
      fc.record({ kind: fc.constant('minutes' as const), number, minutes }),
    )
    const kind = fc.constantFrom('regular' as const, 'thematic' as const)
    fc.assert(
      fc.property(
        fc.constantFrom(...branchTypes),
        kind,
        fc.array(edit, { maxLength: 60 }),
        (type, of, edits) => {
          let lines = standardLines(agendas, { type, kind: of })
          for (const each of edits) {
            const result = editAgenda(lines, [each], rules)
            if (!result.ok) continue
            const growth = { add: 1, remove: -1, move: 0, rename: 0, minutes: 0 }[each.kind]
            expect(result.lines).toHaveLength(lines.length + growth)
            if (each.kind === 'move')
              expect(titles(result.lines).toSorted()).toEqual(titles(lines).toSorted())
            if (each.kind === 'remove')
              expect(minutesOf(result.lines)).toBe(
                minutesOf(lines) - (lines[each.number - 1]?.minutes ?? 0),
              )
            lines = result.lines
          }
          const total = minutesOf(lines)
          expect(
            lines.length >= 1 && lines.length <= rules.lines && total >= 1 && total <= rules.atMost,
          ).toBe(true)
          const agenda = agendaOf(agendas, { type, kind: of, lines })
          expect(agenda.lines.reduce((sum, each) => sum + each.minutes, 0)).toBe(agenda.minutes)
          expect(agenda.notes.some((note) => note.kind === 'short')).toBe(total < rules.atLeast[of])
        },
      ),
      { numRuns: 60 },
    )
  })

  it('says when each line begins, also past midnight', () => {
    expect(agendaTimes(four, localTime('19:30'))).toEqual(['19:30', '20:00', '20:30', '20:50'])
    expect(agendaTimes(four, localTime('23:30'))).toEqual(['23:30', '00:00', '00:30', '00:50'])
  })
})
