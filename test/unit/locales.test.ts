// The words of both languages against the code that asks for them, and against the tone they are to keep (month.md, domain.md §6.1).
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type CommandName, commandNames, createVocabulary, readCommand } from '../../src/conversation/commands.ts'
import { type ControlKind, controlKinds, fold, matchChoice, readControl } from '../../src/domain/choice-text.ts'
import type { DueDateChoice } from '../../src/domain/due-date.ts'
import type { HolidayId } from '../../src/domain/holidays.ts'
import { type MeetingRuleRefusal, parseMeetingRule } from '../../src/domain/meeting-rule.ts'
import type { SheetState } from '../../src/domain/participation.ts'
import type { PeriodRefusal } from '../../src/domain/period.ts'
import type { Problem, ProblemCode } from '../../src/domain/problems.ts'
import type { Visibility } from '../../src/domain/questionnaire.ts'
import type { RemedyStatus } from '../../src/domain/remedy.ts'
import { rights } from '../../src/domain/rights.ts'
import type { MissingReason, NextStep } from '../../src/domain/summary.ts'
import { type TimelineAction, defaultMonth } from '../../src/domain/timeline.ts'
import { type Language, type MessageKey, createTranslators, languages } from '../../src/i18n/translator.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import { messageUses, textsIn } from '../support/message-uses.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const words = createTranslators(join(root, 'locales'))
const texts = { vi: textsIn(join(root, 'locales/vi')), en: textsIn(join(root, 'locales/en')) }
const vocabulary = createVocabulary(words)
const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))

const subjects = [...new Set([...texts.vi.keys()].map((key) => key.split('.')[0] ?? ''))].filter((subject) => subject !== 'playground')
const uses = messageUses(join(root, 'src'), subjects)
const asked = [...texts.vi.keys()].filter((key) => !key.startsWith('playground.'))
const namesOf = (text: string): readonly string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name]) => name ?? ''))].sort()
const textOf = (language: Language, key: string): string => texts[language].get(key) ?? ''

/** Each no with details as the code gives them; a new code does not compile without its row. */
const problems: { readonly [C in ProblemCode]: Omit<Extract<Problem, { code: C }>, 'code'> } = {
  notUnderstood: { count: 3 }, notUnderstoodText: {}, chooseOne: { count: 3 }, severalMatch: {}, textTooLong: { limit: 2000, length: 2345 },
  classified: {}, accusation: {}, personalData: {}, attachment: {}, notADate: { typed: '15/13' }, past: { typed: '1/1' }, tooFar: { typed: '1/1/2090' },
  staleButton: {}, noRound: {}, roundOver: {}, exempt: {}, storeNotAgreed: {}, nothingToEdit: { total: 9 }, cannotSkip: {}, cannotKeep: {},
  nothingToSubmit: {}, unfinished: { left: 3 }, wrongCode: { left: 4 }, lockedOut: { minutes: 60 }, codeUsed: {}, notYourOffice: {}, voiceClosed: {}, remedyGone: {},
}

const all = <K extends string>(table: Readonly<Record<K, true>>): readonly string[] => Object.keys(table)
const voiceKinds = ['named', 'anonymous', 'none']
const remedyVerbs = ['done', 'progress', 'move', 'drop']

