// The words of both languages against the code that asks for them, and against the tone they are to
// keep (month.md, domain.md §6.1).
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  type CommandName,
  commandNames,
  createVocabulary,
  paperPhrases,
  readCommand,
} from '../../src/conversation/commands.ts'
import {
  helpTopics,
  memberCommandNames,
  officerCommandNames,
} from '../../src/conversation/screens/help.ts'
import type { LeaveRefusal } from '../../src/domain/absence.ts'
import { attendanceStates } from '../../src/domain/attendance.ts'
import { branchTaskStates } from '../../src/domain/branch-task.ts'
import type { TaskLineFault } from '../../src/domain/branch-task-line.ts'
import { matchChoice } from '../../src/domain/choice-text.ts'
import { type ControlKind, controlKinds, readControl } from '../../src/domain/control-text.ts'
import { fold } from '../../src/domain/folded-words.ts'
import type { DueDateChoice, RemedyMoment } from '../../src/domain/due-date.ts'
import type { HolidayId } from '../../src/domain/holidays.ts'
import type { CourseRefusal } from '../../src/domain/meeting-course.ts'
import { closingPapers, meetingPapers } from '../../src/domain/meeting-papers.ts'
import type { PointsRefusal } from '../../src/domain/meeting-score.ts'
import { type MeetingRuleRefusal, parseMeetingRule } from '../../src/domain/meeting-rule.ts'
import { type PaperRefusal, paperVerbs } from '../../src/domain/paper-codes.ts'
import type { SheetState } from '../../src/domain/participation.ts'
import type { PeriodRefusal } from '../../src/domain/period.ts'
import type { PeriodSpan } from '../../src/domain/period-span.ts'
import type { PlatformName } from '../../src/messaging/platform.ts'
import type { Problem, ProblemCode } from '../../src/domain/problems.ts'
import type { Localised, PurposeId, Visibility } from '../../src/domain/questionnaire.ts'
import type { RemedyStatus } from '../../src/domain/remedy.ts'
import type { RestReason } from '../../src/domain/review-rotation.ts'
import { rights } from '../../src/domain/rights.ts'
import { unitParts } from '../../src/domain/unit.ts'
import { itemWords } from '../../src/conversation/screens/settings-desk.ts'
import type { MissingReason, NextStep } from '../../src/domain/summary.ts'
import { type TimelineAction, defaultMonth } from '../../src/domain/timeline-rules.ts'
import {
  type Language,
  type MessageKey,
  createTranslators,
  languages,
} from '../../src/i18n/translator.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import type { MemberStatus, Role } from '../../src/store/snapshot.ts'
import type { BudgetMark } from '../../src/usecases/screens/budget.ts'
import type { ReviewTurn } from '../../src/usecases/screens/review-turn.ts'
import type { TaskRule } from '../../src/usecases/screens/tasks-due.ts'
import { messageUses, textsIn } from '../support/message-uses.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const words = createTranslators(join(root, 'locales'))
const texts = { vi: textsIn(join(root, 'locales/vi')), en: textsIn(join(root, 'locales/en')) }
const vocabulary = createVocabulary(words)
const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))

/** The page of the try mode reads `playground.json` by itself. */
const spoken = [...texts.vi].filter(([key]) => !key.startsWith('playground.'))
const uses = messageUses([...new Set(spoken.map(([key]) => key.split('.')[0] ?? ''))])
const placeholder = /\{\{(\w+)\}\}/gu
const namesOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(placeholder)].map(([, name]) => name ?? ''))].sort()
const textOf = (language: Language, key: string): string => texts[language].get(key) ?? ''

/** Each no with details as the code gives them; a new code does not compile without its row. */
const problems: { readonly [C in ProblemCode]: Omit<Extract<Problem, { code: C }>, 'code'> } = {
  notUnderstood: { count: 3 },
  notUnderstoodText: {},
  chooseOne: { count: 3 },
  severalMatch: {},
  textTooLong: { limit: 2000, length: 2345 },
  classified: {},
  accusation: {},
  personalData: {},
  attachment: {},
  notADate: { typed: '15/13' },
  past: { typed: '1/1' },
  tooFar: { typed: '1/1/2090' },
  staleButton: {},
  olderQuestion: {},
  noRound: {},
  roundOver: {},
  exempt: {},
  storeNotAgreed: {},
  nothingToEdit: { total: 9 },
  cannotSkip: {},
  cannotKeep: {},
  wordsNeeded: {},
  otherQuestion: { number: 3 },
  quickCount: { count: 7, given: 6 },
  quickUnclear: { count: 7 },
  quickWhy: {},
  noReason: {},
  nothingToSubmit: {},
  unfinished: { left: 3 },
  wrongCode: { left: 4 },
  lockedOut: { minutes: 60 },
  codeUsed: {},
  botFull: { limit: 50 },
  otherBot: { bots: '– Trợ lý, trên Zalo' },
  notYourOffice: {},
  voiceClosed: {},
  remedyGone: {},
}

