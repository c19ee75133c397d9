// A member's rights over their own data: see it, withdraw consent, have it deleted, and see who
// looked.
import { matchChoice } from '../../../domain/choice-text.ts'
import { paperPurpose } from '../../../domain/questionnaire.ts'
import { localOf } from '../../../domain/local-time.ts'
import { formatDate, formatPeriod, formatTime } from '../../../i18n/format.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { AuditLine, OwnAnswers, OwnData, Tables } from '../../../store/tables.ts'
import type { IntentOf, RawAnswer } from '../../intent.ts'
import { remedyLine } from '../../screens/remedies.ts'
import { answerWith, choice, message, type Moment, silence, type Turn } from '../../turn.ts'
import { yesNo } from '../../yes-no.ts'

export function loadOwnData(tables: Tables, { member }: Snapshot): Promise<OwnData> {
  const nothing: OwnData = {
    rounds: [],
    remedies: [],
    absences: [],
    papers: [],
    paperConsent: null,
  }
  return member === null ? Promise.resolve(nothing) : tables.ownData(member.id)
}

/** A message to a person has room for this much of their own data; the rest is counted. */
const shownData = 3000

function roundText({ period, answers }: OwnAnswers, { t }: Moment): string {
  const lines = answers.map(({ text }) => `– ${text}`)
  return [
    t('own.data.round', { period: formatPeriod(period), count: answers.length }),
    ...lines,
  ].join('\n')
}

/** What others recorded for them from paper. */
function paperText({ papers, paperConsent }: OwnData, zone: string, { t }: Moment): string {
  const by = paperConsent?.recordedBy ?? null
  const held = by === null ? '' : t('own.data.paperHeldBy', { name: by })
  const consent =
    paperConsent === null
      ? []
      : [t(paperConsent.isGranted ? 'own.data.paperAgreed' : 'own.data.paperRefused', { by: held })]
  const sheets = papers.map(({ period, at, byName, isEntered }) => {
    const values = {
      period: formatPeriod(period),
      name: byName ?? '',
      date: formatDate(localOf(at, zone).date),
    }
    return t(isEntered ? 'own.data.paperEntered' : 'own.data.paperDone', values)
  })
  return [...consent, ...sheets].join('\n')
}

function absencesText({ absences }: OwnData, { t }: Moment): string {
  const leaves = absences
    .map(({ from, to }) => `${formatDate(from)} – ${formatDate(to)}`)
    .join('; ')
  return leaves === '' ? '' : t('own.data.absences', { leaves })
}

export function showOwnData(
  { member, branch, account }: Snapshot,
  data: OwnData,
  moment: Moment,
): Turn {
  const { t } = moment
  if (member === null || branch === null) return silence
  const consents = moment.library.notice.purposes
    .map(({ id }) =>
      t(member.consents.get(id) === true ? 'own.data.agreed' : 'own.data.notAgreed', {
        what: t(`own.data.purposes.${id}`),
      }),
    )
    .join('\n')
  const head = t('own.data.head', {
    name: member.name,
    branch: branch.name,
    language: t(`own.language.${account.language ?? 'vi'}`),
  })
  const remedies = [
    t('own.data.remedies', { count: data.remedies.length }),
    ...data.remedies.map((remedy) => `– ${remedyLine(remedy, moment)}`),
  ].join('\n')
  const others = [absencesText(data, moment), paperText(data, branch.zone, moment)].filter(
    (text) => text !== '',
  )
  const paragraphs = [
    head,
    consents,
    ...others,
    remedies,
    ...data.rounds.map((round) => roundText(round, moment)),
  ]
  const text = paragraphs.join('\n\n')
  const shown =
    text.length <= shownData
      ? text
      : `${text.slice(0, text.lastIndexOf('\n', shownData))}\n${t('own.data.cut')}`
  return answerWith(message([shown, t('own.data.notShown'), t('own.data.rights')]))
}

function readYes(raw: RawAnswer | null, moment: Moment): boolean | null {
  if (raw === null) return null
  const choices = yesNo(moment.t('own.confirm.yes'), moment.t('own.confirm.no'), moment)
  const match = matchChoice(raw.kind === 'typed' ? raw.text : raw.choice, choices)
  return match.kind === 'one' ? match.index === 0 : null
}