/** What stands for the `*` of each key that is put together when it runs. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'commands.*.words': commandNames,
  'commands.*.label': commandNames,
  'commands.*.menu': commandNames,
  'commands.controls.*': controlKinds,
  'problems.*': Object.keys(problems),
  'sheet.seenBy.*': all<Visibility>({ self: true, aggregate: true, committee: true }),
  'sheet.due.choices.*': all<DueDateChoice['id']>({ nextMeeting: true, endOfMonth: true, endOfQuarter: true }),
  'sheet.promise.choices.*': remedyVerbs,
  'sheet.promise.states.*': remedyVerbs,
  'sheet.gentle.*': ['yes', 'no'],
  'review.choices.*': ['submit', 'edit', 'pause'],
  'voice.choices.*': voiceKinds,
  'remedies.status.*': all<RemedyStatus>({ open: true, inProgress: true, done: true, dropped: true, withdrawn: true, noMeasure: true }),
  'holidays.*': all<HolidayId>({ newYear: true, tet: true, hungKings: true, reunification: true, labour: true, national: true, culture: true }),
  'schedule.*': ['regular', 'thematic'],
  'meeting.actions.*': [...new Set(defaultMonth.map(({ action }): TimelineAction => action))],
  'meeting.change.*': ['date', 'time', 'place', 'kind', 'rule'],
  'meeting.rules.*': ['third', 'fifth', 'firstSaturday', 'byHand'],
  'meeting.refused.*': all<MeetingRuleRefusal>({ notARule: true, noSuchDay: true, whichWeek: true }),
  'own.language.*': languages,
  'own.looks.deeds.*': Object.keys(rights),
  'delivery.*': ['arrived', 'resend'],
  'summary.missing.*': all<MissingReason>({ fewRespondents: true, notYetCheckpoint: true, roundOpen: true, noRound: true }),
  'summary.steps.*': all<NextStep>({ remindUnfinished: true, reviewOverdue: true, reachMark: true, readVoices: true, raiseTopic: true }),
  'summary.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'participation.states.*': all<SheetState>({ done: true, onPaper: true, inProgress: true, notBegun: true }),
}

const keysOf = (key: string): readonly string[] => (key.includes('*') ? (parts[key] ?? []).map((part) => key.replace('*', part)) : [key])

describe('the keys', () => {
  it('are the same in both languages, and are filled with the same names', () => {
    expect([...texts.en.keys()].sort()).toEqual([...texts.vi.keys()].sort())
    const unequal = [...texts.vi.keys()].filter((key) => namesOf(textOf('vi', key)).join() !== namesOf(textOf('en', key)).join())
    expect(unequal).toEqual([])
  })

  it('that are put together have a table here, and every table is in use', () => {
    const patterns = new Set(uses.map(({ key }) => key).filter((key) => key.includes('*')))
    expect(Object.keys(parts).sort()).toEqual([...patterns].sort())
  })

  it('that the code can ask for all exist', () => {
    const missing = uses.filter(({ key, isAsked }) => isAsked || key.includes('*')).flatMap(({ key, at }) => keysOf(key).filter((whole) => !texts.vi.has(whole)).map((whole) => `${whole} (${at})`))
    expect([...new Set(missing)]).toEqual([])
  })

  it('are each asked for somewhere', () => {
    const used = new Set(uses.flatMap(({ key }) => keysOf(key)))
    expect(asked.filter((key) => !used.has(key))).toEqual([])
  })

  it('are filled wherever they are asked for', () => {
    const empty = uses.flatMap(({ key, names, at }) =>
      names === null ? [] : keysOf(key).flatMap((whole) => namesOf(textOf('vi', whole)).filter((name) => !names.includes(name)).map((name) => `${whole} lacks ${name} (${at})`)))
    expect(empty).toEqual([])
  })

  it.each(Object.entries(problems))('of the no %s are filled with its details', (code, details) => {
    for (const language of languages) {
      const said = words[language](`problems.${code as ProblemCode}`, details)
      expect(namesOf(textOf(language, `problems.${code}`)).filter((name) => !(name in details))).toEqual([])
      for (const value of Object.values(details)) expect(said).toContain(String(value))
    }
  })
})

const emoji = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}]/u
const english = /(?<![\p{L}\p{N}])(?:the|and|you|your|please|meeting|round|sheet|summary|reminder|deadline|check|online|link|click|menu|app|user|email|ok)(?![\p{L}\p{N}])/iu

describe('the tone', () => {
  const vietnamese = [...texts.vi].filter(([key]) => !key.startsWith('playground.'))

  it('has no exclamation marks and no emoji, in either language', () => {
    const faults = languages.flatMap((language) => [...texts[language]].filter(([, text]) => /[!！]/u.test(text) || emoji.test(text)).map(([key]) => `${language} ${key}`))
    expect(faults).toEqual([])
  })

  it('says “đồng chí”, never “bạn”, blames nobody and praises nobody', () => {
    const wrong = /(?<!\p{L})(?:bạn|vi phạm|khuyết điểm|chúc mừng|hoan hô|tuyệt vời|xuất sắc|giỏi)(?!\p{L})/iu
    expect([...texts.vi].filter(([, text]) => wrong.test(text)).map(([key]) => key)).toEqual([])
  })

  it('is Vietnamese in Vietnamese', () => {
    expect(vietnamese.filter(([, text]) => english.test(text.replace(/\{\{\w+\}\}/gu, ''))).map(([key]) => key)).toEqual([])
  })

  it('puts tone marks one way: ủy, hòa, xóa', () => {
    expect(vietnamese.filter(([, text]) => /(?<!q)u[ỷỳýỹỵ](?!\p{L})|o[àáảãạ](?!\p{L})|o[èéẻẽẹ](?!\p{L})/u.test(text)).map(([key]) => key)).toEqual([])
  })

  it('has no text that would crowd a message of 1,900 characters', () => {
    expect(languages.flatMap((language) => [...texts[language]].filter(([, text]) => text.length > 420).map(([key]) => `${language} ${key}`))).toEqual([])
    for (const language of languages) {
      const lines = commandNames.map((name) => words[language]('help.line', { words: words[language](`commands.${name}.label`), what: words[language](`commands.${name}.menu`) }))
      expect([words[language]('help.intro'), ...lines, words[language]('help.typing')].join('\n').length).toBeLessThan(1900)
    }
  })
})

/** The words of a command or control that do the same thing, whichever is heard first. */
const same: Readonly<Partial<Record<ControlKind, CommandName>>> = { resume: 'tieptuc', help: 'huongdan', pause: 'huy' }
const forms = (key: MessageKey): readonly string[] => languages.flatMap((language) => words[language](key).split('|'))

