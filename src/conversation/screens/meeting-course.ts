import { type AgendaLine, type AgendaPart, agendaOf } from '../../domain/agenda.ts'
import { localOf } from '../../domain/local-time.ts'
import {
  type CourseStep,
  currentStep,
  elapsedMinutes,
  isForgotten,
  type MeetingCourse,
  minutesBehind,
} from '../../domain/meeting-course.ts'
import { formatTime } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { MeetingRecord } from '../../store/meeting-sources.ts'
import { choice, message, type Moment } from '../turn.ts'
import { meetingText } from './agenda.ts'

/** A meeting that has begun, in the zone of its branch. */
interface Running {
  readonly record: MeetingRecord
  readonly course: MeetingCourse
  readonly zone: string
}

/** `/buoihop 11/2026 xong 3`: a button stays with its meeting and its step. */
function say({ period }: MeetingRecord, words: string) {
  return {
    kind: 'say',
    text: `/buoihop ${period.slice(5)}/${period.slice(0, 4)} ${words}`.trimEnd(),
  } as const
}

function linesOf(
  { record }: Pick<Running, 'record'>,
  { library: { agendas } }: Moment,
): readonly AgendaLine[] {
  return agendaOf(agendas, record).lines
}

function timeText(at: Date, { zone }: Running, { t }: Moment): string {
  return formatTime(localOf(at, zone).time, t.language)
}

/** Before the meeting begins: what will be gone through, and what is kept of it. */
export function toBeginScreen(record: MeetingRecord, moment: Moment): Outbound {
  const {
    t,
    library: { agendas },
  } = moment
  const { lines, minutes } = agendaOf(agendas, record)
  const choices = [
    choice(t('meetingCourse.choices.begin'), say(record, 'bat dau')),
    choice(t('meetingCourse.choices.agenda'), { kind: 'say', text: '/hop chuong trinh' }),
  ]
  const values = { meeting: meetingText(record, moment), count: lines.length, minutes }
  return message([t('meetingCourse.toBegin', values), t('meetingCourse.onlyTimes')], choices)
}

/** What helps at a line of the agenda; nothing for most. */
function hintOf(part: AgendaPart, { reviewees }: MeetingRecord, { t }: Moment): string | null {
  switch (part) {
    case 'opening':
      return t('meetingCourse.hints.opening')
    case 'selfReview':
      return reviewees.length === 0
        ? t('meetingCourse.hints.selfReview')
        : t('meetingCourse.hints.reviewees', { names: reviewees.join(', ') })
    case 'tasks':
      return t('meetingCourse.hints.tasks')
    case 'score':
      return t('meetingCourse.hints.score')
    case 'adoption':
      return t('meetingCourse.hints.adoption')
    default:
      return null
  }
}

function wholeText(running: Running, lines: readonly AgendaLine[], moment: Moment): string {
  const { course } = running
  const { t, now } = moment
  const plan = lines.map(({ minutes }) => minutes)
  const behind = minutesBehind(course, plan, now)
  const pace =
    behind > 0 ? t('meetingCourse.behind', { minutes: behind }) : t('meetingCourse.onTime')
  const planned = plan.reduce((sum, minutes) => sum + minutes, 0)
  const time = timeText(course.startedAt, running, moment)
  return t('meetingCourse.whole', { time, elapsed: elapsedMinutes(course, now), planned, pace })
}

/** The line the meeting is at, how long it has taken, and what comes next. */
export function stepScreen(running: Running, moment: Moment): Outbound {
  const { t, now } = moment
  const { record, course } = running
  const lines = linesOf(running, moment)
  const at = currentStep(course) ?? 0
  const [line, next, step] = [lines[at], lines[at + 1], course.steps[at]]
  if (line === undefined || step === undefined) return courseScreen(running, moment)
  const until = new Date(step.startedAt.getTime() + line.minutes * 60_000)
  const title = t('meetingCourse.step', {
    number: at + 1,
    total: lines.length,
    title: line.title[t.language],
  })
  const box = t('meetingCourse.box', {
    planned: line.minutes,
    time: timeText(until, running, moment),
    elapsed: elapsedMinutes(step, now),
  })
  const then =
    next === undefined
      ? t('meetingCourse.last')
      : t('meetingCourse.next', { title: next.title[t.language], minutes: next.minutes })
  return message(
    [
      [title, box].join('\n'),
      hintOf(line.part, record, moment),
      wholeText(running, lines, moment),
      then,
      isForgotten(course, now) ? t('meetingCourse.forgotten') : null,
    ],
    stepChoices(record, at, next === undefined, moment),
  )
}

function stepChoices(
  record: MeetingRecord,
  at: number,
  isLast: boolean,
  { t }: Moment,
): readonly Choice[] {
  const number = String(at + 1)
  return [
    choice(
      t(isLast ? 'meetingCourse.choices.doneLast' : 'meetingCourse.choices.done'),
      say(record, `xong ${number}`),
    ),
    ...(isLast ? [] : [choice(t('meetingCourse.choices.skip'), say(record, `bo qua ${number}`))]),
    ...(at === 0
      ? []
      : [choice(t('meetingCourse.choices.back'), say(record, `quay lai ${number}`))]),
    choice(t('meetingCourse.choices.steps'), say(record, 'cac buoc')),
    ...(isLast ? [] : [choice(t('meetingCourse.choices.end'), say(record, 'ket thuc'))]),
  ]
}

function stepLine(
  line: AgendaLine,
  step: CourseStep | undefined,
  number: number,
  { t, now }: Moment,
): string {
  const values = { number, title: line.title[t.language] }
  if (step === undefined)
    return t('meetingCourse.lines.toCome', { ...values, planned: line.minutes })
  if (step.isSkipped) return t('meetingCourse.lines.skipped', values)
  const took = { ...values, elapsed: elapsedMinutes(step, now), planned: line.minutes }
  return step.endedAt === null
    ? t('meetingCourse.lines.current', took)
    : t('meetingCourse.lines.done', took)
}

function headText(running: Running, planned: number, moment: Moment): string {
  const { record, course } = running
  const { t, now } = moment
  const values = {
    meeting: meetingText(record, moment),
    from: timeText(course.startedAt, running, moment),
    planned,
  }
  const elapsed = elapsedMinutes(course, now)
  return course.endedAt === null
    ? t('meetingCourse.running', { ...values, elapsed })
    : t('meetingCourse.ended', {
        ...values,
        to: timeText(course.endedAt, running, moment),
        elapsed,
      })
}

/** The whole meeting: its times, and each line's against its box. */
export function courseScreen(running: Running, moment: Moment): Outbound {
  const { t } = moment
  const { record, course } = running
  const lines = linesOf(running, moment)
  const planned = lines.reduce((sum, { minutes }) => sum + minutes, 0)
  const isOver = course.endedAt !== null
  const steps =
    course.steps.length === 0
      ? []
      : lines.map((line, index) => stepLine(line, course.steps[index], index + 1, moment))
  const goOn =
    course.steps.length === 0
      ? []
      : isOver
        ? [choice(t('meetingCourse.choices.reopen'), say(record, 'quay lai'))]
        : [choice(t('meetingCourse.choices.current'), say(record, ''))]
  const after = isOver
    ? t('meetingCourse.after')
    : course.steps.length === 0
      ? t('meetingCourse.giveEnd')
      : null
  return message(
    [
      [headText(running, planned, moment), ...steps].join('\n'),
      after,
      isOver ? t('meetingCourse.correct') : null,
    ],
    goOn,
  )
}
