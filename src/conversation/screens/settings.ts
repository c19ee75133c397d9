// `/caidat`: what can be set, and one setting at a time. Every list is numbered, and a number typed
// means what its button does.
import type { Outbound } from '../../messaging/outbound.ts'
import { choice, message, type Moment } from '../turn.ts'
import { settingName, valueText } from './settings-words.ts'
import {
  capital,
  currentOf,
  type Desk,
  type ItemId,
  itemWords,
  nameIn,
  say,
} from './settings-desk.ts'

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
