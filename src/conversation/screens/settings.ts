// `/caidat`: what can be set, and one setting at a time. Every list is numbered, and a number typed
// means what its button does.
import { localOf } from '../../domain/local-time.ts'
import {
  ruleOf,
  type SettingKey,
  settingOf,
  type SettingValue,
  withSetting,
} from '../../domain/settings.ts'
import {
  defaultMonth,
  type Moment as DueMoment,
  type RuleId,
  rulesOf,
  timelineOf,
  type TimelineOverrides,
} from '../../domain/timeline.ts'
import { toneMarks } from '../../domain/tone-marks.ts'
import { type UnitPart, unitParts } from '../../domain/unit.ts'
import { formatShortDate, formatTime } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { BranchView, Snapshot } from '../../store/snapshot.ts'
import type { SettingsPerson, SettingsSource } from '../../store/tables.ts'
import { choice, message, type Moment } from '../turn.ts'
import { ruleText, settingName, valueText } from './settings-words.ts'

export type ItemId =
  | 'meeting'
  | 'rules'
  | 'quiet'
  | 'pack'
  | 'rotation'
  | 'voice'
  | 'deputy'
  | 'language'
  | 'unit'
  | 'elderOf'
  | 'handover'
  | 'speech'
  | 'elder'
  | 'undo'

/** What is typed behind the command for each, without accents as it is compared. */
export const itemWords: Readonly<Record<Exclude<ItemId, 'meeting'>, string>> = {
  rules: 'lich nhac',
  quiet: 'yen lang',
  pack: 'bo cau hoi',
  rotation: 'xoay vong',
  voice: 'gop y',
  deputy: 'pho bi thu',
  language: 'ngon ngu nhom',
  unit: 'don vi',
  elderOf: 'cao tuoi dong chi',
  handover: 'ban giao',
  speech: 'ngon ngu',
  elder: 'cao tuoi',
  undo: 'hoan tac',
}

/** For a unit's part: worked out again, or written by hand. */
export const clearWords = 'de trong'
/**
 * What the two buttons under a preview say: not a number, which an old button would say of another
 * preview.
 */
export const agreeWords = { yes: 'dong y doi', no: 'giu nguyen' } as const

function say(label: string, words: string): Choice {
  return choice(label, { kind: 'say', text: `/caidat ${words}` })
}

export interface Desk {
  readonly snapshot: Snapshot
  readonly branch: BranchView
  readonly memberId: string
  readonly isSecretary: boolean
  readonly source: SettingsSource
}

export function personOf({ source }: Desk, memberId: string | null): SettingsPerson | undefined {
  return source.people.find((person) => person.memberId === memberId)
}

/** Whose name goes with a setting: another member's. */
export function nameIn(desk: Desk, memberId: string | null): string | null {
  return memberId === desk.memberId ? null : (personOf(desk, memberId)?.name ?? null)
}

/** What stands under a key now, the branch's or a member's; null for a member who is gone. */
export function currentOf(desk: Desk, key: SettingKey, memberId: string | null): SettingValue {
  if (key !== 'elder' && key !== 'speech') return settingOf(desk.branch, key)
  const person = personOf(desk, memberId)
  return person === undefined ? null : key === 'elder' ? person.isElder : person.language
}

export function itemsOf({ isSecretary, source }: Desk, { library }: Moment): readonly ItemId[] {
  const own: readonly ItemId[] = [
    'speech',
    'elder',
    ...(source.last === null ? [] : ['undo' as const]),
  ]
  if (!isSecretary) return own
  const pack: readonly ItemId[] = library.packs.size > 1 ? ['pack'] : []
  return [
    'meeting',
    'rules',
    'quiet',
    ...pack,
    'rotation',
    'voice',
    'deputy',
    'language',
    'unit',
    'elderOf',
    'handover',
    ...own,
  ]
}

function itemLabel(desk: Desk, item: ItemId, moment: Moment): string {
  const { t } = moment
  const { last } = desk.source
  if (item === 'undo') {
    const what = last === null ? '' : settingName(last.key, moment, nameIn(desk, last.memberId))
    return t('settings.items.undo', { what })
  }
  if (item === 'meeting' || item === 'rules') return t(`settings.items.${item}`)
  if (item === 'unit' || item === 'elderOf' || item === 'handover')
    return t(`settings.items.${item}`)
  return t(`settings.items.${item}`, {
    value: valueText(item, currentOf(desk, item, desk.memberId), moment),
  })
}