const all = <K extends string>(table: Readonly<Record<K, true>>): readonly string[] =>
  Object.keys(table)
const voiceKinds = ['named', 'anonymous', 'none']
const remedyVerbs = ['done', 'progress', 'move', 'drop']

/** What stands for the `*` of each key that is put together when it runs. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'commands.*.words': commandNames,
  'commands.*.label': commandNames,
  'commands.*.menu': commandNames,
  'commands.controls.*': controlKinds,
  'problems.*': Object.keys(problems),
  'bots.platforms.*': all<PlatformName>({
    telegram: true,
    'zalo-bot': true,
    'zalo-oa': true,
    playground: true,
  }),
  'sheet.seenBy.*': all<Visibility>({ self: true, aggregate: true, committee: true }),
  'sheet.choices.*': ['quick', 'single'],
  'sheet.due.choices.*': all<DueDateChoice['id']>({
    nextMeeting: true,
    endOfMonth: true,
    endOfQuarter: true,
  }),
  'sheet.promise.choices.*': remedyVerbs,
  'sheet.promise.also.*': remedyVerbs,
  'voice.also.*': voiceKinds,
  'sheet.promise.states.*': remedyVerbs,
  'sheet.gentle.*': ['yes', 'no'],
  'review.choices.*': ['submit', 'edit', 'pause'],
  'voice.choices.*': voiceKinds,
  'remedies.status.*': all<RemedyStatus>({
    open: true,
    inProgress: true,
    done: true,
    dropped: true,
    withdrawn: true,
    noMeasure: true,
  }),
  'holidays.*': all<HolidayId>({
    newYear: true,
    tet: true,
    hungKings: true,
    reunification: true,
    labour: true,
    national: true,
    culture: true,
  }),
  'schedule.*': ['regular', 'thematic'],
  'schedule.calendar.*': ['regular', 'thematic'],
  'meeting.actions.*': [...new Set(defaultMonth.map(({ action }): TimelineAction => action))],
  'meeting.change.*': ['date', 'time', 'place', 'kind', 'rule', 'agenda'],
  'meeting.rules.*': ['third', 'fifth', 'firstSaturday', 'byHand'],
  'meeting.refused.*': all<MeetingRuleRefusal>({
    notARule: true,
    noSuchDay: true,
    whichWeek: true,
  }),
  'own.language.*': languages,
  'reviewRotation.choices.*': ['swap', 'swapSecond', 'putOff', 'putOffSecond'],
  'reviewRotation.rests.*': all<Exclude<RestReason, 'exempt'>>({
    away: true,
    temporary: true,
    newlyMoved: true,
  }),
  'reviewRotation.turn.*': [
    'putOff',
    'inPlace',
    ...all<ReviewTurn['telling']>({ first: true, again: true, successor: true }),
  ],
  'own.looks.deeds.*': Object.keys(rights),
  'own.data.purposes.*': all<PurposeId>({ remind: true, store: true, remedies: true }),
  'delivery.*': ['arrived', 'resend'],
  'reminders.*': all<RemedyMoment['ruleId']>({
    remedySoon: true,
    remedyToday: true,
    remedyOverdue: true,
  }),
  'reminders.group.*': ['regular', 'thematic', 'windowOpening', 'windowClosing'],
  'reminders.secretary.*': ['minutes', 'minutesAgain', 'arrived', 'resend'],
  'reminders.tasks.*': all<TaskRule>({ taskSoon: true, taskToday: true, taskOverdue: true }),
  'reminders.undelivered.why.*': ['gone', 'quota', 'unreachable', 'rejected'],
  'summary.missing.*': all<MissingReason>({
    fewRespondents: true,
    notYetCheckpoint: true,
    roundOpen: true,
    noRound: true,
  }),
  'summary.steps.*': all<NextStep>({
    remindUnfinished: true,
    reviewOverdue: true,
    reachMark: true,
    readVoices: true,
    raiseTopic: true,
  }),
  'summary.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'report.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'report.span.*': all<PeriodSpan['kind']>({ month: true, quarter: true, year: true }),
  'plan.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'attendanceRegister.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'attendanceRegister.marks.*': attendanceStates,
  'tryMode.events.*': [...new Set(defaultMonth.map(({ action }) => action)), 'remedy', 'message'],
  'tryMode.roles.*': all<Role>({ secretary: true, deputy: true, committee: true, member: true }),
  'tryMode.status.*': all<Exclude<MemberStatus, 'official'>>({ probationary: true, exempt: true }),
  'budget.*': all<Exclude<BudgetMark, 'forecast'>>({ tight: true, repliesOnly: true, spent: true }),
  'absence.refused.*': all<LeaveRefusal>({
    notALeave: true,
    notADate: true,
    endsBeforeStart: true,
    tooLong: true,
    past: true,
    tooFar: true,
  }),
  'settings.rules.*': defaultMonth.map(({ id }) => id),
  'settings.units.*': unitParts,
  'settings.items.*': Object.keys(itemWords).concat('meeting'),
  'settings.names.*': [
    'quiet',
    'pack',
    'rotation',
    'voice',
    'deputy',
    'language',
    'speech',
    'elder',
  ],
  'settings.values.*': ['none', 'one', 'two'],
  'settings.*': ['yes', 'no'],
  'handover.*': ['yes', 'no'],
  'settings.refused.*': [
    'notARule',
    'notATime',
    'notQuiet',
    'wholeDay',
    'quietTooLong',
    'quietTooShort',
    'cannotBeOff',
    'cannotMove',
    'dayOutOfRange',
    'quietHours',
    'wrongOrder',
    'empty',
    'tooLong',
    'strangeLetters',
    'notASymbol',
    'notAToneMark',
  ],
  'handover.refused.*': ['self', 'exempt', 'probationary', 'notLinked'],
  'attendance.states.*': attendanceStates,
  'attendance.words.*': attendanceStates,
  'help.topics.*': helpTopics,
  'meetingCourse.refused.*': all<CourseRefusal>({
    notCurrent: true,
    ended: true,
    notBefore: true,
    notAfter: true,
    inTheFuture: true,
  }),
  'branchTasks.states.*': [...branchTaskStates, 'overdue'],
  'branchTasks.choices.*': ['done', 'putOff', 'drop', 'reopen'],
  'branchTasks.refused.*': all<TaskLineFault['code']>({
    shape: true,
    nobody: true,
    nothing: true,
    tooLong: true,
    whoTooLong: true,
    noSuchNumber: true,
    severalNames: true,
    notADate: true,
    past: true,
    tooFar: true,
  }),
  'meetingPapers.names.*': meetingPapers,
  'meetingPapers.choices.*': closingPapers,
  'meetingPapers.words.*': paperPhrases,
  'meetingScore.choices.*': ['suggested', 'given'],
  'meetingScore.refused.*': all<PeriodRefusal | PointsRefusal>({
    notAMonth: true,
    inTheFuture: true,
    notANumber: true,
    negative: true,
    fraction: true,
    tooMany: true,
  }),
  'paperDesk.states.*': ['invited', 'inProgress'],
  'paperDesk.choices.*': paperVerbs,
  'paperDesk.refused.*': all<PaperRefusal>({
    left: true,
    exempt: true,
    away: true,
    using: true,
    sent: true,
    nothingEntered: true,
  }),
  'participation.states.*': all<SheetState | 'away'>({
    away: true,
    done: true,
    onPaper: true,
    inProgress: true,
    notBegun: true,
  }),
}

/**
 * A pattern that stands for different things in different places says nothing of what each is
 * filled with.
 */
