// The skeleton of a meeting's minutes: who was there, what was on the agenda, whose turn it was.
// What was said is never with us.
import type { OfficialPaper } from '../../../documents/official-paper.ts'
import type { PaperBlock } from '../../../documents/official-body.ts'
import { agendaOf } from '../../../domain/agenda.ts'
import { attendanceOf, attendancePercent, countAttendance } from '../../../domain/attendance.ts'
import { isActiveTask } from '../../../domain/branch-task.ts'
import { localOf } from '../../../domain/local-time.ts'
import type { minutesShape } from '../../../domain/paper-template.ts'
import { periodParts, monthOf } from '../../../domain/period.ts'
import { turnsAt } from '../../../domain/review-turns.ts'
import { formatTime, formatWeekday } from '../../../i18n/format.ts'
import type { MeetingView } from '../../../store/snapshot.ts'
import type {
  AttendanceLine,
  AttendanceSource,
  PaperSource,
  RotationSource,
} from '../../../store/meeting-sources.ts'
import type { Moment } from '../../turn.ts'
import { percentText } from './shared-parts.ts'
import { tasksTable } from './tasks-table.ts'
import {
  bodyOf,
  dateWords,
  type Drafting,
  framePaper,
  issuerOf,
  minutesWording,
  monthText,
  numberText,
  type Wording,
} from './wording.ts'

export interface Minuting extends Drafting {
  readonly meeting: MeetingView
  readonly source: PaperSource
  /** Whether the branch has a rotation at all. */
  readonly hasRotation: boolean
}

type Words = Wording<typeof minutesShape>

/** Dotted lines under each item of the agenda. */
const linesPerItem = 3

function namesOf(people: readonly { readonly name: string }[]): string {
  return people.map(({ name }) => name).join(', ')
}

function attendanceLines(source: AttendanceSource | null, { line }: Words): readonly PaperBlock[] {
  const lines = source?.lines ?? []
  if (source === null || lines.every(({ state }) => state === null)) return line('notTaken')
  const counts = countAttendance(lines)
  const withStatus = (status: AttendanceLine['status']): string =>
    numberText(lines.filter((person) => person.status === status).length)
  const at = (state: ReturnType<typeof attendanceOf>) =>
    lines.filter((person) => attendanceOf(person) === state)
  const [excused, unexcused, unmarked] = [at('excused'), at('unexcused'), at(null)]
  const listed = (people: readonly AttendanceLine[]) => ({
    count: numberText(people.length),
    names: namesOf(people),
  })
  return [
    ...line('members', {
      members: numberText(counts.members),
      official: withStatus('official'),
      probationary: withStatus('probationary'),
      exempt: withStatus('exempt'),
      temporary: numberText(counts.temporary),
    }),
    ...line('present', {
      present: numberText(counts.present),
      expected: numberText(counts.expected),
      percent: percentText(attendancePercent(counts)),
    }),
    ...(excused.length === 0 ? line('noneExcused') : line('excused', listed(excused))),
    ...(unexcused.length === 0 ? line('noneUnexcused') : line('unexcused', listed(unexcused))),
    ...(unmarked.length === 0 ? [] : line('unmarked', listed(unmarked))),
  ]
}

function agendaBlocks(
  { source: { record } }: Minuting,
  { line, styled }: Words,
  { library: { agendas } }: Moment,
): readonly PaperBlock[] {
  const room: PaperBlock = { kind: 'dots', lines: linesPerItem }
  const lines = record === null ? [] : agendaOf(agendas, record).lines
  if (lines.length === 0) return [...line('noAgenda'), room]
  return lines.flatMap(({ title, minutes }, index) => {
    const item = {
      number: numberText(index + 1),
      title: styled(title.vi),
      minutes: numberText(minutes),
    }
    return [...line('agendaItem', item), room]
  })
}

/** Names in the order of their turns; of those who left since nothing is known any more. */
export function turnNames(rotation: RotationSource, ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => rotation.members.find(({ memberId }) => memberId === id)?.name ?? [])
}

function rotationLines(
  { source, meeting, branch, hasRotation }: Minuting,
  { line }: Words,
  { now }: Moment,
): readonly PaperBlock[] {
  const { date } = localOf(now, branch.zone)
  const names = hasRotation
    ? turnNames(source.rotation, turnsAt(source.rotation, meeting, null, date).now)
    : []
  return names.length === 0 ? line('noReviewees') : line('reviewees', { names: names.join(', ') })
}

function taskBlocks({ source }: Minuting, { line, say }: Words): readonly PaperBlock[] {
  const tasks = source.tasks.filter((task) => isActiveTask(task) || task.state === 'done')
  if (tasks.length === 0) return line('noTasks')
  return [
    ...line('tasks'),
    tasksTable(tasks, { what: say('what'), who: say('who'), due: say('due') }),
  ]
}

/** Of a meeting that was held, or, for printing, of one to come. */
export function minutesPaper(minuting: Minuting, moment: Moment): OfficialPaper {
  const { branch, meeting, source } = minuting
  const words = minutesWording(branch, moment)
  const { say, styled, template } = words
  const { year, month } = periodParts(monthOf(meeting.date))
  const frame = {
    branch: issuerOf(branch, words),
    kind: say(meeting.kind),
    time: formatTime(meeting.startsAt, 'vi'),
    weekday: formatWeekday(meeting.date, 'vi'),
    date: dateWords(meeting.date, words),
    place: meeting.place ?? say('noPlace'),
    month: monthText(month),
    year: String(year),
  }
  const body = bodyOf(words, frame, {
    attendance: attendanceLines(source.attendance, words),
    agenda: agendaBlocks(minuting, words, moment),
    rotation: rotationLines(minuting, words, moment),
    tasks: taskBlocks(minuting, words),
  })
  const ending = { kind: 'minutes', writer: say('writer'), chair: say('chair') } as const
  return framePaper(
    minuting,
    words,
    { about: words.fill(styled(template.about), frame), body, ending },
    moment,
  )
}
