// `/caidat`: lists and values by number or by words. Nothing changes here: a value is previewed,
// then agreed to (change-setting.ts).
import { fold, matchChoice } from '../../../domain/choice-text.ts'
import {
  quietFault,
  rotationOf,
  ruleOf,
  type SettingKey,
  type SettingValue,
  timelineFaults,
  unitPartOf,
} from '../../../domain/settings.ts'
import { parseQuietLine, parseRuleLine } from '../../../domain/settings-line.ts'
import { defaultMonth, type RuleId } from '../../../domain/timeline.ts'
import { toneMarks } from '../../../domain/tone-marks.ts'
import { parseUnitPart, type UnitPart, unitParts } from '../../../domain/unit.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { SettingsPerson, SettingsSource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import {
  askScreen,
  clearWords,
  currentOf,
  type Desk,
  type ItemId,
  itemsOf,
  itemWords,
  peopleScreen,
  ruleScreen,
  rulesScreen,
  rulesShown,
  settingsScreen,
  unitScreen,
  unitsScreen,
} from '../../screens/settings.ts'
import { boundText } from '../../screens/settings-words.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { agree, propose, undo } from './change-setting.ts'
import * as handover from './handover.ts'

export function load(
  tables: Tables,
  { member, branch }: Snapshot,
  { now }: Moment,
): Promise<SettingsSource | null> {
  if (member === null || branch === null) return Promise.resolve(null)
  const isWhole = member.role === 'secretary' && member.status !== 'exempt'
  return tables.settings(branch.id, member.id, isWhole, now)
}

function deskOf(snapshot: Snapshot, source: SettingsSource | null): Desk | null {
  const { member, branch } = snapshot
  if (member === null || branch === null || source === null) return null
  return {
    snapshot,
    branch,
    memberId: member.id,
    isSecretary: member.role === 'secretary' && member.status !== 'exempt',
    source,
  }
}

const successorWords: Readonly<Record<string, boolean>> = {
  nhan: true,
  'nhan viec': true,
  'khong nhan': false,
  'tu choi': false,
}
const ownItems: readonly ItemId[] = ['speech', 'elder', 'undo']

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'settings' | 'answerSetting'>,
  source: SettingsSource | null,
  moment: Moment,
): Turn {
  return intent.kind === 'settings'
    ? open(snapshot, intent, source, moment)
    : answer(snapshot, intent, source, moment)
}

/** `/caidat`, and `/caidat WORDS [NUMBER [VALUE]]` for one of its lists. */
function open(
  snapshot: Snapshot,
  { argument }: IntentOf<'settings'>,
  source: SettingsSource | null,
  moment: Moment,
): Turn {
  const desk = deskOf(snapshot, source)
  if (desk === null) return silence
  const takes = successorWords[fold(argument)]
  if (takes !== undefined) return handover.respond(desk, takes, moment)
  const { item, rest } = readItem(desk, argument, moment)
  if (item === null) {
    const turn = answerWith(settingsScreen(desk, moment), leaving(snapshot))
    return argument.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unclear'))
  }
  if (!ownItems.includes(item)) {
    const allowed = office(snapshot, item === 'handover' ? 'handOver' : 'changeSettings', moment)
    if (!allowed.isAllowed) return allowed.turn
  }
  return openItem(desk, item, rest, moment)
}

/** The longest run of words that names an item, or its number in the list; and what follows. */
function readItem(
  desk: Desk,
  argument: string,
  moment: Moment,
): { readonly item: ItemId | null; readonly rest: string } {
  const words = argument.trim().split(/\s+/u)
  for (let length = Math.min(words.length, 5); length > 0; length -= 1) {
    const head = fold(words.slice(0, length).join(' '))
    const named = (Object.entries(itemWords) as [ItemId, string][]).find(
      ([, each]) => each === head,
    )?.[0]
    if (named !== undefined) return { item: named, rest: words.slice(length).join(' ') }
  }
  const listed = /^\d{1,2}$/u.test(words[0] ?? '')
    ? itemsOf(desk, moment)[Number(words[0]) - 1]
    : undefined
  return { item: listed ?? null, rest: words.slice(1).join(' ') }
}

/**
 * Out of a setting, where one was asked; whatever else is being asked waits, and is said to wait
 * (converse.ts).
 */
function leaving(snapshot: Snapshot): Turn['changes'] {
  const { at } = snapshot.account.conversation.focus
  return at === 'setting' || at === 'confirmSetting' || at === 'confirmHandover'
    ? [focusing(snapshot, null)]
    : []
}

export function focusing({ account }: Snapshot, of: string | null): Turn['changes'][number] {
  const focus = of === null ? ({ at: 'nothing' } as const) : ({ at: 'setting', of } as const)
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}

