// Each paper with made-up people in it, for the test that measures them and for the pictures of
// docs/pictures/papers.
import { summaryOf } from '../../src/conversation/intents/secretary/summary.ts'
import { type Minuting, minutesPaper } from '../../src/conversation/screens/papers/minutes-paper.ts'
import { planPaper } from '../../src/conversation/screens/papers/plan-paper.ts'
import {
  monthlyReport,
  type ReportExtras,
  spanReport,
} from '../../src/conversation/screens/report-paper.ts'
import type { Moment } from '../../src/conversation/turn.ts'
import type { OfficialPaper } from '../../src/documents/official-paper.ts'
import { agendaOf } from '../../src/domain/agenda.ts'
import type { AttendanceState } from '../../src/domain/attendance.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { localTime } from '../../src/domain/local-time.ts'
import { period } from '../../src/domain/period.ts'
import type { Pack } from '../../src/domain/questionnaire.ts'
import { publish, type Published } from '../../src/domain/suppression.ts'
import type { Tally } from '../../src/domain/tally.ts'
import { scalesOf } from '../../src/store/publications.ts'
import type { BranchView, MeetingView, MemberView } from '../../src/store/snapshot.ts'
import type {
  AttendanceLine,
  BranchTaskLine,
  MeetingRecord,
  PaperSource,
} from '../../src/store/meeting-sources.ts'
import type { SummarySource } from '../../src/store/tables.ts'
import { library, words } from './house.ts'

export const [pack] = [...library.packs.values()].filter(({ id }) => id === 'monthly') as [Pack]
export const moment: Moment = {
  now: new Date('2026-12-02T14:00:00Z'),
  t: words.en,
  library,
  code: () => 'AAAA1111',
}
export const branch = {
  id: 'b',
  name: 'Chi bộ Tổ dân phố số 5',
  parentName: 'Đảng bộ phường An Hòa',
  zone: 'Asia/Ho_Chi_Minh',
  unit: {},
  timeline: {},
} as unknown as BranchView
export const secretary = { name: 'Nguyễn Thị Hạnh', role: 'secretary' } as MemberView
export const november = period('2026-11')

export function tallyOf(of: string, sheets = 14): Tally {
  const counts = { good: sheets - 7, effort: 4, mend: 3 }
  return {
    period: period(of),
    sheets,
    others: sheets - 3,
    roster: {
      members: 17,
      exempt: 1,
      away: 0,
      expected: 16,
      done: 14,
      onPaper: 1,
      inProgress: 1,
      notBegun: 0,
      late: 0,
    },
    heads: Object.fromEntries(pack.heads.map(({ id }) => [id, counts])),
    groups: { I: { none: sheets }, II: { none: sheets } },
    remedies: { due: 11, done: 9, owners: 8, otherOwners: 6 },
    voices: 3,
  }
}

export function publishedOf(of: string, sheets = 14): Published {
  return publish(tallyOf(of, sheets), scalesOf(pack))
}

export function sourceOf(more: Partial<SummarySource> = {}): SummarySource {
  return {
    roundId: 'r',
    period: november,
    pack,
    isClosed: true,
    roster: tallyOf('2026-11').roster,
    published: publishedOf('2026-11'),
    previous: null,
    attendance: null,
    ...more,
  }
}

export interface Sampled extends ReportExtras {
  readonly branch: Partial<BranchView>
  readonly member: Partial<MemberView>
  readonly source: SummarySource
}
const plain: Sampled = { branch: {}, member: {}, source: sourceOf(), turns: null, tasks: null }
const draftingOf = (of: Sampled) => ({
  branch: { ...branch, ...of.branch },
  member: { ...secretary, ...of.member },
})

export function monthly(more: Partial<Sampled> = {}, at: Moment = moment): OfficialPaper {
  const of = { ...plain, ...more }
  const { turns, tasks } = of
  return monthlyReport(
    { ...draftingOf(of), span: { kind: 'month', from: november, to: november }, turns, tasks },
    summaryOf(of.source, branch.name),
    at,
  )
}

export function quarterly(more: Partial<Sampled> = {}, at: Moment = moment): OfficialPaper {
  const closings = [tallyOf('2026-10', 4), tallyOf('2026-11')].map(
    ({ period: of, roster, sheets }) => ({
      period: of,
      closedOn: localDate('2026-12-02'),
      roster,
      published: publishedOf(of, sheets),
    }),
  )
  const { turns, tasks, ...of } = { ...plain, ...more }
  const span = { kind: 'quarter', from: period('2026-10'), to: period('2026-12') } as const
  return spanReport(
    { ...draftingOf({ ...of, turns, tasks }), span, turns, tasks },
    closings,
    pack,
    at,
  )
}