const isManifold = (key: string): boolean =>
  key.includes('*') &&
  new Set(uses.filter((use) => use.key === key).map(({ names }) => names?.join())).size > 1
const keysOf = (key: string): readonly string[] =>
  key.includes('*') ? (parts[key] ?? []).map((part) => key.replace('*', part)) : [key]

describe('the keys', () => {
  it('are the same in both languages, and are filled with the same names', () => {
    expect([...texts.en.keys()].sort()).toEqual([...texts.vi.keys()].sort())
    const unequal = [...texts.vi.keys()].filter(
      (key) => namesOf(textOf('vi', key)).join() !== namesOf(textOf('en', key)).join(),
    )
    expect(unequal).toEqual([])
  })

  it('that are put together have a table here, and every table is in use', () => {
    const patterns = new Set(uses.map(({ key }) => key).filter((key) => key.includes('*')))
    expect(Object.keys(parts).sort()).toEqual([...patterns].sort())
  })

  it('that the code can ask for all exist', () => {
    const asked = uses.filter(({ key, isAsked }) => isAsked || key.includes('*'))
    const wanted = asked.flatMap(({ key, at }) => keysOf(key).map((whole) => ({ whole, at })))
    expect(wanted.filter(({ whole }) => !texts.vi.has(whole))).toEqual([])
  })

  it('are each asked for somewhere', () => {
    const used = new Set(uses.flatMap(({ key }) => keysOf(key)))
    expect(spoken.map(([key]) => key).filter((key) => !used.has(key))).toEqual([])
  })

  it('are filled wherever they are asked for', () => {
    const filled = uses.flatMap(({ key, names, at }) =>
      names === null || isManifold(key) ? [] : keysOf(key).map((whole) => ({ whole, names, at })),
    )
    const lacking = ({ whole, names }: (typeof filled)[number]) =>
      namesOf(textOf('vi', whole)).some((name) => !names.includes(name))
    expect(filled.length).toBeGreaterThan(100)
    expect(filled.filter(lacking)).toEqual([])
  })

  it.each(Object.entries(problems))('of the no %s are filled with its details', (code, details) => {
    for (const language of languages) {
      const said = words[language](`problems.${code as ProblemCode}`, details)
      expect(
        namesOf(textOf(language, `problems.${code}`)).filter((name) => !(name in details)),
      ).toEqual([])
      for (const value of Object.values(details)) expect(said).toContain(String(value))
    }
  })
})

