// The branch's unit as its papers name it: its parts, and one of them.
import { toneMarks } from '../../domain/tone-marks.ts'
import { type UnitPart, unitParts } from '../../domain/unit.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { message, type Moment } from '../turn.ts'
import { capital, clearWords, currentOf, type Desk, itemWords, say } from './settings-desk.ts'
import { valueText } from './settings-words.ts'

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
