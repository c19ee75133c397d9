// What is typed, in both languages: commands, controls, and the choices of one screen.
import { describe, expect, it } from 'vitest'
import { type CommandName, commandNames, readCommand } from '../../src/conversation/commands.ts'
import { attendanceStates } from '../../src/domain/attendance.ts'
import { matchChoice } from '../../src/domain/choice-text.ts'
import { type ControlKind, controlKinds, readControl } from '../../src/domain/control-text.ts'
import { fold } from '../../src/domain/folded-words.ts'
import { parseMeetingRule } from '../../src/domain/meeting-rule.ts'
import type { Localised } from '../../src/domain/questionnaire.ts'
import { type MessageKey, languages } from '../../src/i18n/translator.ts'

import { questionnaires, textOf, texts, vocabulary, words } from '../support/locale-texts.ts'
import { remedyVerbs, voiceKinds } from '../support/message-parts.ts'

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