const names = [
  'Nguyễn Thị Hạnh',
  'Trần Văn Lâm',
  'Lê Minh Đức',
  'Phạm Thị Thúy',
  'Võ Hoàng Nam',
  'Đặng Quốc Khánh',
  'Bùi Thị Hòa',
  'Hồ Ngọc Ánh',
]
const recorded: readonly (AttendanceState | null)[] = [
  'present',
  'present',
  'excused',
  'present',
  'present',
  'unexcused',
  null,
  'present',
]
export const attendees: readonly AttendanceLine[] = names.map((name, place) => ({
  memberId: String(place),
  name,
  status: place === 6 ? 'exempt' : place === 7 ? 'probationary' : 'official',
  hasLeft: false,
  state: recorded[place] ?? null,
  leave: null,
}))
export const meeting: MeetingView = {
  id: 't',
  period: november,
  kind: 'regular',
  date: localDate('2026-12-03'),
  startsAt: localTime('19:30'),
  place: 'Nhà văn hóa tổ dân phố số 5',
  source: 'rule',
  movedFor: null,
  nominalDate: null,
}
export const record: MeetingRecord = {
  ...meeting,
  type: 'residential',
  isHeld: true,
  lines: null,
  before: null,
  version: 0,
  reviewees: [],
  course: null,
  courseVersion: 0,
}

export const agendaOfSample = agendaOf(library.agendas, record)

export function taskOf(
  what: string,
  who: string,
  dueOn: string,
  more: Partial<BranchTaskLine> = {},
): BranchTaskLine {
  const responsible = [
    { memberId: who, name: who, role: 'member', isExempt: false, hasLeft: false } as const,
  ]
  return {
    id: what,
    period: november,
    what,
    others: null,
    responsible,
    state: 'open',
    dueOn: localDate(dueOn),
    reason: null,
    createdBy: '0',
    ...more,
  }
}
export const tasks: readonly BranchTaskLine[] = [
  taskOf('Vận động các hộ dân ngõ 12 phân loại rác tại nguồn', 'Trần Văn Lâm', '2026-12-20', {
    others: 'Chi hội phụ nữ',
  }),
  taskOf('Rà soát hộ cận nghèo, báo cáo chi ủy', 'Phạm Thị Thúy', '2026-12-28'),
]

export function paperSource(more: Partial<PaperSource> = {}): PaperSource {
  const rotation: PaperSource['rotation'] = {
    size: 1,
    since: localDate('2024-01-01'),
    members: names.map((name, place) => ({
      memberId: String(place),
      name,
      isExempt: false,
      joinedOn: localDate('2020-01-01'),
      language: 'vi',
      canBeTold: true,
      leaves: [],
      isTemporary: false,
    })),
    reviewees: [
      {
        memberId: '3',
        period: november,
        on: localDate('2026-12-03'),
        state: 'named',
        reason: null,
      },
    ],
  }
  const attendance = {
    period: november,
    date: meeting.date,
    startsAt: meeting.startsAt,
    isHeld: true,
    lines: attendees,
  }
  return { meeting, next: null, attendance, record, rotation, tasks, ...more }
}

type SampledMinutes = Omit<Minuting, 'branch' | 'member'> & Pick<Sampled, 'branch' | 'member'>

export function minutes(
  more: Partial<SampledMinutes> = {},
  at: Moment = { ...moment, now: new Date('2026-12-04T02:00:00Z') },
): OfficialPaper {
  const {
    branch: of,
    member,
    ...rest
  } = { meeting, source: paperSource(), hasRotation: true, branch: {}, member: {}, ...more }
  return minutesPaper(
    { ...rest, branch: { ...branch, ...of }, member: { ...secretary, ...member } },
    at,
  )
}

export function plan(
  more: Partial<Sampled> & { readonly lines?: readonly BranchTaskLine[] } = {},
  at: Moment = moment,
): OfficialPaper {
  const of = { ...plain, ...more }
  const span = { kind: 'month', from: november, to: november } as const
  return planPaper(
    { ...draftingOf(of), span, tasks: more.lines ?? tasks },
    summaryOf(of.source, branch.name),
    at,
  )
}
