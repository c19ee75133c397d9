import { agendaEnd, agendaOf, type AgendaNote, agendaTimes } from '../../domain/agenda.ts'
import { formatDate, formatTime, formatWeekday } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { MeetingRecord } from '../../store/meeting-sources.ts'
import { choice, message, type Moment } from '../turn.ts'

export function meetingText(
  { date, startsAt }: Pick<MeetingRecord, 'date' | 'startsAt'>,
  { t: { language } }: Moment,
): string {
  return `${formatTime(startsAt, language)}, ${formatWeekday(date, language)}, ${formatDate(date)}`
}

function noteText(note: AgendaNote, { t }: Moment): string {
  switch (note.kind) {
    case 'short':
      return t('agenda.notes.short', { minutes: note.minutes, atLeast: note.atLeast })
    case 'noSelfReview':
      return t('agenda.notes.noSelfReview', { from: note.from, to: note.to })
    case 'selfReview':
      return t('agenda.notes.selfReview', { minutes: note.minutes, from: note.from, to: note.to })
  }
}

function typeName({ type }: MeetingRecord, { t, library: { agendas } }: Moment): string {
  return agendas.types.find(({ id }) => id === type)?.name[t.language] ?? ''
}

/** The agenda with the time each line begins, what it falls short of, and how it is changed. */
export function agendaScreen(record: MeetingRecord, moment: Moment): Outbound {
  const {
    t,
    library: { agendas },
  } = moment
  const { lines, minutes: sum, isStandard, notes } = agendaOf(agendas, record)
  const times = agendaTimes(lines, record.startsAt)
  const title = t('agenda.title', {
    meeting: meetingText(record, moment),
    type: typeName(record, moment),
  })
  const list = lines.map(({ title: of, minutes }, index) =>
    t('agenda.line', {
      number: index + 1,
      time: formatTime(times[index] ?? record.startsAt, t.language),
      title: of[t.language],
      minutes,
    }),
  )
  const total = t('agenda.total', {
    minutes: sum,
    time: formatTime(agendaEnd(lines, record.startsAt), t.language),
  })
  const how = record.course === null ? t('agenda.how') : t('agenda.begun')
  return message(
    [
      [title, ...list, total].join('\n'),
      ...notes.map((note) => noteText(note, moment)),
      isStandard ? t('agenda.mark', { mark: agendas.mark[t.language] }) : null,
      how,
    ],
    record.course === null ? choicesOf(record, isStandard, moment) : [],
  )
}

function choicesOf(
  { version }: MeetingRecord,
  isStandard: boolean,
  { t }: Moment,
): readonly Choice[] {
  const say = (words: string) => ({ kind: 'say', text: `/hop ${words}` }) as const
  return [
    ...(version > 0 ? [choice(t('agenda.choices.undo'), say('hoan tac chuong trinh'))] : []),
    ...(isStandard ? [] : [choice(t('agenda.choices.standard'), say('chuong trinh chuan'))]),
    choice(t('agenda.choices.type'), say('loai chi bo')),
  ]
}

/** The types of branch there are. */
export function branchTypeScreen(record: MeetingRecord, moment: Moment): Outbound {
  const {
    t,
    library: { agendas },
  } = moment
  const choices = agendas.types.map(({ name }, index) =>
    choice(name[t.language], { kind: 'say', text: `/hop loai chi bo ${String(index + 1)}` }),
  )
  return message([t('agenda.askType', { type: typeName(record, moment) })], choices)
}