/** The first number of what was typed, and what stands behind it. */
function readNumber(text: string): { readonly number: number | null; readonly rest: string } {
  const [, digits, rest = ''] = /^\s*(\d{1,3})[.)]?(?:\s+(.*))?$/su.exec(text) ?? []
  return digits === undefined ? { number: null, rest: text } : { number: Number(digits), rest }
}

function openItem(desk: Desk, item: ItemId, rest: string, moment: Moment): Turn {
  const { branch, snapshot, memberId } = desk
  const toggled = (key: SettingKey, of: string | null): Turn => {
    return propose(desk, { key, memberId: of, value: currentOf(desk, key, of) !== true }, moment)
  }
  switch (item) {
    case 'rules':
      return openRules(desk, rest, moment)
    case 'quiet':
      return rest === ''
        ? answerWith(askScreen(desk, 'quiet', moment), [focusing(snapshot, 'quiet')])
        : giveQuiet(desk, rest, moment)
    case 'pack':
      return givePack(desk, rest, moment)
    case 'rotation':
      return giveRotation(desk, rest, moment)
    case 'voice':
    case 'deputy':
      return toggled(item, null)
    case 'language':
      return propose(
        desk,
        { key: item, memberId: null, value: branch.language === 'vi' ? 'en' : 'vi' },
        moment,
      )
    case 'unit':
      return openUnit(desk, rest, moment)
    case 'elderOf':
      return giveElder(desk, rest, moment)
    case 'handover':
      return handover.open(desk, rest, moment)
    case 'speech':
      return propose(
        desk,
        { key: item, memberId, value: currentOf(desk, item, memberId) === 'en' ? 'vi' : 'en' },
        moment,
      )
    case 'elder':
      return toggled(item, memberId)
    case 'undo':
      return undo(desk, moment)
    case 'meeting':
      return answerWith(message([moment.t('settings.meetingFirst')]))
  }
}

function openRules(desk: Desk, text: string, moment: Moment): Turn {
  const { number, rest } = readNumber(text)
  const id = number === null ? undefined : rulesShown(desk.branch)[number - 1]
  if (id === undefined) {
    const turn = answerWith(rulesScreen(desk, moment), [focusing(desk.snapshot, 'rules')])
    return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unclear'))
  }
  if (rest !== '') return giveRule(desk, id, rest, moment)
  return answerWith(ruleScreen(desk, id, moment), [focusing(desk.snapshot, `rule.${id}`)])
}

function giveRule(desk: Desk, id: RuleId, text: string, moment: Moment): Turn {
  const typed = parseRuleLine(text, desk.branch.timeline[id] ?? null)
  const ask = (line: string): Turn =>
    prefaced(
      answerWith(ruleScreen(desk, id, moment), [focusing(desk.snapshot, `rule.${id}`)]),
      line,
    )
  if (!typed.ok) return ask(moment.t(`settings.refused.${typed.reason}`))
  const fault = faultText(desk, `rule.${id}`, typed.change, moment)
  return fault === null
    ? propose(desk, { key: `rule.${id}`, memberId: null, value: typed.change }, moment)
    : ask(fault)
}

/** The first thing wrong with the month if it had this; null: nothing. */
export function faultText(
  { branch }: Desk,
  key: SettingKey,
  value: SettingValue,
  moment: Moment,
): string | null {
  const { t } = moment
  const fault = timelineFaults(branch, key, value)[0]
  if (fault === undefined) return null
  const between = defaultMonth.find(({ id }) => id === fault.ruleId)?.between ?? [0, 0]
  const [from, to] = between.map((days) => boundText(fault.ruleId, days, moment))
  return t(`settings.refused.${fault.fault}`, {
    what: t(`settings.rules.${fault.ruleId}`),
    from: from ?? '',
    to: to ?? '',
  })
}

function giveQuiet(desk: Desk, text: string, moment: Moment): Turn {
  const typed = parseQuietLine(text)
  const reason = typed.ok ? quietFault(typed.quiet) : typed.reason
  if (!typed.ok || reason !== null) {
    const line = moment.t(`settings.refused.${reason ?? 'notQuiet'}`)
    return prefaced(
      answerWith(askScreen(desk, 'quiet', moment), [focusing(desk.snapshot, 'quiet')]),
      line,
    )
  }
  return propose(desk, { key: 'quiet', memberId: null, value: typed.quiet }, moment)
}

