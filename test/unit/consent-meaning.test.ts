// What a notice means is data, held to what the program does; how it is said may change at any
// time without asking anybody again.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fewestRespondents } from '../../src/domain/suppression.ts'
import { type ConsentContent, meaningOf, type NoticeDatum } from '../../src/domain/questionnaire.ts'
import { type Deed, rights } from '../../src/domain/rights.ts'
import { checkConsent } from '../../src/questionnaires/check-consent.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import { keptDays } from '../../src/usecases/tidy.ts'

const root = join(import.meta.dirname, '..', '..')
const notice = loadQuestionnaires(join(root, 'questionnaires')).consent
const officers = ['secretary', 'deputy', 'committee'] as const

/** The wording of v0.1.0 (questionnaires/consent.yaml there), as its consents name it. */
const wordingOfV010 = 'd088db267a8050d178898b24545cb067422eccf7c7b3f54cb28bf5357316722f'

const meaningText = (content: ConsentContent): string => JSON.stringify(meaningOf(content))
const readersOf = (datum: NoticeDatum): readonly string[] =>
  notice.purposes.flatMap(({ meaning }) => meaning.data[datum] ?? [])

function mean(change: (draft: ReturnType<typeof copy>) => void): string {
  const draft = copy()
  change(draft)
  return meaningText(draft as unknown as ConsentContent)
}

interface Draft {
  version: string
  sources: unknown[]
  meaning: { abroad: string[]; paperReaders: string[] }
  intro: { vi: string; en: string }[]
  purposes: {
    id: string
    text: { vi: string; en: string }
    whoSees: { vi: string; en: string }
    meaning: {
      data: Record<string, string[] | undefined>
      keptDays: number | null
      fewestSheets: number | null
    }
  }[]
  closing: unknown[]
  paper: { vi: string; en: string }
}

const copy = (): Draft => structuredClone(notice) as unknown as Draft

const words: readonly [string, (draft: Draft) => void][] = [
  ['a version', (draft) => void (draft.version = '2030.1')],
  ['the sources', (draft) => void draft.sources.push({ vi: 'Luật', en: 'Law' })],
  ['the introduction', (draft) => void draft.intro.push({ vi: 'Thêm một câu.', en: 'More.' })],
  ['the end', (draft) => void draft.closing.pop()],
  ['the line of a sheet on paper', (draft) => void (draft.paper.vi = 'Tôi đồng ý.')],
  [
    'each purpose',
    ({ purposes }) => {
      for (const { text, whoSees } of purposes) [text.vi, whoSees.en] = ['khác', 'other']
    },
  ],
  ['the order of purposes', ({ purposes }) => void purposes.reverse()],
  [
    'the order of readers',
    ({ purposes }) => {
      for (const { meaning } of purposes)
        for (const readers of Object.values(meaning.data)) readers?.reverse()
    },
  ],
]

const meanings: readonly [string, (draft: Draft) => void][] = [
  ['a purpose fewer', ({ purposes }) => void purposes.pop()],
  [
    'another reader',
    ({ purposes }) => {
      for (const { meaning } of purposes) meaning.data['voices']?.push('committee')
    },
  ],
  [
    'one reader fewer',
    ({ purposes }) => {
      for (const { meaning } of purposes) meaning.data['figures']?.pop()
    },
  ],
  [
    'other data',
    ({ purposes: [remind] }) => {
      if (remind !== undefined) remind.meaning.data['voices'] = []
    },
  ],
  [
    'kept longer',
    ({ purposes: [, store] }) => {
      if (store !== undefined) store.meaning.keptDays = 730
    },
  ],
  [
    'fewer sheets',
    ({ purposes: [, store] }) => {
      if (store !== undefined) store.meaning.fewestSheets = 3
    },
  ],
  ['servers elsewhere', ({ meaning }) => void meaning.abroad.pop()],
  ['who enters from paper', ({ meaning }) => void meaning.paperReaders.push('deputy')],
]

describe('the meaning of the notice', () => {
  it.each(words)('is the same in other words: %s', (_, change) => {
    expect(mean(change)).toBe(meaningText(notice))
  })

  it.each(meanings)('is another with %s', (_, change) => {
    expect(mean(change)).not.toBe(meaningText(notice))
  })

  const looks: readonly [NoticeDatum, Deed][] = [
    ['participation', 'seeParticipation'],
    ['figures', 'seeSummary'],
    ['voices', 'seeVoices'],
    ['remedyFigures', 'seeRemediesOfBranch'],
  ]

  it.each(looks)('lets those read %s whom the rights let', (datum, deed) => {
    const may: readonly string[] = rights[deed].who
    expect(readersOf(datum)).toEqual(officers.filter((officer) => may.includes(officer)))
  })

  it('lets nobody else read an answer, a promise or a chat', () => {
    expect(['answers', 'remedies', 'chat'].flatMap((datum) => readersOf(datum as 'chat'))).toEqual(
      [],
    )
  })

  it('names who enters from paper as the rights do', () => {
    expect(notice.meaning.paperReaders).toEqual(rights.enterPaperCodes.who)
  })

  it('keeps for as long, and from as many sheets on, as the program does', () => {
    for (const { id, meaning } of notice.purposes) {
      expect(meaning.keptDays).toBe(id === 'remind' ? null : keptDays.answers)
      expect(meaning.fewestSheets).toBe(id === 'remind' ? null : fewestRespondents)
    }
  })

  it('is what it says, in both languages', () => {
    const said = (id: string, language: 'vi' | 'en'): string => {
      const purpose = notice.purposes.find((each) => each.id === id)
      return `${purpose?.text[language] ?? ''} ${purpose?.whoSees[language] ?? ''}`
    }
    for (const id of ['store', 'remedies'])
      for (const language of ['vi', 'en'] as const) {
        expect(said(id, language)).toContain(String(keptDays.answers))
        expect(said(id, language)).toContain(String(fewestRespondents))
      }
    // A branch of fewer than nine official members has no committee, and none of it reads words.
    expect(said('store', 'vi')).toMatch(/bí thư, phó bí thư đọc được góp ý đồng chí gửi/u)
    expect(said('store', 'vi')).toContain('chi ủy viên (nếu có)')
  })

  it('must say from how many sheets on there are figures', () => {
    const draft = copy()
    for (const { meaning } of draft.purposes) meaning.fewestSheets = null
    expect(checkConsent(draft as unknown as ConsentContent).map(({ path }) => path)).toEqual([
      'purposes[1].meaning.fewestSheets',
      'purposes[2].meaning.fewestSheets',
    ])
  })
})

// When a purpose changes on purpose, this is what says so: then consents of v0.1.0 hold no longer,
// and this test goes with them.
it('the consents of v0.1.0 are consents to what the notice means now', () => {
  const folder = join(root, 'prisma/migrations')
  const name = readdirSync(folder).find((each) => each.endsWith('_meaning_of_consents')) ?? ''
  const script = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
  expect(script).toContain(`SET "meaning_hash" = '${notice.meaningHash}'`)
  expect(script).toContain(`WHERE "notice_hash" = '${wordingOfV010}'`)
  expect(notice.hash).not.toBe(wordingOfV010)
})
