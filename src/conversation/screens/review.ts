// The review before sending: every item numbered, with what was answered, and how to change it.
import { type AnswerValue, isChoice } from '../../domain/answer.ts'
import { localOf } from '../../domain/local-time.ts'
import type { SheetItem } from '../../domain/sheet.ts'
import { formatDate, formatPeriod, formatShortDate, formatTime } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { levelOf, type SheetSnapshot } from '../sheet/course.ts'
import { shorten } from '../shorten.ts'
import { choice, message, type Moment } from '../turn.ts'
import { meetingLine } from './schedule.ts'

/** A text in the list of the review is shorter still. */
const listed = 80

function cut(text: string): string {
  return shorten(text, listed)
}

function promiseLine(
  snapshot: SheetSnapshot,
  item: Extract<SheetItem, { kind: 'promise' }>,
  { t }: Moment,
): string {
  const { answers } = snapshot.assessment
  const measure =
    snapshot.remedies.find(({ id }) => id === item.remedyId)?.measure ?? t('sheet.promise.short')
  const state = answers.get(`${item.key}.state`)?.value
  const due = answers.get(`${item.key}.due`)?.value
  const chosen =
    state?.kind === 'choice'
      ? t(`sheet.promise.states.${state.id as 'done' | 'progress' | 'move' | 'drop'}`)
      : t('review.open')
  return (
    `${cut(measure)}: ` +
    `${chosen}${isChoice(state, 'move') && due?.kind === 'date' ? ` ${formatShortDate(due.date)}` : ''}`
  )
}

function levelLine(snapshot: SheetSnapshot, item: SheetItem, name: string, { t }: Moment): string {
  const { answers } = snapshot.assessment
  const level = answers.get(`${item.key}.level`)?.value
  if (level?.kind !== 'choice') return `${name}: ${t('review.open')}`
  const chosen = levelOf(item, snapshot.round.pack, level.id)
  const due = answers.get(`${item.key}.due`)?.value
  const isUnmeasured = isChoice(answers.get(`${item.key}.measure`)?.value, 'none')
  const remedy =
    chosen?.admits !== true
      ? ''
      : due?.kind === 'date'
        ? t('review.remedy', { date: formatDate(due.date) })
        : isUnmeasured
          ? t('review.noMeasure')
          : ''
  return `${name}: ${(chosen?.label[t.language] ?? '').toLocaleLowerCase(t.language)}${remedy}`
}

function textOf(value: AnswerValue | undefined, { t }: Moment): string {
  if (value === undefined) return t('review.open')
  if (value.kind === 'text') return cut(value.text)
  return value.kind === 'skipped' ? t('review.skipped') : t('review.done')
}

function voiceLine(snapshot: SheetSnapshot, { t }: Moment): string {
  const { answers } = snapshot.assessment
  if (!answers.has('voice.choice')) return t('review.open')
  return isChoice(answers.get('voice.choice')?.value, 'named')
    ? t('review.voiceNamed')
    : t('review.voiceAsked')
}

function lineOf(snapshot: SheetSnapshot, item: SheetItem, moment: Moment): string {
  const { t } = moment
  const { pack } = snapshot.round
  switch (item.kind) {
    case 'promise':
      return promiseLine(snapshot, item, moment)
    case 'head':
      return levelLine(
        snapshot,
        item,
        pack.heads.find(({ id }) => id === item.head)?.name[t.language] ?? item.head,
        moment,
      )
    case 'manifestation':
      return levelLine(snapshot, item, t('review.manifestation', { id: item.id }), moment)
    case 'acknowledge':
      return (
        `${t('review.acknowledge')}: ` +
        textOf(snapshot.assessment.answers.get('ack.read')?.value, moment)
      )
    case 'deed':
      return (
        `${t('review.deed')}: ` +
        textOf(snapshot.assessment.answers.get('deed.text')?.value, moment)
      )
    case 'voice':
      return `${t('review.voice')}: ${voiceLine(snapshot, moment)}`
  }
}

function listOf(snapshot: SheetSnapshot, moment: Moment): string {
  const title = moment.t('review.title', { period: formatPeriod(snapshot.round.period) })
  return [
    title,
    ...snapshot.assessment.sheet.items.map(
      (item, index) => `${String(index + 1)}. ${lineOf(snapshot, item, moment)}`,
    ),
  ].join('\n')
}

/** Numbered answers, and [Gửi] [Sửa] [Dừng]. */
export function reviewScreen(snapshot: SheetSnapshot, moment: Moment): Outbound {
  const { t } = moment
  const round = snapshot.round.number
  const choices = (['submit', 'edit', 'pause'] as const).map((verb) =>
    choice(t(`review.choices.${verb}`), { kind: 'sheet', round, verb }),
  )
  const isSent = snapshot.assessment.state === 'submitted'
  return message([listOf(snapshot, moment), t(isSent ? 'review.hintSent' : 'review.hint')], choices)
}

/** What was sent, and until when it can be changed. */
export function sentScreen(snapshot: SheetSnapshot, moment: Moment): Outbound {
  const edit = choice(moment.t('review.choices.edit'), {
    kind: 'sheet',
    round: snapshot.round.number,
    verb: 'edit',
  })
  return message([listOf(snapshot, moment), editableLine(snapshot, moment)], [edit])
}

function editableLine({ round, branch }: SheetSnapshot, { t, now }: Moment): string {
  if (round.closedAt !== null || now >= round.closesAt) return t('review.editableLate')
  const closes = localOf(round.closesAt, branch.zone)
  return t('review.editable', {
    time: formatTime(closes.time, t.language),
    date: formatShortDate(closes.date),
  })
}

/** The receipt of a sent sheet: when, until when it can be changed, and where one meets. */
export function receiptScreen(snapshot: SheetSnapshot, moment: Moment): Outbound {
  const { t, now } = moment
  const at = localOf(now, snapshot.branch.zone)
  const isLate = snapshot.round.closedAt !== null
  const values = {
    period: formatPeriod(snapshot.round.period),
    time: formatTime(at.time, t.language),
    date: formatShortDate(at.date),
  }
  const meeting =
    snapshot.meeting === null
      ? null
      : t('review.seeYou', { meeting: meetingLine(snapshot.meeting, moment) })
  return message([
    `${t(isLate ? 'review.sentLate' : 'review.sent', values)} ${editableLine(snapshot, moment)}`,
    meeting,
  ])
}
