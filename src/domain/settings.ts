// What can be set in `/caidat`: each setting by its key, read from a branch and put into it. A
// value is what is kept of a change.
import type { QuietHours } from './quiet-hours.ts'
import { minutesOf } from './local-time.ts'
import { type OverrideFault, overrideFaults } from './timeline-faults.ts'
import {
  defaultMonth,
  type RuleId,
  type RuleOverride,
  type TimelineOverrides,
} from './timeline-rules.ts'
import { type Unit, type UnitPart, unitParts } from './unit.ts'

export interface BranchSettings {
  readonly timeline: TimelineOverrides
  readonly quiet: QuietHours
  readonly pack: string
  readonly reviewees: 1 | 2
  readonly isVoiceOpen: boolean
  readonly isDeputyTold: boolean
  readonly language: 'vi' | 'en'
  readonly unit: Unit
}

/** Whether there is a rotation stands in the two rules that tell of it, so they belong to it. */
export interface RotationSetting {
  readonly size: 1 | 2
  readonly reviewFirst: RuleOverride | null
  readonly reviewLast: RuleOverride | null
}

/** `elder` and `speech` are a member's, all others a branch's. */
export type SettingKey =
  | `rule.${RuleId}`
  | `unit.${UnitPart}`
  | 'quiet'
  | 'pack'
  | 'rotation'
  | 'voice'
  | 'deputy'
  | 'language'
  | 'elder'
  | 'speech'

export type SettingValue = RuleOverride | RotationSetting | QuietHours | string | boolean | null

const plainKeys: readonly string[] = [
  'quiet',
  'pack',
  'rotation',
  'voice',
  'deputy',
  'language',
  'elder',
  'speech',
] satisfies SettingKey[]

export function ruleOf(key: SettingKey): RuleId | null {
  return defaultMonth.find(({ id }) => key === `rule.${id}`)?.id ?? null
}

export function unitPartOf(key: SettingKey): UnitPart | null {
  return unitParts.find((part) => key === `unit.${part}`) ?? null
}

/** Of what an older or a newer program stored, too. */
export function isSettingKey(text: string): text is SettingKey {
  return (
    plainKeys.includes(text) ||
    ruleOf(text as SettingKey) !== null ||
    unitPartOf(text as SettingKey) !== null
  )
}

/** What a branch has under a key; null for a member's keys and for what it never said. */
export function settingOf(branch: BranchSettings, key: SettingKey): SettingValue {
  const [rule, part] = [ruleOf(key), unitPartOf(key)]
  if (rule !== null) return branch.timeline[rule] ?? null
  if (part !== null) return branch.unit[part] ?? null
  switch (key) {
    case 'quiet':
      return branch.quiet
    case 'pack':
      return branch.pack
    case 'rotation': {
      const { reviewFirst = null, reviewLast = null } = branch.timeline
      return { size: branch.reviewees, reviewFirst, reviewLast }
    }
    case 'voice':
      return branch.isVoiceOpen
    case 'deputy':
      return branch.isDeputyTold
    case 'language':
      return branch.language
    default:
      return null
  }
}

function put<K extends string, V>(
  record: Readonly<Partial<Record<K, V>>>,
  key: K,
  value: V | null,
): Readonly<Partial<Record<K, V>>> {
  const rest = Object.fromEntries(
    Object.entries(record).filter(([name]) => name !== key),
  ) as Partial<Record<K, V>>
  return value === null ? rest : { ...rest, [key]: value }
}

/** The branch with a value of this key; a member's key changes nothing of it. */
export function withSetting<B extends BranchSettings>(
  branch: B,
  key: SettingKey,
  value: SettingValue,
): B {
  const [rule, part] = [ruleOf(key), unitPartOf(key)]
  if (rule !== null)
    return { ...branch, timeline: put(branch.timeline, rule, value as RuleOverride | null) }
  if (part !== null) return { ...branch, unit: put(branch.unit, part, value as string | null) }
  switch (key) {
    case 'quiet':
      return { ...branch, quiet: value }
    case 'pack':
      return { ...branch, pack: value }
    case 'rotation': {
      const { size, reviewFirst, reviewLast } = value as RotationSetting
      const first = put<RuleId, RuleOverride>(branch.timeline, 'reviewFirst', reviewFirst)
      return {
        ...branch,
        reviewees: size,
        timeline: put<RuleId, RuleOverride>(first, 'reviewLast', reviewLast),
      }
    }
    case 'voice':
      return { ...branch, isVoiceOpen: value }
    case 'deputy':
      return { ...branch, isDeputyTold: value }
    case 'language':
      return { ...branch, language: value }
    default:
      return branch
  }
}

/** The rotation with so many at a meeting; 0: none, its days and hours stay. */
export function rotationOf(
  { timeline, reviewees }: BranchSettings,
  size: 0 | 1 | 2,
): RotationSetting {
  const on = size > 0
  return {
    size: size === 0 ? reviewees : size,
    reviewFirst: { ...timeline.reviewFirst, on },
    reviewLast: { ...timeline.reviewLast, on },
  }
}

/** Whether two values say the same, in whatever order their parts were stored. */
export function isSameValue(a: SettingValue, b: SettingValue): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))] as [
    Map<string, SettingValue>,
    Map<string, SettingValue>,
  ]
  return (
    left.size === right.size &&
    [...left].every(
      ([name, value]) => right.has(name) && isSameValue(value, right.get(name) ?? null),
    )
  )
}

/** Quiet for longer, and a day has no room for what is due; for shorter, and there is no night. */
const [shortestQuiet, longestQuiet] = [6 * 60, 14 * 60]

type QuietFault = 'wholeDay' | 'quietTooLong' | 'quietTooShort'

/** Why a branch cannot have these quiet hours; null: it can. */
export function quietFault({ from, to }: QuietHours): QuietFault | null {
  if (from === to) return 'wholeDay'
  const minutes = (minutesOf(to) - minutesOf(from) + 1440) % 1440
  return minutes > longestQuiet ? 'quietTooLong' : minutes < shortestQuiet ? 'quietTooShort' : null
}

/** What would be wrong with the branch's month if it had this. */
export function timelineFaults(
  branch: BranchSettings,
  key: SettingKey,
  value: SettingValue,
): readonly OverrideFault[] {
  return overrideFaults(withSetting(branch, key, value).timeline)
}