describe('what is typed', () => {
  it.each(commandNames)('/%s is heard in every form, with and without accents and slash', (name) => {
    for (const form of forms(`commands.${name}.words`)) {
      for (const typed of [form, fold(form), form.toUpperCase(), `/${form}`]) expect([typed, readCommand(typed, vocabulary)?.name]).toEqual([typed, name])
      expect(readCommand(form, vocabulary)?.argument).toBe('')
    }
  })

  it('means one thing', () => {
    const meanings = new Map<string, Set<string>>()
    const note = (form: string, meaning: string): void => void meanings.set(fold(form), (meanings.get(fold(form)) ?? new Set()).add(meaning))
    for (const name of commandNames) for (const form of [name, ...forms(`commands.${name}.words`)]) note(form, name)
    for (const name of controlKinds) for (const form of forms(`commands.controls.${name}`)) note(form, same[name] ?? name)
    expect([...meanings].filter(([form, { size }]) => form === '' || size > 1)).toEqual([])
  })

  it.each(commandNames)('/%s has a label that is one of its own words, and a line for menus', (name) => {
    for (const language of languages) {
      const own = words[language](`commands.${name}.words`).split('|').map(fold)
      expect(own).toContain(fold(words[language](`commands.${name}.label`)))
      expect(words[language](`commands.${name}.menu`).length).toBeLessThanOrEqual(60)
    }
  })

  it('is heard wherever a text says “type …”', () => {
    const notice = Object.values(questionnaires.consent.closing).flatMap(({ vi, en }) => [vi, en])
    const said = [...notice, ...languages.flatMap((language) => [...texts[language].values()])]
    const named = said.flatMap((text) => [...text.matchAll(/(?:gõ|types?|“dữ liệu của tôi”,|“my data”,|hoặc|or) “([^”]+)”/giu)].map(([, typed]) => typed ?? ''))
    expect(named.length).toBeGreaterThan(40)
    const typed = [...named, ...languages.flatMap((language) => [...textOf(language, 'help.typing').matchAll(/“([^”]+)”/gu)].map(([, word]) => word ?? ''))]
    expect(typed.filter((text) => readControl(text, vocabulary.controls) === null && readCommand(text, vocabulary) === null)).toEqual([])
  })
})

