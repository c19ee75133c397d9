// What a setting would change, before it is agreed to.
import { localOf } from '../../domain/local-time.ts'
import { ruleOf, type SettingKey, type SettingValue, withSetting } from '../../domain/settings.ts'
import { type Moment as DueMoment, timelineOf } from '../../domain/timeline.ts'
import { defaultMonth, type RuleId, type TimelineOverrides } from '../../domain/timeline-rules.ts'
import { formatShortDate, formatTime } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { choice, message, type Moment } from '../turn.ts'
import { currentOf, type Desk, nameIn } from './settings-desk.ts'
import { settingName, valueText } from './settings-words.ts'

/**
 * What the two buttons under a preview say: not a number, which an old button would say of another
 * preview.
 */
export const agreeWords = { yes: 'dong y doi', no: 'giu nguyen' } as const

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
