import type { Labelled } from '../../domain/choice-text.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { CodeOwner } from '../../store/tables.ts'
import { choice, message, type Moment } from '../turn.ts'
import { yesNo } from '../yes-no.ts'

/** The first words: that this is an automatic assistant, and what to type. */
export function welcomeScreen({ t }: Moment): Outbound {
  return message([t('linking.welcome'), t('linking.enterCode')])
}

export function linkChoices(moment: Moment): readonly Labelled[] {
  return yesNo(moment.t('linking.yes'), moment.t('linking.no'), moment)
}

/**
 * "Xin xác nhận: đồng chí …" — the name and the branch the code stands for. Who begins with a code
 * hears here for the first time that this is no person, as platforms ask.
 */
export function confirmScreen({ name, branch, parent }: CodeOwner, { t }: Moment): Outbound {
  const unit = parent === null ? branch : `${branch}, ${parent}`
  const choices = [
    choice(t('linking.yes'), { kind: 'say', text: '1' }),
    choice(t('linking.no'), { kind: 'say', text: '2' }),
  ]
  return message([t('linking.confirm', { name, unit }), t('linking.automatic')], choices)
}

/** "Không phải tôi", bound to the link it is about. */
export function objectChoices(relink: string, { t }: Moment): readonly Choice[] {
  return [choice(t('linking.object'), { kind: 'object', relink })]
}

/** To a member's other chats: somebody has linked one more with their code. */
export function newChatScreen(relink: string, moment: Moment): Outbound {
  return message([moment.t('linking.newChat')], objectChoices(relink, moment))
}

/** The same to those that were linked again themselves, and so end no other. */
export function newChatNotice(_relink: string, { t }: Moment): Outbound {
  return message([t('linking.newChatNotice')])
}
