// The branch's calendar: which reminders come, and when.
import { parseRuleLine } from '../../../domain/settings-line.ts'
import { type SettingKey, type SettingValue, timelineFaults } from '../../../domain/settings.ts'
import { defaultMonth, type RuleId } from '../../../domain/timeline-rules.ts'
import { boundText } from '../../screens/settings-words.ts'
import { ruleScreen, rulesScreen, rulesShown } from '../../screens/setting-rules.ts'
import type { Desk } from '../../screens/settings-desk.ts'
import { answerWith, type Moment, prefaced, type Turn } from '../../turn.ts'
import { propose } from './change-setting.ts'
import { readNumber } from './read-setting.ts'
import { focusing } from './setting-focus.ts'

export function openRules(desk: Desk, text: string, moment: Moment): Turn {
  const { number, rest } = readNumber(text)
  const id = number === null ? undefined : rulesShown(desk.branch)[number - 1]
  if (id === undefined) {
    const turn = answerWith(rulesScreen(desk, moment), [focusing(desk.snapshot, 'rules')])
    return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unclear'))
  }
  if (rest !== '') return giveRule(desk, id, rest, moment)
  return answerWith(ruleScreen(desk, id, moment), [focusing(desk.snapshot, `rule.${id}`)])
}

export function giveRule(desk: Desk, id: RuleId, text: string, moment: Moment): Turn {
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
function faultText(
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