const emoji = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}]/u
const foreign =
  'the|and|you|your|please|meeting|round|sheet|summary|reminder|deadline|check|online|link|click|menu|app|user|email|ok'
const english = new RegExp(`(?<![\\p{L}\\p{N}])(?:${foreign})(?![\\p{L}\\p{N}])`, 'iu')
/** Where a sentence is at fault, as `language key`. */
const at = (isFault: (text: string) => boolean): readonly string[] =>
  languages.flatMap((language) =>
    [...texts[language]].filter(([, text]) => isFault(text)).map(([key]) => `${language} ${key}`),
  )
const vietnameseAt = (isFault: (text: string) => boolean): readonly string[] =>
  spoken.filter(([, text]) => isFault(text)).map(([key]) => key)

describe('the tone', () => {
  it('has no exclamation marks and no emoji, in either language', () => {
    expect(at((text) => /[!！]/u.test(text) || emoji.test(text))).toEqual([])
  })

  it('says “đồng chí”, never “bạn”, blames nobody and praises nobody', () => {
    const wrong =
      /(?<!\p{L})(?:bạn|vi phạm|khuyết điểm|chúc mừng|hoan hô|tuyệt vời|xuất sắc|giỏi)(?!\p{L})/iu
    expect(at((text) => wrong.test(text))).toEqual([])
  })

  it('is Vietnamese in Vietnamese', () => {
    expect(vietnameseAt((text) => english.test(text.replace(placeholder, '')))).toEqual([])
  })

  it('puts tone marks one way: ủy, hòa, xóa', () => {
    const otherWay = /(?<!q)u[ỷỳýỹỵ](?!\p{L})|o[àáảãạèéẻẽẹ](?!\p{L})/u
    expect(vietnameseAt((text) => otherWay.test(text))).toEqual([])
  })

  it('has no text that would crowd a message of 1,900 characters', () => {
    expect(at((text) => text.length > 420)).toEqual([])
    for (const t of [words.vi, words.en]) {
      // The longest help is the secretary's.
      const lines = [...officerCommandNames, ...memberCommandNames].map((name) =>
        t('help.line', { words: t(`commands.${name}.label`), what: t(`commands.${name}.menu`) }),
      )
      expect([t('help.intro'), ...lines, t('help.typing')].join('\n').length).toBeLessThan(1900)
    }
  })
})

/** The words of a command or control that do the same thing, whichever is heard first. */
const same: Readonly<Partial<Record<ControlKind, CommandName>>> = {
  resume: 'tieptuc',
  help: 'huongdan',
  pause: 'huy',
}
const forms = (key: MessageKey): readonly string[] =>
  languages.flatMap((language) => words[language](key).split('|'))
