// What is wrong with a branch's own timeline.
import { minutesOf } from './local-time.ts'
import { isQuiet, nightRest } from './quiet-hours.ts'
import {
  defaultMonth,
  type RuleId,
  type RuleOverride,
  rulesOf,
  type TimelineOverrides,
  type TimelineRule,
} from './timeline-rules.ts'

export interface OverrideFault {
  readonly ruleId: RuleId
  readonly fault: 'cannotBeOff' | 'cannotMove' | 'dayOutOfRange' | 'quietHours' | 'wrongOrder'
}

/** Must be earlier than: the pairs a branch's own days and times have to keep. */
const order: readonly (readonly [RuleId, RuleId])[] = [
  ['open', 'remindFirst'],
  ['remindFirst', 'remindLast'],
  ['remindLast', 'close'],
  ['open', 'windowClosing'],
  ['windowClosing', 'close'],
  ['announceFirst', 'announceLast'],
  ['remediationFirst', 'remediationLast'],
  ['reviewFirst', 'reviewLast'],
  ['askMinutes', 'askMinutesLast'],
]

/**
 * Everything wrong with a branch's own timeline, all at once; empty when `timelineOf` may use it.
 */
export function overrideFaults(overrides: TimelineOverrides): readonly OverrideFault[] {
  const faults = defaultMonth.flatMap((rule) => faultsOf(rule, overrides[rule.id]))
  const minutes = new Map<RuleId, number>()
  for (const { id, when } of rulesOf(overrides))
    if (when.from === 'meeting') minutes.set(id, when.days * 1440 + minutesOf(when.at))
  const disordered = order.filter(([first, then]) => {
    const [early, late] = [minutes.get(first), minutes.get(then)]
    return early !== undefined && late !== undefined && early >= late
  })
  return [...faults, ...disordered.map(([, ruleId]) => ({ ruleId, fault: 'wrongOrder' as const }))]
}

function faultsOf(
  { id, always, between }: TimelineRule,
  override: RuleOverride | undefined,
): readonly OverrideFault[] {
  const { on, days, at } = override ?? {}
  const faults: (OverrideFault['fault'] | false)[] = [
    on === false && always === true && 'cannotBeOff',
  ]
  if (between === undefined) faults.push((days !== undefined || at !== undefined) && 'cannotMove')
  else if (days !== undefined)
    faults.push(
      !(Number.isInteger(days) && days >= between[0] && days <= between[1]) && 'dayOutOfRange',
    )
  if (at !== undefined) faults.push(isQuiet(at, nightRest) && 'quietHours')
  return faults.filter((fault) => fault !== false).map((fault) => ({ ruleId: id, fault }))
}
