import { expect, test, vi } from 'vitest'
import { summaryOf } from '../../src/conversation/intents/secretary/summary.ts'
import { pictureFile, summaryPicture } from '../../src/conversation/screens/summary-picture.ts'
import type { Moment } from '../../src/conversation/turn.ts'
import { drawPaper } from '../../src/documents/paper.ts'
import { pictureSvg } from '../../src/documents/picture-svg.ts'
import { wrapped } from '../../src/documents/picture-ink.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { addPeriods, period, type Period } from '../../src/domain/period.ts'
import { publish } from '../../src/domain/suppression.ts'
import type { Tally } from '../../src/domain/tally.ts'
import { languages } from '../../src/i18n/translator.ts'
import { maxCaption } from '../../src/platforms/telegram/compose.ts'
import { scalesOf } from '../../src/store/publications.ts'
import type { SummarySource } from '../../src/store/tables.ts'
import { library, words } from '../support/house.ts'

const found = library.packs.get('monthly')
if (found === undefined) throw new Error('the monthly pack is missing')
const pack = found
const momentIn = (language: 'vi' | 'en'): Moment => ({
  now: new Date('2026-12-02T13:00:00Z'),
  t: words[language],
  library,
  code: () => '',
})
const moment = momentIn('vi')

type Triple = readonly [good: number, effort: number, mend: number]
const headIds = pack.heads.map(({ id }) => id)
const sum = (triple: Triple): number => triple.reduce((total, count) => total + count, 0)
const roster = {
  members: 20,
  exempt: 1,
  away: 0,
  expected: 19,
  done: 15,
  onPaper: 1,
  inProgress: 1,
  notBegun: 2,
  late: 0,
}

function tally(of: Period, heads: readonly Triple[], more: Partial<Tally> = {}): Tally {
  return {
    period: of,
    roster,
    others: Math.max(...heads.map(sum)) - 2,
    sheets: Math.max(...heads.map(sum)),
    heads: Object.fromEntries(
      headIds.map((id, place) => {
        const [good, effort, mend] = heads[place % heads.length] ?? [0, 0, 0]
        return [id, { good, effort, mend }]
      }),
    ),
    groups: { I: { none: 0, effort: 0, mend: 0 }, II: { none: 0, effort: 0, mend: 0 } },
    remedies: { due: 15, done: 14, owners: 6, otherOwners: 5 },
    voices: 2,
    ...more,
  }
}

const november = period('2026-11')
const source = (more: Partial<SummarySource>): SummarySource => ({
  roundId: 'r',
  period: november,
  pack,
  isClosed: true,
  roster,
  published: null,
  previous: null,
  attendance: null,
  ...more,
})
const closing = (of: Tally) => ({
  period: of.period,
  closedOn: localDate(`${of.period}-28`),
  pack,
  roster: of.roster,
  published: publish(of, scalesOf(pack)),
})
function picturing(
  now: Tally,
  before: readonly Tally[] = [],
  branch = 'Chi bộ Tổ dân phố số 5',
  at: Moment = moment,
) {
  const data = summaryOf(source({ published: publish(now, scalesOf(pack)) }), branch)
  const closings = [...before, now].map(closing)
  return { paper: summaryPicture(data, closings, at), file: pictureFile(data, closings, at) }
}

test('shows what the summary shows: months with and without a round, figures, a shared number, a majority and what is withheld', () => {
  const now = tally(november, [
    [11, 2, 1],
    [13, 1, 0],
    [7, 4, 3],
    [8, 3, 3],
  ])
  const { paper, file } = picturing(now, [
    tally(period('2026-08'), [[9, 3, 3]]),
    tally(period('2026-10'), [[9, 3, 3]]),
  ])
  expect(paper.months.map(({ month, percentText }) => `${month}: ${percentText}`)).toEqual([
    '6: –',
    '7: –',
    '8: 84,2',
    '9: –',
    '10: 84,2',
    '11: 84,2',
  ])
  expect(
    paper.heads.rows.map(({ parts, words: text }) => [
      parts?.map(({ text: figure, levels }) => `${figure}/${levels.join('')}`) ?? null,
      text,
    ]),
  ).toEqual([
    [['11/0', '3/12'], 'làm tốt 11; có mặt cần cố gắng / cần khắc phục 3'],
    [null, 'đa số làm tốt'],
    [['7/0', '4/1', '3/2'], 'làm tốt 7; có mặt cần cố gắng 4; cần khắc phục 3'],
    [['8/0', '3/1', '3/2'], 'làm tốt 8; có mặt cần cố gắng 3; cần khắc phục 3'],
  ])
  expect(file.alt).toBe(
    [
      'Hình vẽ: tự soi, tự sửa tháng 11/2026, Chi bộ Tổ dân phố số 5. Số liệu tự đánh giá, không thay hồ sơ chính thức.',
      'Tham gia (%): 6/2026: –; 7: –; 8: 84,2; 9: –; 10: 84,2; 11: 84,2.',
      'Việc tự sửa hoàn thành/đến hạn: 6/2026: –; 7: –; 8: 14/15; 9: –; 10: 14/15; 11: 14/15.',
      'Tháng 11/2026, theo từng mặt (14 phiếu):',
      '– Tư tưởng chính trị: làm tốt 11; có mặt cần cố gắng / cần khắc phục 3',
      '– Đạo đức, lối sống: đa số làm tốt',
      '– Chức trách, nhiệm vụ: làm tốt 7; có mặt cần cố gắng 4; cần khắc phục 3',
      '– Tổ chức, kỷ luật: làm tốt 8; có mặt cần cố gắng 3; cần khắc phục 3',
    ].join('\n'),
  )
})

