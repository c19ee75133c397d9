// Settings of one value: quiet hours, questionnaire, rotation, an elder.
import { matchChoice } from '../../../domain/choice-text.ts'
import { parseQuietLine } from '../../../domain/settings-line.ts'
import { quietFault, rotationOf } from '../../../domain/settings.ts'
import { askScreen, peopleScreen } from '../../screens/settings.ts'
import type { Desk } from '../../screens/settings-desk.ts'
import { answerWith, type Moment, prefaced, type Turn } from '../../turn.ts'
import { propose } from './change-setting.ts'
import { personTyped } from './read-setting.ts'
import { focusing } from './setting-focus.ts'

export function giveQuiet(desk: Desk, text: string, moment: Moment): Turn {
  const typed = parseQuietLine(text)
  const reason = typed.ok ? quietFault(typed.quiet) : typed.reason
  if (!typed.ok || reason !== null) {
    const line = moment.t(`settings.refused.${reason ?? 'notQuiet'}`)
    return prefaced(
      answerWith(askScreen(desk, 'quiet', moment), [focusing(desk.snapshot, 'quiet')]),
      line,
    )
  }
  return propose(desk, { key: 'quiet', memberId: null, value: typed.quiet }, moment)
}

export function givePack(desk: Desk, text: string, moment: Moment): Turn {
  const packs = [...moment.library.packs.values()]
  const match = matchChoice(
    text,
    packs.map(({ title }) => ({ label: title[moment.t.language] })),
  )
  const pack =
    match.kind === 'one' ? packs[match.index] : packs.find(({ id }) => id === text.trim())
  if (pack !== undefined)
    return propose(desk, { key: 'pack', memberId: null, value: pack.id }, moment)
  const turn = answerWith(askScreen(desk, 'pack', moment), [focusing(desk.snapshot, 'pack')])
  return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unknownPack'))
}

export function giveRotation(desk: Desk, text: string, moment: Moment): Turn {
  const sizes = ['none', 'one', 'two'] as const
  const match = matchChoice(
    text,
    sizes.map((size) => ({ label: moment.t(`settings.values.${size}`) })),
  )
  if (match.kind === 'one') {
    const value = rotationOf(desk.branch, match.index === 0 ? 0 : match.index === 1 ? 1 : 2)
    return propose(desk, { key: 'rotation', memberId: null, value }, moment)
  }
  const turn = answerWith(askScreen(desk, 'rotation', moment), [
    focusing(desk.snapshot, 'rotation'),
  ])
  return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unclear'))
}

export function giveElder(desk: Desk, text: string, moment: Moment): Turn {
  const person = personTyped(desk.source.people, text)
  if (person !== undefined)
    return propose(
      desk,
      { key: 'elder', memberId: person.memberId, value: !person.isElder },
      moment,
    )
  const turn = answerWith(peopleScreen(desk, moment), [focusing(desk.snapshot, 'elderOf')])
  return text.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.noSuchPerson'))
}
