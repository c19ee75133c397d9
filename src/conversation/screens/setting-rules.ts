// The branch's calendar: its rules, and one of them.
import { defaultMonth, type RuleId, rulesOf } from '../../domain/timeline-rules.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { BranchView } from '../../store/snapshot.ts'
import { message, type Moment } from '../turn.ts'
import { capital, type Desk, itemWords, say } from './settings-desk.ts'
import { ruleText } from './settings-words.ts'

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
