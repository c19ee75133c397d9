// How a setting and its value are called in a sentence.
import { minutesOf } from '../../domain/local-time.ts'
import type { QuietHours } from '../../domain/quiet-hours.ts'
import {
  type RotationSetting,
  ruleOf,
  type SettingKey,
  type SettingValue,
  unitPartOf,
} from '../../domain/settings.ts'
import {
  defaultMonth,
  type RuleId,
  type RuleOverride,
  rulesOf,
  type TimelineRule,
} from '../../domain/timeline-rules.ts'
import { usualToneMark } from '../../domain/unit.ts'
import { formatTime } from '../../i18n/format.ts'
import type { Moment } from '../turn.ts'

/** “giờ yên lặng”; `name`: whose it is, where it is another member's. */
export function settingName(key: SettingKey, { t }: Moment, name: string | null = null): string {
  const [rule, part] = [ruleOf(key), unitPartOf(key)]
  if (rule !== null) return t(`settings.rules.${rule}`)
  if (part !== null) return t(`settings.units.${part}`)
  if (key === 'elder' && name !== null) return t('settings.names.elderOf', { name })
  return t(`settings.names.${key as 'quiet'}`)
}

/** The rule as it is, off or on, whatever else the branch has. */
function ruleWith(id: RuleId, override: RuleOverride | null): TimelineRule | undefined {
  return rulesOf(override === null ? {} : { [id]: override }).find((rule) => rule.id === id)
}

function whenText(rule: TimelineRule, { t }: Moment): string {
  const { when } = rule
  if (when.from === 'opening') return t('settings.values.atOpening')
  if (when.from === 'start') return t('settings.values.atStart', { hours: when.hours })
  const time = formatTime(when.at, t.language)
  if (when.days === 0) return t('settings.values.sameDay', { time })
  return t(when.days < 0 ? 'settings.values.before' : 'settings.values.after', {
    days: Math.abs(when.days),
    time,
  })
}

export function ruleText(id: RuleId, override: RuleOverride | null, moment: Moment): string {
  const rule = ruleWith(id, override)
  return rule === undefined ? moment.t('settings.values.off') : whenText(rule, moment)
}

/** The first or the last day a rule may have, with the hour it has by default. */
export function boundText(id: RuleId, days: number, moment: Moment): string {
  const rule = defaultMonth.find((each) => each.id === id)
  return rule?.when.from !== 'meeting'
    ? ''
    : whenText({ ...rule, when: { ...rule.when, days } }, moment)
}

function rotationText({ size, reviewFirst, reviewLast }: RotationSetting, { t }: Moment): string {
  if (reviewFirst?.on !== true && reviewLast?.on !== true) return t('settings.values.none')
  return t(size === 2 ? 'settings.values.two' : 'settings.values.one')
}

function quietText({ from, to }: QuietHours, { t }: Moment): string {
  if (minutesOf(from) === minutesOf(to)) return t('settings.values.none')
  return t('settings.values.quiet', {
    from: formatTime(from, t.language),
    to: formatTime(to, t.language),
  })
}

export function valueText(key: SettingKey, value: SettingValue, moment: Moment): string {
  const { t, library } = moment
  const [rule, part] = [ruleOf(key), unitPartOf(key)]
  if (rule !== null) return ruleText(rule, value as RuleOverride | null, moment)
  if (part === 'toneMark') return (value as string | null) ?? usualToneMark
  if (part === 'symbol') return (value as string | null) ?? 'CB'
  if (part !== null) return (value as string | null) ?? t('settings.values.byItself')
  switch (key) {
    case 'quiet':
      return quietText(value as QuietHours, moment)
    case 'pack':
      return library.packs.get(value as string)?.title[t.language] ?? (value as string)
    case 'rotation':
      return rotationText(value as RotationSetting, moment)
    case 'voice':
      return t(value === true ? 'settings.values.open' : 'settings.values.closed')
    case 'language':
    case 'speech':
      return t(value === 'en' ? 'settings.values.en' : 'settings.values.vi')
    default:
      return t(value === true ? 'settings.values.on' : 'settings.values.off')
  }
}