const quotedIn = (text: string, form: RegExp): readonly string[] =>
  [...text.matchAll(form)].map(([, quoted]) => quoted ?? '')

describe('what is typed', () => {
  it.each(commandNames)(
    '/%s is heard in every form, with and without accents and slash',
    (name) => {
      for (const form of forms(`commands.${name}.words`)) {
        for (const typed of [form, fold(form), form.toUpperCase(), `/${form}`]) {
          expect([typed, readCommand(typed, vocabulary)]).toMatchObject([
            typed,
            { name, argument: '' },
          ])
        }
      }
    },
  )

  it('means one thing', () => {
    const meanings = new Map<string, Set<string>>()
    const note = (form: string, meaning: string): void => {
      meanings.set(fold(form), new Set([...(meanings.get(fold(form)) ?? []), meaning]))
    }
    for (const name of commandNames)
      for (const form of [name, ...forms(`commands.${name}.words`)]) note(form, name)
    for (const name of controlKinds)
      for (const form of forms(`commands.controls.${name}`)) note(form, same[name] ?? name)
    expect([...meanings].filter(([form, { size }]) => form === '' || size > 1)).toEqual([])
  })

  it.each(commandNames)(
    '/%s has a label that is one of its own words, and a line for menus',
    (name) => {
      for (const language of languages) {
        const own = words[language](`commands.${name}.words`).split('|').map(fold)
        expect(own).toContain(fold(words[language](`commands.${name}.label`)))
        expect(words[language](`commands.${name}.menu`).length).toBeLessThanOrEqual(60)
      }
    },
  )

  it('is heard wherever a text says “type …”', () => {
    const notice = Object.values(questionnaires.consent.closing).flatMap(({ vi, en }) => [vi, en])
    const said = [...notice, ...languages.flatMap((language) => [...texts[language].values()])]
    const named = said.flatMap((text) =>
      quotedIn(text, /(?:gõ|types?|“dữ liệu của tôi”,|“my data”,|hoặc|or) “([^”]+)”/giu),
    )
    expect(named.length).toBeGreaterThan(40)
    const steering = languages.flatMap((language) =>
      quotedIn(textOf(language, 'help.typing'), /“([^”]+)”/gu),
    )
    const isHeard = (typed: string): boolean =>
      readControl(typed, vocabulary.controls) !== null ||
      readCommand(typed, vocabulary) !== null ||
      vocabulary.papers.has(fold(typed))
    expect([...named, ...steering].filter((typed) => !isHeard(typed))).toEqual([])
  })
})

const keys = (prefix: string, names: readonly string[]): readonly string[] =>
  names.map((name) => `${prefix}.${name}`)
/** The choices that stand on one screen. */
const screens: readonly (readonly string[])[] = [
  keys('linking', ['yes', 'no']),
  keys('consent', ['agree', 'notNow']),
  keys('own.confirm', ['yes', 'no']),
  keys('branchTasks.choices', ['yes', 'no']),
  keys('branchTasks.choices', ['done', 'putOff', 'drop']),
  keys('meetingPapers.choices', ['documents', 'documentsNot']),
  keys('meetingPapers.choices', ['minutes', 'resolution', 'posted', 'closing']),
  keys('sheet.choices', ['begin', 'later', 'paper']),
  keys('sheet.choices', ['resume', 'later', 'paper']),
  [...keys('sheet.promise.choices', remedyVerbs), 'sheet.choices.keep'],
  ['remedies.plan.choice', ...keys('sheet.promise.choices', ['done', 'progress', 'drop'])],
  ['sheet.measure.none', 'sheet.choices.keep'],
  ['sheet.choices.skip', 'sheet.choices.keep'],
  keys('sheet.due.choices', ['nextMeeting', 'endOfMonth', 'endOfQuarter']),
  keys('sheet.gentle', ['yes', 'no']),
  [...keys('voice.choices', voiceKinds), 'sheet.choices.keep'],
  ['voice.dropIt'],
  keys('review.choices', ['submit', 'edit', 'pause']),
  keys('meeting.rules', ['third', 'fifth', 'firstSaturday', 'byHand']),
  keys('meeting.change', ['date', 'time', 'place', 'kind', 'rule', 'agenda']),
  keys('agenda.choices', ['undo', 'standard', 'type']),
  keys('summary', ['who', 'readVoices']),
  keys('reviewRotation.choices', ['one', 'two']),
  keys('reviewRotation.choices', ['swap', 'putOff', 'two', 'off']),
  keys('reviewRotation.choices', ['swap', 'swapSecond', 'putOff', 'putOffSecond', 'one', 'off']),
  keys('meetingCourse.choices', ['begin', 'agenda']),
  keys('meetingCourse.choices', ['done', 'skip', 'back', 'steps', 'end']),
  keys('meetingCourse.choices', ['doneLast', 'back', 'steps']),
  keys('meetingCourse.choices', ['current', 'reopen']),
  keys('attendance.choices', ['roll', 'away', 'rest', 'next']),
  keys('attendance.states', attendanceStates),
  keys('reminders.secretary', ['arrived', 'resend']),
  ['reminders.remedies.open'],
]