const keys = (prefix: string, names: readonly string[]): readonly string[] => names.map((name) => `${prefix}.${name}`)
/** The choices that stand on one screen. */
const screens: readonly (readonly string[])[] = [
  keys('linking', ['yes', 'no']),
  keys('consent', ['agree', 'notNow']),
  keys('own.confirm', ['yes', 'no']),
  keys('sheet.choices', ['begin', 'later', 'paper']),
  keys('sheet.choices', ['resume', 'later', 'paper']),
  [...keys('sheet.promise.choices', remedyVerbs), 'sheet.choices.keep'],
  ['sheet.measure.none', 'sheet.choices.keep'],
  ['sheet.choices.skip', 'sheet.choices.keep'],
  keys('sheet.due.choices', ['nextMeeting', 'endOfMonth', 'endOfQuarter']),
  keys('sheet.gentle', ['yes', 'no']),
  [...keys('voice.choices', voiceKinds), 'sheet.choices.keep'],
  ['voice.dropIt'],
  keys('review.choices', ['submit', 'edit', 'pause']),
  keys('meeting.rules', ['third', 'fifth', 'firstSaturday', 'byHand']),
  keys('meeting.change', ['date', 'time', 'place', 'kind', 'rule']),
  keys('summary', ['who', 'readVoices']),
]

/** What a label that is typed out means by itself, before it is looked for among the choices. */
const meant: Readonly<Record<string, ControlKind | CommandName>> = {
  'sheet.choices.begin': 'tusoi', 'sheet.choices.resume': 'resume', 'sheet.choices.later': 'pause', 'sheet.choices.paper': 'paper',
  'sheet.choices.skip': 'skip', 'sheet.choices.keep': 'keep', 'sheet.choices.why': 'why',
  'review.choices.submit': 'submit', 'review.choices.edit': 'edit', 'review.choices.pause': 'pause',
  'summary.who': 'thamgia', 'summary.readVoices': 'xemgopy', 'participation.remind': 'nhacnho',
}

function meaningOf(label: string): string | undefined {
  const command = readCommand(label, vocabulary)
  return readControl(label, vocabulary.controls)?.kind ?? (command?.argument === '' ? command.name : undefined)
}

describe.each(languages)('the choices of one screen, in %s', (language) => {
  const say = (key: string): string => words[language](key as MessageKey, { date: '31/12' })
  const packs = [...questionnaires.packs.values()]
  const own = (labels: readonly { readonly label: { readonly vi: string; readonly en: string } }[]): readonly string[] => labels.map(({ label }) => label[language])
  const asking = packs.flatMap(({ scale, manifestationScale, heads, manifestation, acknowledgement }) => [
    [...own(scale.levels), say('sheet.choices.why'), say('sheet.choices.keep')],
    [...own(manifestationScale.levels), say('sheet.choices.why'), say('sheet.choices.keep')],
    [...own(manifestation.causes), say('sheet.choices.keep')],
    ...heads.map(({ causes }) => [...own(causes), say('sheet.choices.keep')]),
    [acknowledgement.confirm[language], say('sheet.choices.skip'), say('sheet.choices.keep')],
  ])

  it('are each found by what they say, without accents too', () => {
    for (const labels of [...screens.map((screen) => screen.map(say)), ...asking]) {
      for (const [index, label] of labels.entries()) {
        expect([label, matchChoice(label, labels.map((text) => ({ label: text })))]).toEqual([label, { kind: 'one', index }])
        expect([label, matchChoice(fold(label), labels.map((text) => ({ label: text })))]).toEqual([label, { kind: 'one', index }])
      }
    }
  })

  it('are not taken for a word of command, but where they are meant to be', () => {
    for (const key of [...screens.flat(), 'participation.remind', 'sheet.choices.why']) expect([key, meaningOf(say(key))]).toEqual([key, meant[key]])
    const steering = ['skip', 'keep', 'why'].map((name) => say(`sheet.choices.${name}`))
    for (const label of asking.flat().filter((text) => !steering.includes(text))) expect([label, meaningOf(label)]).toEqual([label, undefined])
  })

  it('for the day of the meeting are rules', () => {
    const rules = keys('meeting.rules', ['third', 'fifth', 'firstSaturday', 'byHand']).map((key) => parseMeetingRule(say(key)))
    const expected = [{ kind: 'fixedDay', day: 3 }, { kind: 'fixedDay', day: 5 }, { kind: 'nthWeekday', nth: 1, weekday: 6 }, { kind: 'byHand' }]
    expect(rules).toEqual(expected.map((rule) => ({ ok: true, rule })))
  })
})
