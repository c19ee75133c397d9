import type { Outbound } from '../../messaging/outbound.ts'
import type { CodeOwner } from '../../store/tables.ts'
import { choice, message, type Moment } from '../turn.ts'

/** The first words: that this is an automatic assistant, and what to type. */
export function welcomeScreen({ t }: Moment): Outbound {
  return message([t('linking.welcome'), t('linking.enterCode')])
}

export function linkChoices({ t }: Moment): readonly { label: string }[] {
  return [{ label: t('linking.yes') }, { label: t('linking.no') }]
}

/** "Xin xác nhận: đồng chí …" — the name and the branch the code stands for. */
export function confirmScreen({ name, branch, parent }: CodeOwner, { t }: Moment): Outbound {
  const unit = parent === null ? branch : `${branch}, ${parent}`
  const choices = [choice(t('linking.yes'), { kind: 'say', text: '1' }), choice(t('linking.no'), { kind: 'say', text: '2' })]
  return message([t('linking.confirm', { name, unit })], choices)
}