export function settingsScreen(desk: Desk, moment: Moment): Outbound {
  const { t } = moment
  const title = desk.isSecretary
    ? t('settings.title', { branch: desk.branch.name })
    : t('settings.own')
  const choices = itemsOf(desk, moment).map((item) => {
    const label = itemLabel(desk, item, moment)
    return item === 'meeting'
      ? choice(label, { kind: 'say', text: '/hop' })
      : say(label, itemWords[item])
  })
  return message([title], choices)
}

/** The rules a branch has: those of the rotation only where it has one. */
export function rulesShown({ timeline }: BranchView): readonly RuleId[] {
  const on = new Set(rulesOf(timeline).map(({ id }) => id))
  return defaultMonth
    .filter(({ id, byChoice }) => byChoice !== true || on.has(id))
    .map(({ id }) => id)
}

export function rulesScreen({ branch }: Desk, moment: Moment): Outbound {
  const choices = rulesShown(branch).map((id, index) => {
    const value = ruleText(id, branch.timeline[id] ?? null, moment)
    return say(
      moment.t('settings.ruleLine', { what: moment.t(`settings.rules.${id}`), value }),
      `${itemWords.rules} ${String(index + 1)}`,
    )
  })
  return message([moment.t('settings.askRules')], choices)
}

export function ruleScreen({ branch }: Desk, id: RuleId, moment: Moment): Outbound {
  const { t } = moment
  const rule = defaultMonth.find((each) => each.id === id)
  const override = branch.timeline[id] ?? null
  const isOn = rulesOf(branch.timeline).some((each) => each.id === id)
  const words = `${itemWords.rules} ${String(rulesShown(branch).indexOf(id) + 1)}`
  const turn =
    rule?.always === true
      ? []
      : [
          isOn
            ? say(t('settings.turnOff'), `${words} tat`)
            : say(t('settings.turnOn'), `${words} bat`),
        ]
  const usual = override === null ? [] : [say(t('settings.usual'), `${words} mac dinh`)]
  const how = rule?.between === undefined ? t('settings.fixedRule') : t('settings.howRule')
  const said = t('settings.askRule', {
    what: capital(t(`settings.rules.${id}`)),
    value: ruleText(id, override, moment),
  })
  return message([said, how], [...turn, ...usual])
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)
}

export function askScreen(
  desk: Desk,
  key: 'quiet' | 'pack' | 'rotation',
  moment: Moment,
): Outbound {
  const { t, library } = moment
  const value = valueText(key, currentOf(desk, key, null), moment)
  if (key === 'quiet') return message([t('settings.askQuiet', { value })])
  if (key === 'pack') {
    const packs = [...library.packs.values()].map(({ title }, index) =>
      say(title[t.language], `${itemWords.pack} ${String(index + 1)}`),
    )
    return message([t('settings.askPack', { value })], packs)
  }
  const sizes = (['none', 'one', 'two'] as const).map((size, index) => {
    return say(capital(t(`settings.values.${size}`)), `${itemWords.rotation} ${String(index + 1)}`)
  })
  return message([t('settings.askRotation', { value })], sizes)
}

export function unitsScreen(desk: Desk, moment: Moment): Outbound {
  const choices = unitParts.map((part, index) => {
    const value = valueText(`unit.${part}`, currentOf(desk, `unit.${part}`, null), moment)
    return say(
      moment.t('settings.ruleLine', { what: moment.t(`settings.units.${part}`), value }),
      `${itemWords.unit} ${String(index + 1)}`,
    )
  })
  return message([moment.t('settings.askUnit')], choices)
}

