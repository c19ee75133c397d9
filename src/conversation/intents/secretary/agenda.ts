// The agenda of the coming meeting, `/hop chương trình`: shown, and changed line by line. Each
// change is kept at once and can be undone.
import {
  type AgendaEdit,
  agendaOf,
  type AgendaRefusal,
  editAgenda,
  type AgendaLine,
} from '../../../domain/agenda.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { MeetingRecord } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { agendaScreen, branchTypeScreen } from '../../screens/agenda.ts'
import { problemText } from '../../screens/problem.ts'
import { checkText } from '../../sheet/read-answer.ts'
import { answerWith, message, type Moment, prefaced, type Turn } from '../../turn.ts'

export function load(
  tables: Tables,
  snapshot: Snapshot,
  moment: Moment,
): Promise<MeetingRecord | null> {
  const allowed = office(snapshot, 'setMeeting', moment)
  if (!allowed.isAllowed || snapshot.meeting === null) return Promise.resolve(null)
  return tables.meetingRecord(allowed.branch.id, snapshot.meeting.period, moment.now)
}

/** What stands before this turn, once the right was asked and there is a meeting. */
interface Desk {
  readonly branchId: string
  readonly record: MeetingRecord
  readonly moment: Moment
}

export function turn(
  snapshot: Snapshot,
  { request }: IntentOf<'agenda'>,
  record: MeetingRecord | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'setMeeting', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (record === null) return answerWith(message([moment.t('agenda.refused.noMeeting')]))
  const desk: Desk = { branchId: allowed.branch.id, record, moment }
  if (request.kind === 'show') return answerWith(agendaScreen(record, moment))
  // What a meeting runs by stays as it is: its times stand beside the lines.
  if (record.course !== null) return answerWith(agendaScreen(record, moment))
  switch (request.kind) {
    case 'edit':
      return edit(desk, request.edits)
    case 'standard':
      return record.lines === null
        ? shown(record, moment, moment.t('agenda.nothingNew'))
        : put(desk, null, moment.t('agenda.standardAgain'))
    case 'undo':
      return record.version === 0
        ? shown(record, moment, moment.t('agenda.nothingToUndo'))
        : put(desk, record.before, moment.t('agenda.undone'))
    case 'type':
      return chooseType(desk, request.number)
    case 'unclear':
      return shown(record, moment, moment.t('agenda.refused.unclear'))
  }
}

function shown(
  record: MeetingRecord,
  moment: Moment,
  line: string,
  changes: readonly Change[] = [],
): Turn {
  return prefaced(answerWith(agendaScreen(record, moment), changes), line)
}

function put(
  { branchId, record, moment }: Desk,
  lines: readonly AgendaLine[] | null,
  said: string,
): Turn {
  const { period, version } = record
  const change: Change = { kind: 'putAgenda', branchId, period, version: version + 1, lines }
  return shown({ ...record, lines, before: record.lines, version: version + 1 }, moment, said, [
    change,
  ])
}

function edit(desk: Desk, edits: readonly AgendaEdit[]): Turn {
  const { record, moment } = desk
  const { agendas, screening } = moment.library
  const { lines } = agendaOf(agendas, record)
  const edited = editAgenda(lines, edits, agendas.rules)
  if (!edited.ok) return shown(record, moment, refusalText(edited.refusal, moment))
  for (const each of edits) {
    const problem = 'title' in each ? checkText(each.title, screening) : null
    if (problem !== null) return shown(record, moment, problemText(problem, moment.t))
  }
  return put(desk, edited.lines, moment.t('agenda.kept'))
}

function refusalText(refusal: AgendaRefusal, { t }: Moment): string {
  switch (refusal.reason) {
    case 'noSuchLine':
      return t('agenda.refused.noSuchLine', { number: refusal.number, total: refusal.total })
    case 'minutes':
      return t('agenda.refused.minutes', { from: refusal.from, to: refusal.to })
    case 'tooLong':
      return t('agenda.refused.tooLong', { minutes: refusal.minutes, atMost: refusal.atMost })
    case 'tooManyLines':
      return t('agenda.refused.tooManyLines', { atMost: refusal.atMost })
    case 'lastLine':
      return t('agenda.refused.lastLine')
    case 'noTitle':
      return t('agenda.refused.noTitle')
    case 'titleTooLong':
      return t('agenda.refused.titleTooLong', { atMost: refusal.atMost })
  }
}

/** The agenda a secretary made stays theirs, whatever the type. */
function chooseType({ branchId, record, moment }: Desk, number: number | null): Turn {
  if (number === null) return answerWith(branchTypeScreen(record, moment))
  const chosen = moment.library.agendas.types[number - 1]
  if (chosen === undefined)
    return prefaced(
      answerWith(branchTypeScreen(record, moment)),
      moment.t('agenda.refused.noSuchType'),
    )
  const said = moment.t(record.lines === null ? 'agenda.typeKept' : 'agenda.typeKeptOwn', {
    type: chosen.name[moment.t.language],
  })
  return shown({ ...record, type: chosen.id }, moment, said, [
    { kind: 'setBranchType', branchId, type: chosen.id },
  ])
}
