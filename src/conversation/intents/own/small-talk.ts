// The small things: help, the schedule, the language, what cannot be taken, what was not
// understood.
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import { hasAnsweredNotice } from '../../consented.ts'
import { helpScreen } from '../../screens/help.ts'
import { manifestationsScreen } from '../../screens/manifestations.ts'
import { problemText } from '../../screens/problem.ts'
import { welcomeScreen } from '../../screens/linking.ts'
import { hasSheet } from '../../sheet/course.ts'
import {
  answerWith,
  choice,
  message,
  type Moment,
  prefaced,
  silence,
  type Turn,
} from '../../turn.ts'
import { beginConsent } from '../consent/answer-consent.ts'
import { repeatAfter } from '../sheet/answer-step.ts'

export function help(snapshot: Snapshot, { argument }: IntentOf<'help'>, moment: Moment): Turn {
  return answerWith(
    snapshot.member === null ? welcomeScreen(moment) : helpScreen(snapshot, moment, argument),
  )
}

export function manifestations(
  _snapshot: Snapshot,
  { group }: IntentOf<'manifestations'>,
  moment: Moment,
): Turn {
  return answerWith(manifestationsScreen(group, moment))
}

/** `/ngonngu`: by name, or the other one. */
export function language(
  snapshot: Snapshot,
  { argument }: IntentOf<'language'>,
  moment: Moment,
): Turn {
  const isNamedEnglish = /^(en|english|anh|tieng anh|tiếng anh)$/iu.test(argument.trim())
  const isNamedVietnamese = /^(vi|viet|tieng viet|tiếng việt|việt)$/iu.test(argument.trim())
  const next = isNamedEnglish || (!isNamedVietnamese && moment.t.language === 'vi') ? 'en' : 'vi'
  const t = moment.library.words[next]
  const shown =
    snapshot.member === null
      ? welcomeScreen({ ...moment, t })
      : message([t('own.language.changed')])
  return answerWith(shown, [{ kind: 'speak', language: next }])
}

/** `/huy`: leaves whatever is being asked; an open sheet waits. */
export function cancel(snapshot: Snapshot, { t }: Moment): Turn {
  const { sheet } = snapshot.account.conversation
  const waiting = sheet === undefined ? {} : { sheet }
  const resume =
    sheet === undefined || snapshot.round === null
      ? []
      : [
          choice(t('sheet.choices.resume'), {
            kind: 'sheet',
            round: snapshot.round.number,
            verb: 'resume',
          }),
        ]
  return answerWith(message([t('own.cancelled')], resume), [
    { kind: 'converse', conversation: { focus: { at: 'nothing' }, ...waiting } },
  ])
}

/**
 * Ten stickers in a row are one slip: within this time one answer is enough, unless something else
 * is said in between.
 */
const quietAfterRefusalMs = 10 * 60_000

/**
 * Photos, files, voice, stickers: not taken, and the open question goes on waiting. Said once for
 * several in a row.
 */
export function refuseAttachment(snapshot: Snapshot, moment: Moment): Turn {
  const { refusedAt } = snapshot.account.conversation
  if (refusedAt !== undefined && moment.now.getTime() - Date.parse(refusedAt) < quietAfterRefusalMs)
    return silence
  const { changes, replies } = refusal(snapshot, moment)
  const kept =
    changes.findLast((change) => change.kind === 'converse')?.conversation ??
    snapshot.account.conversation
  const told: Change = {
    kind: 'converse',
    conversation: { ...kept, refusedAt: moment.now.toISOString() },
  }
  return { changes: [...changes.filter(({ kind }) => kind !== 'converse'), told], replies }
}

function refusal(snapshot: Snapshot, moment: Moment): Turn {
  const { focus } = snapshot.account.conversation
  if (snapshot.member === null)
    return prefaced(
      answerWith(welcomeScreen(moment)),
      problemText({ code: 'attachment' }, moment.t),
    )
  if (focus.at === 'sheet' && hasSheet(snapshot))
    return repeatAfter(snapshot, { code: 'attachment' }, moment)
  return answerWith(message([problemText({ code: 'attachment' }, moment.t)]))
}

/**
 * Blocked or back again, or begun without a word (a follower). A blocked chat hears nothing; who
 * comes for the first time is told what this is; a returned one is greeted by whatever it says
 * next.
 */
export function chatStanding(
  { account }: Snapshot,
  { standing }: IntentOf<'chatStanding'>,
  moment: Moment,
): Turn {
  const isReachable = standing === 'joined'
  const reach: Change = { kind: 'reach', isReachable, reason: 'blocked' }
  return isReachable && account.isNew
    ? answerWith(welcomeScreen(moment), [reach])
    : { changes: [reach], replies: [] }
}

export function staleButton(snapshot: Snapshot, moment: Moment): Turn {
  if (snapshot.member === null) return answerWith(welcomeScreen(moment))
  const isAsking =
    snapshot.account.conversation.focus.at === 'sheet' &&
    hasSheet(snapshot) &&
    hasAnsweredNotice(snapshot, moment.library)
  if (isAsking) return repeatAfter(snapshot, { code: 'staleButton' }, moment)
  return prefaced(
    answerWith(helpScreen(snapshot, moment)),
    problemText({ code: 'staleButton' }, moment.t),
  )
}

/**
 * A button of an earlier question: what was asked then is over, and nothing was done. What is asked
 * now goes on waiting; where nothing is, how to come to it again.
 */
export function olderButton(
  snapshot: Snapshot,
  { command }: IntentOf<'olderButton'>,
  moment: Moment,
): Turn {
  const { t } = moment
  const { member, account } = snapshot
  const { at } = account.conversation.focus
  const line = problemText({ code: 'olderQuestion' }, t)
  if (member !== null && !hasAnsweredNotice(snapshot, moment.library))
    return prefaced(beginConsent(snapshot, moment), line)
  if (at === 'sheet' && hasSheet(snapshot))
    return repeatAfter(snapshot, { code: 'olderQuestion' }, moment)
  if (at !== 'nothing') return answerWith(message([line, t('own.older.answer')]))
  if (member === null) return prefaced(answerWith(welcomeScreen(moment)), line)
  if (command === null) return prefaced(answerWith(helpScreen(snapshot, moment)), line)
  const words = t(`commands.${command}.label`).toLocaleLowerCase(t.language)
  return answerWith(message([line, t('own.older.again', { words })]))
}

export function unclear(snapshot: Snapshot, moment: Moment): Turn {
  const { account, round } = snapshot
  if (account.elsewhere === 'sheet' && round !== null) {
    const resume = choice(moment.t('sheet.choices.resume'), {
      kind: 'sheet',
      round: round.number,
      verb: 'resume',
    })
    return answerWith(message([moment.t('sheet.elsewhere')], [resume]))
  }
  return snapshot.member === null
    ? silence
    : prefaced(
        answerWith(helpScreen(snapshot, moment)),
        problemText({ code: 'notUnderstoodText' }, moment.t),
      )
}

/**
 * The platform's own edit of an old message: it cannot tell which answer it was, so it says how to
 * change one.
 */
export function editedMessage(_snapshot: Snapshot, { t }: Moment): Turn {
  return answerWith(message([t('own.edited')]))
}
