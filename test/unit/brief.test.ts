import { describe, expect, it } from 'vitest'
import { summaryOf } from '../../src/conversation/intents/secretary/summary.ts'
import type { Moment } from '../../src/conversation/turn.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { localTime } from '../../src/domain/local-time.ts'
import { period } from '../../src/domain/period.ts'
import { publish } from '../../src/domain/suppression.ts'
import { languages } from '../../src/i18n/translator.ts'
import { numberedLabels, type Outbound } from '../../src/messaging/outbound.ts'
import type { MeetingView } from '../../src/store/snapshot.ts'
import type { BranchTaskLine } from '../../src/store/meeting-sources.ts'
import type { RosterLine } from '../../src/store/tables.ts'
import { type Brief, briefScreen } from '../../src/usecases/screens/brief.ts'
import { library, words } from '../support/house.ts'

const momentIn = (language: 'vi' | 'en'): Moment => ({
  now: new Date('2026-12-02T13:00:00Z'),
  t: words[language],
  library,
  code: () => '',
})

function person(
  place: number,
  state: RosterLine['state'],
  name = `Nguyễn Thị Hoàng Phương Thảo ${String(place)}`,
  isAway = false,
): RosterLine {
  return {
    memberId: String(place),
    name,
    role: 'member',
    status: 'official',
    state,
    isLate: false,
    isLinked: true,
    mustLinkAgain: false,
    isReachable: true,
    mustBeCalled: false,
    wantsReminders: true,
    language: 'vi',
    isAway,
    awayUntil: null,
    isRecorded: false,
  }
}
const meeting: MeetingView = {
  id: 'k',
  period: period('2026-11'),
  kind: 'regular',
  date: localDate('2026-12-03'),
  startsAt: localTime('19:30'),
  place: 'Nhà văn hóa tổ 5',
  source: 'hand',
  movedFor: null,
  nominalDate: null,
}

const tasks = Array.from({ length: 12 }, (_, place): BranchTaskLine => ({
  id: String(place),
  period: period('2026-10'),
  what: `Thăm hộ neo đơn ${'x'.repeat(150)}`,
  others: 'chi ủy',
  responsible: [],
  reason: null,
  createdBy: 'a',
  state: 'open',
  dueOn: localDate(place < 2 ? '2026-11-30' : '2026-12-20'),
}))

function briefOf(pack: string, more: Partial<Brief> & { readonly branch?: string } = {}): Brief {
  const found = library.packs.get(pack)
  if (found === undefined) throw new Error('the pack is missing')
  const levels = Object.fromEntries(
    found.scale.levels.map(({ id }, place) => [id, 61 - 10 * place]),
  )
  const groups = Object.fromEntries(
    found.manifestationScale.levels.map(({ id }, place) => [id, 51 - 10 * place]),
  )
  const roster = {
    members: 150,
    exempt: 7,
    away: 2,
    expected: 141,
    done: 124,
    onPaper: 6,
    inProgress: 3,
    notBegun: 8,
    late: 5,
  }
  const tally = (of: string, add: number) => ({
    period: period(of),
    roster,
    sheets: 130,
    others: 127,
    remedies: { due: 8400, done: 6022, owners: 120, otherOwners: 117 },
    voices: 1152,
    groups: { I: groups, II: groups },
    heads: Object.fromEntries(
      found.heads.map(({ id }) => [id, { ...levels, [found.scale.levels[0]?.id ?? '']: 61 + add }]),
    ),
  })
  const scales = { heads: Object.keys(levels), groups: Object.keys(groups) }
  const data = summaryOf(
    {
      roundId: 'r',
      period: period('2026-11'),
      pack: found,
      isClosed: true,
      roster,
      published: publish(tally('2026-11', 0), scales),
      attendance: null,
      previous: { roster, published: publish(tally('2026-10', 7), scales) },
    },
    more.branch ?? 'Chi bộ Tổ dân phố số 5',
  )
  const people = [
    ...Array.from({ length: 40 }, (_, place) => person(place, 'invited')),
    ...Array.from({ length: 30 }, (_, place) => person(place + 40, 'inProgress')),
    person(80, 'invited', 'Lê Văn Thọ', true),
    person(81, 'submitted', 'Phạm Thị Xong'),
  ]
  return {
    data,
    meeting,
    roster: people,
    reviewees: ['Nguyễn Thị Hoa'],
    tasks,
    today: localDate('2026-12-02'),
    areDocumentsPosted: false,
    ...more,
  }
}
const lengthOf = ({ text, choices = [] }: Outbound): number =>
  [text, '', ...numberedLabels(choices)].join('\n').length

describe('the brief', () => {
  it.each(
    [...library.packs.keys()].flatMap((pack) =>
      languages.map((language) => [pack, language] as const),
    ),
  )('is one message: %s, %s', (pack, language) => {
    const long = {
      branch: `Chi bộ Trung tâm ${'Nghiên cứu và Phát triển '.repeat(4)}`.trim(),
      meeting: { ...meeting, place: 'x'.repeat(120) },
    }
    for (const brief of [briefOf(pack), briefOf(pack, long)]) {
      const screen = briefScreen(brief, momentIn(language))
      expect(lengthOf(screen), screen.text).toBeLessThanOrEqual(2000)
    }
  })

  it('names those who wait and leaves out the rest with their number, and nobody who is done', () => {
    const { text } = briefScreen(briefOf('monthly'), momentIn('vi'))
    expect(text).toMatch(/^Chưa làm: Nguyễn Thị Hoàng Phương Thảo 0, .*, và \d+ đồng chí nữa$/mu)
    expect(text).toContain('\nĐã báo vắng: Lê Văn Thọ')
    expect(text).not.toContain('Phạm Thị Xong')
    expect(text).toContain('làm tốt 61 (tháng trước 68)')
    expect(text).toContain(
      'III. Tự sửa: hoàn thành 6.022/8.400 việc đến hạn (71,7\u00a0%; mốc 80 %).',
    )
    expect(text).toContain('Xoay vòng kiểm điểm: Nguyễn Thị Hoa.')
    expect(text).toContain('Việc theo nghị quyết còn phải làm: 12, quá hạn 2.\n– Thăm hộ neo đơn')
    expect(text).toContain(
      'tài liệu buổi họp có trong ngày 02/12/2026; biên bản, nghị quyết chậm nhất ngày 05/12/2026.',
    )
  })

  it('says so when everybody is ready and nobody has a turn', () => {
    const { text } = briefScreen(
      briefOf('monthly', {
        roster: [person(1, 'submitted')],
        reviewees: [],
        tasks: [],
        areDocumentsPosted: true,
      }),
      momentIn('vi'),
    )
    expect(text).toContain('Các đồng chí đều đã tự soi.')
    expect(text).toContain('buổi này không có đồng chí nào đến lượt.')
    expect(text).not.toContain('nghị quyết còn phải làm')
    expect(text).toContain('tài liệu buổi họp đã đăng;')
    expect(briefScreen(briefOf('monthly', { reviewees: null }), momentIn('vi')).text).not.toContain(
      'Xoay vòng',
    )
  })
})