function confirm(
  text: string,
  at: 'confirmErase' | 'confirmWithdraw',
  { account }: Snapshot,
  { t }: Moment,
): Turn {
  const choices = [
    choice(t('own.confirm.yes'), { kind: 'say', text: '1' }),
    choice(t('own.confirm.no'), { kind: 'say', text: '2' }),
  ]
  return answerWith(message([text], choices), [
    { kind: 'converse', conversation: { ...account.conversation, focus: { at } } },
  ])
}

function kept(snapshot: Snapshot, { t }: Moment): Turn {
  return answerWith(message([t('own.confirm.kept')]), [
    {
      kind: 'converse',
      conversation: { ...snapshot.account.conversation, focus: { at: 'nothing' } },
    },
  ])
}

/** "rút đồng ý": every purpose from now on refused; what was kept stays until "xóa dữ liệu". */
export function withdraw(snapshot: Snapshot, { raw }: IntentOf<'withdraw'>, moment: Moment): Turn {
  const { member, account } = snapshot
  const { notice } = moment.library
  if (member === null) return silence
  if (account.conversation.focus.at !== 'confirmWithdraw')
    return confirm(moment.t('own.withdraw.ask'), 'confirmWithdraw', snapshot, moment)
  if (readYes(raw, moment) !== true) return kept(snapshot, moment)
  const refusals = [...notice.purposes.map(({ id }) => id), paperPurpose].map((id): Change => ({
    kind: 'consent',
    memberId: member.id,
    notice,
    purpose: id,
    isGranted: false,
  }))
  const quiet: Change = { kind: 'dropPrompts', memberId: member.id, mergeKey: '' }
  return answerWith(message([moment.t('own.withdraw.done')]), [
    ...refusals,
    quiet,
    { kind: 'converse', conversation: { focus: { at: 'nothing' } } },
  ])
}

/** "xóa dữ liệu": the member's key goes, so what was sealed with it can be read by nobody. */
export function erase(snapshot: Snapshot, { raw }: IntentOf<'erase'>, moment: Moment): Turn {
  const { member, account } = snapshot
  if (member === null) return silence
  if (account.conversation.focus.at !== 'confirmErase')
    return confirm(moment.t('own.erase.ask'), 'confirmErase', snapshot, moment)
  if (readYes(raw, moment) !== true) return kept(snapshot, moment)
  const changes: readonly Change[] = [
    { kind: 'eraseMember', memberId: member.id },
    { kind: 'converse', conversation: { focus: { at: 'nothing' } } },
  ]
  return answerWith(message([moment.t('own.erase.done')]), changes)
}

export function loadLooks(
  tables: Tables,
  { member, branch }: Snapshot,
): Promise<readonly AuditLine[]> {
  return member === null || branch === null
    ? Promise.resolve([])
    : tables.looks(branch.id, member.id)
}

/** "ai đã xem": each look at the branch's content or at what the member shared, newest first. */
export function showLooks({ branch }: Snapshot, looks: readonly AuditLine[], { t }: Moment): Turn {
  if (branch === null) return silence
  const nameless = (actor: 'operator' | 'newChat'): string =>
    actor === 'operator' ? t('own.looks.operator') : t('own.looks.newChat')
  const line = ({ at, actor, actorName, deed, isAllowed }: AuditLine): string => {
    const when = localOf(at, branch.zone)
    const values = {
      date: formatDate(when.date),
      time: formatTime(when.time, t.language),
      name: actor === 'member' ? (actorName ?? t('own.looks.erased')) : nameless(actor),
      what: t(`own.looks.deeds.${deed as 'seeSummary'}`),
    }
    return t(isAllowed ? 'own.looks.line' : 'own.looks.denied', values)
  }
  const own = looks.filter(({ isOwn }) => isOwn).map(line)
  const others = looks.filter(({ isOwn }) => !isOwn).map(line)
  return answerWith(
    message([
      t('own.looks.rule'),
      others.length === 0 ? t('own.looks.nobody') : others.join('\n'),
      own.length === 0 ? null : [t('own.looks.ofYou'), ...own].join('\n'),
    ]),
  )
}