export function unitScreen(desk: Desk, part: UnitPart, moment: Moment): Outbound {
  const { t } = moment
  const value = valueText(`unit.${part}`, currentOf(desk, `unit.${part}`, null), moment)
  const words = `${itemWords.unit} ${String(unitParts.indexOf(part) + 1)}`
  const marks = toneMarks.map((mark, index) => say(mark, `${words} ${String(index + 1)}`))
  if (part === 'toneMark') return message([t('settings.askToneMark')], marks)
  if (part === 'symbol') return message([t('settings.askSymbol', { value })])
  const clear =
    desk.branch.unit[part] === undefined
      ? []
      : [say(t('settings.clearUnit'), `${words} ${clearWords}`)]
  return message(
    [t('settings.askUnitPart', { what: capital(t(`settings.units.${part}`)), value })],
    clear,
  )
}

export function peopleScreen({ source }: Desk, moment: Moment): Outbound {
  const choices = source.people.map(({ name, isElder }, index) => {
    const label = moment.t('settings.elderLine', {
      name,
      value: valueText('elder', isElder, moment),
    })
    return say(label, `${itemWords.elderOf} ${String(index + 1)}`)
  })
  return message([moment.t('settings.askElder')], choices)
}

function momentText(at: Date, zone: string, { t }: Moment): string {
  const { date, time } = localOf(at, zone)
  return t('settings.moment', { time: formatTime(time, t.language), date: formatShortDate(date) })
}

/**
 * “Kỳ tới: mở …; đóng …; họp …”, and a line for each thing that comes at another time, or no more.
 */
function monthLines(
  { snapshot: { meeting }, branch }: Desk,
  after: TimelineOverrides,
  moment: Moment,
): string | null {
  if (meeting === null) return null
  const { t, now } = moment
  const [old, fresh] = [
    timelineOf(meeting, branch.timeline, branch.zone),
    timelineOf(meeting, after, branch.zone),
  ]
  const find = (all: readonly DueMoment[], id: RuleId): DueMoment | undefined =>
    all.find(({ ruleId }) => ruleId === id)
  const lines = defaultMonth.flatMap(({ id }) => {
    const [was, is] = [find(old.moments, id), find(fresh.moments, id)]
    if (was?.dueAt.getTime() === is?.dueAt.getTime()) return []
    const what = t(`settings.rules.${id}`)
    if (is === undefined) return [t('settings.dropped', { what })]
    if (is.usefulUntil <= now) return [t('settings.alreadyPast', { what })]
    return [t('settings.moved', { what, when: momentText(is.dueAt, branch.zone, moment) })]
  })
  const start = t('settings.moment', {
    time: formatTime(meeting.startsAt, t.language),
    date: formatShortDate(meeting.date),
  })
  const month =
    fresh.round === null
      ? []
      : [
          t('settings.nextMonth', {
            open: momentText(fresh.round.opensAt, branch.zone, moment),
            close: momentText(fresh.round.closesAt, branch.zone, moment),
            meeting: start,
          }),
        ]
  return [...month, ...lines].join('\n')
}

function effectText(
  desk: Desk,
  key: SettingKey,
  after: SettingValue,
  moment: Moment,
): string | null {
  const { t } = moment
  if (ruleOf(key) !== null || key === 'rotation')
    return monthLines(desk, withSetting(desk.branch, key, after).timeline, moment)
  if (key === 'pack' || key === 'voice') return t('settings.effects.nextRound')
  if (key === 'elder')
    return t(after === true ? 'settings.effects.elderOn' : 'settings.effects.elderOff')
  if (key.startsWith('unit.')) return t('settings.effects.papers')
  if (key !== 'quiet') return t('settings.effects.now')
  return t('settings.effects.quiet', {
    time: formatTime(withSetting(desk.branch, key, after).quiet.to, t.language),
  })
}

export interface Draft {
  readonly key: SettingKey
  readonly memberId: string | null
  readonly value: SettingValue
}

/** What would change, from what to what, and what comes of it. */
export function previewScreen(
  desk: Desk,
  { key, memberId, value }: Draft,
  moment: Moment,
): Outbound {
  const { t } = moment
  const before = valueText(key, currentOf(desk, key, memberId), moment)
  const what = settingName(key, moment, nameIn(desk, memberId))
  const said = t('settings.preview', { what, before, after: valueText(key, value, moment) })
  const choices = (['yes', 'no'] as const).map((verdict) =>
    choice(t(`settings.${verdict}`), { kind: 'say', text: agreeWords[verdict] }),
  )
  return message([said, effectText(desk, key, value, moment), t('settings.agree')], choices)
}
