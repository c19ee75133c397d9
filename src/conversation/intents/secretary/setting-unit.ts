// How the branch's unit is written on its papers.
import { fold } from '../../../domain/folded-words.ts'
import { toneMarks } from '../../../domain/tone-marks.ts'
import { parseUnitPart, type UnitPart, unitParts } from '../../../domain/unit.ts'
import { unitScreen, unitsScreen } from '../../screens/setting-unit.ts'
import { clearWords, type Desk } from '../../screens/settings-desk.ts'
import { answerWith, type Moment, prefaced, type Turn } from '../../turn.ts'
import { propose } from './change-setting.ts'
import { readNumber } from './read-setting.ts'
import { focusing } from './setting-focus.ts'

export function openUnit(desk: Desk, text: string, moment: Moment): Turn {
  const { number, rest } = readNumber(text)
  const part = number === null ? undefined : unitParts[number - 1]
  if (part === undefined) {
    const turn = answerWith(unitsScreen(desk, moment), [focusing(desk.snapshot, 'unit')])
    return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unclear'))
  }
  if (rest !== '') return giveUnit(desk, part, rest, moment)
  return answerWith(unitScreen(desk, part, moment), [focusing(desk.snapshot, `unit.${part}`)])
}

export function giveUnit(desk: Desk, part: UnitPart, text: string, moment: Moment): Turn {
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