test('a withheld number is in no byte of the drawing and in no word about it', () => {
  const remedies = { due: 4711, done: 4703, owners: 4, otherOwners: 4 }
  const now = tally(
    november,
    [
      [15_013, 7919, 2],
      [22_933, 1, 0],
    ],
    { remedies },
  )
  const { paper, file } = picturing(now)
  const everything = `${pictureSvg(paper)}\n${file.alt}\n${JSON.stringify(paper)}`
  for (const told of ['15.013', '7.921']) expect(everything).toContain(told)
  for (const withheld of ['7919', '7.919', '22933', '22.933', '4711', '4.711', '4.703'])
    expect(everything.includes(withheld), withheld).toBe(false)
})

test.each<[string, Tally, Tally]>([
  ['levels that share a number', tally(november, [[11, 2, 1]]), tally(november, [[11, 0, 3]])],
  ['most chose one', tally(november, [[13, 1, 0]]), tally(november, [[14, 0, 0]])],
  ['under five', tally(november, [[4, 0, 0]]), tally(november, [[1, 1, 2]])],
  [
    'too few who promised',
    tally(november, [[11, 2, 1]], { remedies: { due: 4, done: 1, owners: 4, otherOwners: 4 } }),
    tally(november, [[11, 2, 1]], { remedies: { due: 0, done: 0, owners: 0, otherOwners: 0 } }),
  ],
])('two months of which the same may be said look the same: %s', (_, a, b) => {
  const [first, second] = [picturing(a), picturing(b)]
  expect(pictureSvg(first.paper)).toBe(pictureSvg(second.paper))
  expect(first.file.alt).toBe(second.file.alt)
})

test('under five sheets no head has a bar, nor while the round is open; the open month has no counts of its own', () => {
  const few = picturing(tally(november, [[4, 0, 0]])).paper
  expect(
    few.heads.rows.every(({ parts, words: text }) => parts === null && text === 'chưa đủ để hiện'),
  ).toBe(true)
  const open = summaryPicture(
    summaryOf(source({ isClosed: false }), 'CB'),
    [closing(tally(period('2026-10'), [[9, 3, 3]]))],
    moment,
  )
  expect(
    open.heads.rows.every(({ parts, words: text }) => parts === null && text === 'chưa đủ để hiện'),
  ).toBe(true)
  expect(open.months.at(-1)).toMatchObject({ percent: 84.2, remedies: null })
  expect(open.note).toContain('còn mở')
})

test('a month with nobody is not one without a round', () => {
  const of = source({ isClosed: false, roster: { ...roster, done: 0, onPaper: 0 } })
  const { paper } = pictureFile(summaryOf(of, 'CB'), [], moment)
  if (paper.kind !== 'picture') throw new Error('not a picture')
  expect(paper.months.at(-1)).toMatchObject({ percent: 0, percentText: '0' })
})

test('is a PNG of 1200 pixels with equal bytes for equal data, whatever was drawn before', async () => {
  const { paper } = picturing(
    tally(november, [
      [11, 2, 1],
      [7, 4, 3],
    ]),
  )
  const { mediaType, bytes } = await drawPaper(paper)
  expect([
    mediaType,
    Buffer.from(bytes.subarray(1, 4)).toString(),
    Buffer.from(bytes).readUInt32BE(16),
  ]).toEqual(['image/png', 'PNG', 1200])
  expect(bytes.length).toBeLessThan(1_000_000)
  const svg = pictureSvg(paper)
  pictureSvg(picturing(tally(november, [[4, 0, 0]])).paper)
  expect(pictureSvg(paper)).toBe(svg)
  vi.resetModules()
  const anew = await import('../../src/documents/paper.ts')
  expect(Buffer.compare((await anew.drawPaper(paper)).bytes, bytes)).toBe(0)
})

test('a name is text and nothing else, and stays on the picture', () => {
  const hostile = `Chi bộ <b>"A"</b> & =HYPERLINK("x")\u202E ${'Nghiên cứu và Phát triển '.repeat(6)}`
  const svg = pictureSvg(picturing(tally(november, [[11, 2, 1]]), [], hostile).paper)
  expect(svg).toContain('&lt;b&gt;')
  expect(/<b>|\u202E/u.test(svg)).toBe(false)
  expect(wrapped(hostile, 56).map((line) => line.length <= 56)).toEqual([true, true])
  expect(wrapped('x'.repeat(200), 10)).toEqual([`${'x'.repeat(9)}…`])
})

test.each(languages)(
  'all of it is said under the picture where a caption is short: %s',
  (language) => {
    const remedies = { due: 8400, done: 8022, owners: 90, otherOwners: 88 }
    const many = Array.from({ length: 12 }, (_, place) =>
      tally(addPeriods(november, place - 11), [[6111, 4711, 4211]], { remedies }),
    )
    const { paper, file } = picturing(
      many.at(-1) ?? tally(november, [[1, 1, 1]]),
      many.slice(0, -1),
      'Chi bộ Trung tâm Nghiên cứu và Phát triển nông thôn',
      momentIn(language),
    )
    expect(paper.months).toHaveLength(12)
    expect(paper.months.map(({ year }) => year).join('')).toBe('2026')
    expect(file.alt.length).toBeLessThanOrEqual(maxCaption)
  },
)