function givePack(desk: Desk, text: string, moment: Moment): Turn {
  const packs = [...moment.library.packs.values()]
  const match = matchChoice(
    text,
    packs.map(({ title }) => ({ label: title[moment.t.language] })),
  )
  const pack =
    match.kind === 'one' ? packs[match.index] : packs.find(({ id }) => id === text.trim())
  if (pack !== undefined)
    return propose(desk, { key: 'pack', memberId: null, value: pack.id }, moment)
  const turn = answerWith(askScreen(desk, 'pack', moment), [focusing(desk.snapshot, 'pack')])
  return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unknownPack'))
}

function giveRotation(desk: Desk, text: string, moment: Moment): Turn {
  const sizes = ['none', 'one', 'two'] as const
  const match = matchChoice(
    text,
    sizes.map((size) => ({ label: moment.t(`settings.values.${size}`) })),
  )
  if (match.kind === 'one') {
    const value = rotationOf(desk.branch, match.index === 0 ? 0 : match.index === 1 ? 1 : 2)
    return propose(desk, { key: 'rotation', memberId: null, value }, moment)
  }
  const turn = answerWith(askScreen(desk, 'rotation', moment), [
    focusing(desk.snapshot, 'rotation'),
  ])
  return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unclear'))
}

function openUnit(desk: Desk, text: string, moment: Moment): Turn {
  const { number, rest } = readNumber(text)
  const part = number === null ? undefined : unitParts[number - 1]
  if (part === undefined) {
    const turn = answerWith(unitsScreen(desk, moment), [focusing(desk.snapshot, 'unit')])
    return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unclear'))
  }
  if (rest !== '') return giveUnit(desk, part, rest, moment)
  return answerWith(unitScreen(desk, part, moment), [focusing(desk.snapshot, `unit.${part}`)])
}

function giveUnit(desk: Desk, part: UnitPart, text: string, moment: Moment): Turn {
  const key = `unit.${part}` as const
  if (part !== 'toneMark' && fold(text) === clearWords)
    return propose(desk, { key, memberId: null, value: null }, moment)
  const chosen = part === 'toneMark' ? toneMarks[Number(text.trim()) - 1] : undefined
  const typed = parseUnitPart(part, chosen ?? text)
  if (typed.ok) return propose(desk, { key, memberId: null, value: typed.value }, moment)
  return prefaced(
    answerWith(unitScreen(desk, part, moment), [focusing(desk.snapshot, key)]),
    moment.t(`settings.refused.${typed.reason}`),
  )
}

/** By number of the list or by name. */
export function personTyped(
  people: readonly SettingsPerson[],
  text: string,
): SettingsPerson | undefined {
  const { number } = readNumber(text)
  if (number !== null) return people[number - 1]
  const named = people.filter(({ name }) => fold(name) === fold(text))
  return named.length === 1 ? named[0] : undefined
}

function giveElder(desk: Desk, text: string, moment: Moment): Turn {
  const person = personTyped(desk.source.people, text)
  if (person !== undefined)
    return propose(
      desk,
      { key: 'elder', memberId: person.memberId, value: !person.isElder },
      moment,
    )
  const turn = answerWith(peopleScreen(desk, moment), [focusing(desk.snapshot, 'elderOf')])
  return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.noSuchPerson'))
}

/** Whatever is typed while a list or a value is asked for, or a preview waits. */
function answer(
  snapshot: Snapshot,
  { raw }: IntentOf<'answerSetting'>,
  source: SettingsSource | null,
  moment: Moment,
): Turn {
  const desk = deskOf(snapshot, source)
  if (desk === null) return silence
  const { focus } = snapshot.account.conversation
  const text = raw.kind === 'typed' ? raw.text : raw.choice
  if (focus.at === 'confirmSetting') return agree(desk, focus, text, moment)
  if (focus.at !== 'setting' && focus.at !== 'confirmHandover')
    return answerWith(settingsScreen(desk, moment), [focusing(snapshot, null)])
  const allowed = office(
    snapshot,
    focus.at === 'confirmHandover' || focus.of === 'handover' ? 'handOver' : 'changeSettings',
    moment,
  )
  if (!allowed.isAllowed)
    return { ...allowed.turn, changes: [...allowed.turn.changes, focusing(snapshot, null)] }
  if (focus.at === 'confirmHandover') return handover.agree(desk, focus.memberId, text, moment)
  const [rule, part] = [ruleOf(focus.of as SettingKey), unitPartOf(focus.of as SettingKey)]
  if (rule !== null) return giveRule(desk, rule, text, moment)
  if (part !== null) return giveUnit(desk, part, text, moment)
  const item = (Object.keys(itemWords) as ItemId[]).find((each) => each === focus.of)
  return item === undefined
    ? answerWith(settingsScreen(desk, moment), [focusing(snapshot, null)])
    : openItem(desk, item, text, moment)
}