/** What a label that is typed out means by itself, before it is looked for among the choices. */
const meant: Readonly<Record<string, ControlKind | CommandName>> = {
  'sheet.choices.begin': 'tusoi',
  'sheet.choices.resume': 'resume',
  'sheet.choices.later': 'pause',
  'sheet.choices.paper': 'paper',
  'sheet.choices.skip': 'skip',
  'sheet.choices.keep': 'keep',
  'sheet.choices.why': 'why',
  'review.choices.submit': 'submit',
  'review.choices.edit': 'edit',
  'review.choices.pause': 'pause',
  'summary.who': 'thamgia',
  'summary.readVoices': 'xemgopy',
  'participation.remind': 'nhacnho',
  'reminders.remedies.open': 'tusua',
}

function meaningOf(label: string): string | undefined {
  const command = readCommand(label, vocabulary)
  return (
    readControl(label, vocabulary.controls)?.kind ??
    (command?.argument === '' ? command.name : undefined)
  )
}

describe.each(languages)('the choices of one screen, in %s', (language) => {
  const say = (key: string): string => words[language](key as MessageKey, { date: '31/12' })
  const packs = [...questionnaires.packs.values()]
  const own = (labels: readonly { readonly label: Localised }[]): readonly string[] =>
    labels.map(({ label }) => label[language])
  const asking = packs.flatMap(
    ({ scale, manifestationScale, heads, manifestation, acknowledgement }) => [
      [...own(scale.levels), say('sheet.choices.why'), say('sheet.choices.keep')],
      [...own(manifestationScale.levels), say('sheet.choices.why'), say('sheet.choices.keep')],
      [...own(manifestation.causes), say('sheet.choices.keep')],
      ...heads.map(({ causes }) => [...own(causes), say('sheet.choices.keep')]),
      [acknowledgement.confirm[language], say('sheet.choices.skip'), say('sheet.choices.keep')],
    ],
  )

  it('are each found by what they say, without accents too', () => {
    for (const labels of [...screens.map((screen) => screen.map(say)), ...asking]) {
      for (const [index, label] of labels.entries()) {
        const choices = labels.map((text) => ({ label: text }))
        for (const typed of [label, fold(label)])
          expect([typed, matchChoice(typed, choices)]).toEqual([typed, { kind: 'one', index }])
      }
    }
  })

  it('are not taken for a word of command, but where they are meant to be', () => {
    for (const key of [...screens.flat(), 'participation.remind', 'sheet.choices.why']) {
      expect([key, meaningOf(say(key))]).toEqual([key, meant[key]])
    }
    const steering = ['skip', 'keep', 'why'].map((name) => say(`sheet.choices.${name}`))
    expect(
      asking.flat().filter((label) => !steering.includes(label) && meaningOf(label) !== undefined),
    ).toEqual([])
  })

  it('for the day of the meeting are rules', () => {
    const rules = keys('meeting.rules', ['third', 'fifth', 'firstSaturday', 'byHand']).map((key) =>
      parseMeetingRule(say(key)),
    )
    const firstSaturday = { kind: 'nthWeekday', nth: 1, weekday: 6 }
    const expected = [
      { kind: 'fixedDay', day: 3 },
      { kind: 'fixedDay', day: 5 },
      firstSaturday,
      { kind: 'byHand' },
    ]
    expect(rules).toEqual(expected.map((rule) => ({ ok: true, rule })))
    const examples = /: ([^.]+)\./u.exec(say('meeting.askRule'))?.[1]?.split(';') ?? []
    expect(examples.map((example) => parseMeetingRule(example).ok)).toEqual([true, true, true])
  })
})
