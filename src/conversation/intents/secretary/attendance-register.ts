// `/danhsach điểm danh [năm 2026 | quý | MM/YYYY]`: names by meetings, as a spreadsheet; without
// more, this year.
import {
  type AttendanceYearPerson,
  markOf,
  shareAt,
  shareOf,
} from '../../../domain/attendance-year.ts'
import type { AttendanceState } from '../../../domain/attendance.ts'
import type { AttendanceRegister } from '../../../documents/attendance-register.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { localOf } from '../../../domain/local-time.ts'
import { monthOf, periodParts } from '../../../domain/period.ts'
import { parseSpan, type PeriodSpan, type TypedSpan } from '../../../domain/period-span.ts'
import { toneMarked } from '../../../domain/unit.ts'
import { formatNumber } from '../../../i18n/format.ts'
import type { Translator } from '../../../i18n/translator.ts'
import type { BranchView, Snapshot } from '../../../store/snapshot.ts'
import type { AttendanceYearSource } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { spanName } from '../../screens/report.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { exported } from './report.ts'

function wantedSpan(typed: string, { zone }: BranchView, { now }: Moment): TypedSpan {
  const current = monthOf(localOf(now, zone).date)
  return parseSpan(typed.trim() === '' ? String(periodParts(current).year) : typed, current)
}

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  { span }: IntentOf<'attendanceRegister'>,
  moment: Moment,
): Promise<AttendanceYearSource | null> {
  const allowed = office(snapshot, 'takeAttendance', moment)
  if (!allowed.isAllowed) return null
  const wanted = wantedSpan(span, allowed.branch, moment)
  return wanted.ok ? tables.attendanceYear(allowed.branch.id, wanted.span, moment.now) : null
}

/** Vietnamese, like every paper; in it people's names stand as they are written. */
function registerOf(
  { name, unit }: BranchView,
  { meetings, people }: AttendanceYearSource,
  span: PeriodSpan,
  {
    library: {
      words: { vi },
    },
    now,
  }: Moment,
): AttendanceRegister {
  const t = (key: Parameters<Translator>[0], values?: Parameters<Translator>[1]): string =>
    toneMarked(vi(key, values), unit)
  const mark = (person: AttendanceYearPerson, date: LocalDate): string => {
    const state: AttendanceState | null | undefined = markOf(person, date)
    return state === undefined
      ? t('attendanceRegister.marks.elsewhere')
      : state === null
        ? ''
        : t(`attendanceRegister.marks.${state}`)
  }
  return {
    kind: 'attendanceRegister',
    sheet: t('attendanceRegister.sheet'),
    title: t('attendanceRegister.title', { span: spanName(span, vi) }),
    branch: unit.issuer ?? toneMarked(name, unit),
    note: t('attendanceRegister.note'),
    page: t('attendanceRegister.page'),
    meetings,
    madeAt: now,
    heads: {
      number: t('attendanceRegister.heads.number'),
      name: t('attendanceRegister.heads.name'),
      present: t('attendanceRegister.heads.present'),
      expected: t('attendanceRegister.heads.expected'),
      share: t('attendanceRegister.heads.share'),
    },
    rows: people.map((person) => ({
      name: person.name,
      marks: meetings.map((date) => mark(person, date)),
      ...shareOf(person),
    })),
    totals: {
      present: t('attendanceRegister.totals.present'),
      expected: t('attendanceRegister.totals.expected'),
      counts: meetings.map((date) => shareAt(people, date)),
    },
  }
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'attendanceRegister'>,
  source: AttendanceYearSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'takeAttendance', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const { branch, audit } = allowed
  const wanted = wantedSpan(intent.span, branch, moment)
  if (!wanted.ok)
    return answerWith(
      message([
        t(`attendanceRegister.refused.${wanted.reason}`, {
          typed: intent.span.trim().slice(0, 20),
        }),
      ]),
    )
  const span = spanName(wanted.span, t)
  if (source === null || source.meetings.length === 0)
    return answerWith(message([t('attendanceRegister.refused.none', { span })]), audit)
  const { meetings, people } = source
  const counts = {
    meetings: formatNumber(meetings.length, t.language),
    people: formatNumber(people.length, t.language),
  }
  const file = {
    paper: registerOf(branch, source, wanted.span, moment),
    fileName: t('attendanceRegister.fileName', { span: span.replace('/', '-') }),
    alt: t('attendanceRegister.alt'),
    linkLine: t('attendanceRegister.link'),
  }
  const done = t('attendanceRegister.done', {
    span,
    branch: branch.name,
    meetings: counts.meetings,
    people: counts.people,
  })
  return exported(message([done, t('attendanceRegister.marksMean')]), file, audit)
}
