// A secretary's desk over two consecutive meetings: what they type, in order, and what must come of
// it, on whatever platform.
import { expect } from 'vitest'
import { addDays, type LocalDate, localDate } from '../../src/domain/local-date.ts'
import { instantOf, localTime } from '../../src/domain/local-time.ts'
import { canary, fillsSheet, isReply } from './desk-member.ts'
import { type DeskFile, opens } from './desk-file.ts'

/** A message of the assistant, as the phone shows it. */
export interface Seen {
  readonly text: string
  readonly choices: readonly { readonly label: string; readonly payload: string }[]
  readonly file?: DeskFile
}

/** A branch on one platform, as the people there use it; all are known by their names. */
export interface Desk {
  readonly secretary: string
  /** Those who send their sheets by phone. */
  readonly members: readonly string[]
  readonly onPaper: string
  /** Does what is typed and gives what the assistant says to them of it. */
  types(who: string, typed: string): Promise<readonly Seen[]>
  /** All that came to them alone. */
  privately(who: string): Promise<readonly Seen[]>
  inGroup(): Promise<readonly Seen[]>
  /** Everything due on the way happens at its time. */
  until(instant: Date): Promise<void>
  /** The secretary's phone as it stands is worth a picture. */
  pictures?(name: string): Promise<void>
}

interface Wanted {
  readonly file?: RegExp
  readonly picture?: string
}

/** What the first month leaves to the second. */
export interface Held {
  readonly meeting: LocalDate
  readonly reviewee: string
}

const zone = 'Asia/Ho_Chi_Minh'
const task = 'Thăm hộ neo đơn'
const openTask = 'Rà soát nguồn kết nạp'

export class Secretary {
  private readonly desk: Desk

  constructor(desk: Desk) {
    this.desk = desk
  }

  /** What comes must match, and bring that file or none. */
  async says(typed: string, hears: RegExp, { file, picture }: Wanted = {}): Promise<string> {
    const seen = (await this.desk.types(this.desk.secretary, typed)).filter(isReply)
    const text = seen.map((each) => each.text).join('\n')
    expect(text, typed).toMatch(hears)
    const files = seen.flatMap((each) => each.file ?? [])
    expect(
      files.map(({ name }) => name),
      typed,
    ).toEqual(file === undefined ? [] : [expect.stringMatching(file) as unknown])
    for (const each of files) expect(await opens(each), each.name).not.toMatch(canary)
    if (picture !== undefined) await this.desk.pictures?.(picture)
    return text
  }

  /** How often something came to them. */
  async heard(what: RegExp): Promise<readonly Seen[]> {
    return (await this.desk.privately(this.desk.secretary)).filter(({ text }) => what.test(text))
  }
}

const at = (meeting: LocalDate, days: number, time: string): Date =>
  instantOf(addDays(meeting, days), localTime(time), zone)
const dayMonth = (date: LocalDate): string => date.split('-').slice(1).toReversed().join('/')
const numberOf = (list: string, name: string): string =>
  new RegExp(`^(\\d+)\\. ${name}: `, 'mu').exec(list)?.[1] ?? 'no number'

async function nextMeeting(secretary: Secretary): Promise<LocalDate> {
  const said = await secretary.says('/hop', /sinh hoạt/u)
  const [, day, month, year] = /(\d\d)\/(\d\d)\/(\d{4})/u.exec(said) ?? []
  return localDate(`${year ?? ''}-${month ?? ''}-${day ?? ''}`)
}

/** One setting there and back: nothing of the month has moved. */
async function changesSetting(secretary: Secretary): Promise<void> {
  await secretary.says('/caidat', /^Cài đặt của Chi bộ/u, { picture: 'cai-dat' })
  await secretary.says(
    '/caidat lịch nhắc 6',
    /^Nhắc riêng đồng chí chưa xong, lần cuối: trước họp 2 ngày, 19 giờ/u,
  )
  await secretary.says(
    'trước 3 ngày 19 giờ',
    /thành “trước họp 3 ngày, 19 giờ”[^]*Kỳ tới: mở 8 giờ ngày/u,
    { picture: 'cai-dat-doi' },
  )
  await secretary.says('có', /^Đã đổi [^]*“hoàn tác” trong vòng một ngày/u)
  await secretary.says('hoàn tác', /^Đã hoàn tác: [^]* trở lại “trước họp 2 ngày, 19 giờ”/u)
}

async function recordsPaper(secretary: Secretary, name: string): Promise<void> {
  const number = numberOf(
    await secretary.says('/phieugiay', new RegExp(`^\\d+\\. ${name}: chưa làm`, 'mu')),
    name,
  )
  await secretary.says(`/phieugiay ${number}`, /^Số phiếu giấy khổ A5 trong tệp: 1\./u, {
    file: /\.docx$/u,
    picture: 'phieu-giay',
  })
  await secretary.says(
    `/phieugiay ${number} xong`,
    new RegExp(`^Đã ghi đồng chí ${name} làm phiếu`, 'u'),
  )
}

/** From five days before the meeting to the eve of it; gives whose turn it is. */
async function prepares(desk: Desk, secretary: Secretary, before?: Held): Promise<Held> {
  const meeting = await nextMeeting(secretary)
  if (before === undefined) await changesSetting(secretary)
  const typed = before === undefined ? '/xoayvong 1' : '/xoayvong'
  const rotation = await secretary.says(typed, /Đến lượt:\n1\. .* – chưa có lượt nào/u, {
    picture: 'xoay-vong',
  })
  const reviewee = /Đến lượt:\n1\. (.*) – /u.exec(rotation)?.[1] ?? 'nobody'
  if (before !== undefined) {
    expect(reviewee).not.toBe(before.reviewee)
    expect(rotation).toContain(`Đã kiểm điểm:\n– ${before.reviewee}: `)
  }
  await secretary.says('/hop chương trình', /^Chương trình buổi sinh hoạt [^]*Cộng 90 phút/u, {
    picture: 'chuong-trinh',
  })
  await secretary.says(
    'mục 5 20 phút',
    /^Đã ghi chương trình\.[^]*\n5\. [^\n]* \(20 phút\)[^]*Cộng 95 phút/u,
  )
  await secretary.says('/lichhop', /./u, { file: /\.ics$/u, picture: 'lich-hop' })
  await recordsPaper(secretary, desk.onPaper)
  for (const [index, member] of desk.members.entries()) await fillsSheet(desk, member, index < 2)
  await secretary.says('/thamgia', new RegExp(`Ghi giấy: 1\\n– ${desk.onPaper}`, 'u'), {
    picture: 'tham-gia',
  })
  await desk.until(at(meeting, -1, '10:00'))
  await secretary.says('đã đăng tài liệu', /^Đã ghi: tài liệu của buổi sinh hoạt [^]* đã đăng/u)
  return { meeting, reviewee }
}

/** The evening before: one message with everything, and its picture. */
async function readsBrief(
  desk: Desk,
  secretary: Secretary,
  { meeting, reviewee }: Held,
  before?: Held,
): Promise<void> {
  await desk.until(at(meeting, -1, '20:01'))
  const date = `${dayMonth(meeting)}/${meeting.slice(0, 4)}`
  const briefs = await secretary.heard(new RegExp(`^CHUẨN BỊ SINH HOẠT: .*${date}`, 'u'))
  expect(briefs).toHaveLength(1)
  const text = briefs[0]?.text ?? ''
  expect(text).toContain(`Xoay vòng kiểm điểm: ${reviewee}.`)
  expect(text).toContain('tài liệu buổi họp đã đăng')
  expect(text).not.toMatch(canary)
  if (before === undefined) expect(text).not.toContain('Việc theo nghị quyết còn phải làm')
  else
    expect(text).toMatch(
      new RegExp(`Việc theo nghị quyết còn phải làm: 1, quá hạn 0\\.\\n– ${openTask}`, 'u'),
    )
  const all = await desk.privately(desk.secretary)
  const after = all.slice(all.findLastIndex((each) => each.text === text))
  const files = after.flatMap(({ file }) => file ?? [])
  expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/\.png$/u)])
  for (const file of files) await opens(file)
  await desk.pictures?.('chuan-bi')
}

/** Attendance and the steps, at the meeting's own times. */
async function holds(
  desk: Desk,
  secretary: Secretary,
  { meeting, reviewee }: Held,
): Promise<string> {
  await desk.until(at(meeting, 0, '19:00'))
  const absent = desk.members.find((name) => name !== reviewee) ?? 'nobody'
  const number = numberOf(await secretary.says('/diemdanh', /^Điểm danh buổi sinh hoạt/u), absent)
  await secretary.says(
    `${number} vắng có lý do`,
    new RegExp(`^Đã ghi ${absent}: vắng có lý do\\.`, 'u'),
  )
  const counted = await secretary.says(
    'Còn lại có mặt',
    /vắng có lý do 1, vắng không lý do 0, chưa ghi 0/u,
    { picture: 'diem-danh' },
  )
  expect(counted).toMatch(/có mặt \d+ \(\d\d,\d\u00a0%\)/u)
  await desk.until(at(meeting, 0, '20:00'))
  await secretary.says('/buoihop', /9 bước, 95 phút theo chương trình/u)
  await secretary.says('/buoihop bắt đầu 19h30', /^Đã ghi[^]*Bước 1\/9: /u)
  for (let step = 2; step <= 9; step += 1) {
    const said = await secretary.says(
      'Xong bước này',
      new RegExp(`Bước ${String(step)}/9: `, 'u'),
      step === 5 ? { picture: 'buoi-hop' } : {},
    )
    if (step === 5) expect(said).toContain(`Đến lượt tự kiểm điểm: ${reviewee}.`)
  }
  await desk.until(at(meeting, 0, '21:00'))
  await secretary.says(
    'Xong, kết thúc buổi họp',
    /từ 19 giờ 30 đến 21 giờ(?: \d\d)?, \d+ phút \(chương trình 95 phút\)/u,
  )
  return absent
}

/** The hundred points, by what the assistant suggests, else one under the most. */
async function scores(desk: Desk, secretary: Secretary, before?: Held): Promise<void> {
  let said = await secretary.says('/danhgia', /Tiêu chí 1\/7/u, { picture: 'danh-gia-tieu-chi' })
  expect(said).toMatch(/Trợ lý biết: họp từ 19 giờ 30 đến 21 giờ/u)
  for (let number = 1; number <= 7; number += 1) {
    if (number === 2)
      expect(said).toMatch(/Trợ lý biết: dự \d+\/\d+ \(\d\d,\d\u00a0%\), vắng không lý do 0/u)
    if (number === 3) expect(said).toContain('đã báo tài liệu đã đăng')
    if (number === 6)
      expect(said).toMatch(
        before === undefined
          ? /Nghị quyết kỳ trước chưa ghi việc nào/u
          : /có 2 việc, đã xong 1 \(50,0\u00a0%\)/u,
      )
    const points =
      /Gợi ý: (\d+) điểm/u.exec(said)?.[1] ??
      String(Number(/tối đa (\d+) điểm/u.exec(said)?.[1]) - 1)
    const last = number === 7
    said = await secretary.says(
      points,
      last
        ? /^Điểm đề xuất cho buổi sinh hoạt/u
        : new RegExp(`Tiêu chí ${String(number + 1)}/7`, 'u'),
      last ? { picture: 'danh-gia' } : {},
    )
  }
  expect(said).toMatch(/: \d+\/100 điểm, mức (?:Tốt|Khá|Trung bình|Kém)\./u)
  expect(said).toContain('đề xuất để chi bộ biểu quyết, không phải kết quả chính thức')
}

async function givesTasks(desk: Desk, secretary: Secretary, meeting: LocalDate): Promise<void> {
  await secretary.says('/congviec', /chưa có việc nào được ghi/u)
  await secretary.says('Thêm việc', /ai – việc – hạn/u)
  const lines = `${desk.members[0] ?? ''} – ${task} – ${dayMonth(addDays(meeting, 10))}\nchi ủy – ${openTask} – ${dayMonth(addDays(meeting, 60))}`
  await secretary.says(lines, /Trợ lý hiểu là 2 việc/u, { picture: 'cong-viec-doc-lai' })
  await secretary.says('đúng', /^Đã ghi 2 việc\.[^]*đang làm 2, quá hạn 0/u, {
    picture: 'cong-viec',
  })
}

/** The day after: tasks, score and papers. */
async function reports(
  desk: Desk,
  secretary: Secretary,
  held: Held,
  absent: string,
  before?: Held,
): Promise<void> {
  const { meeting } = held
  await desk.until(at(meeting, 1, '09:00'))
  if (before === undefined) await givesTasks(desk, secretary, meeting)
  else
    await secretary.says(
      '/congviec',
      new RegExp(`Việc của các nghị quyết trước, còn phải làm:\\n1\\. ${openTask}`, 'u'),
    )
  await scores(desk, secretary, before)
  const minutes = await secretary.says('/bienban', /vắng có lý do 1, không lý do 0/u, {
    file: /^Biên bản.*\.docx$/u,
    picture: 'bien-ban',
  })
  expect(minutes).not.toContain(absent)
  await secretary.says('/kehoach', /./u, { file: /^Kế hoạch.*\.docx$/u, picture: 'ke-hoach' })
  await secretary.says('/baocao', /./u, { file: /^Báo cáo.*\.docx$/u, picture: 'bao-cao' })
  await secretary.says('/danhsach', /./u, { file: /\.xlsx$/u, picture: 'danh-sach' })
  const register = await secretary.says('/danhsach điểm danh', /^Bảng điểm danh năm \d{4}/u, {
    file: /\.xlsx$/u,
    picture: 'danh-sach-diem-danh',
  })
  const year = /^Bảng điểm danh năm (\d{4})/u.exec(register)?.[1] ?? 'no year'
  const inYear = [before?.meeting, meeting].filter((date) => date?.startsWith(year) === true)
  expect(register).toContain(`: ${String(inYear.length)} buổi sinh hoạt`)
  const summary = await secretary.says('/tonghop', /TỔNG HỢP TỰ SOI, TỰ SỬA/u, {
    file: /\.png$/u,
    picture: 'tong-hop',
  })
  if (before !== undefined) expect(summary).toMatch(/tháng trước/u)
}

/** All said to be done: asked once. Said nothing: asked a second time. */
async function keepsPapers(
  desk: Desk,
  secretary: Secretary,
  { meeting }: Held,
  isDone: boolean,
): Promise<void> {
  const date = `${dayMonth(meeting)}/${meeting.slice(0, 4)}`
  await desk.until(at(meeting, 2, '10:00'))
  expect(
    await secretary.heard(
      new RegExp(`^Kính gửi đồng chí\\. Buổi sinh hoạt vừa qua: .*${date}`, 'u'),
    ),
  ).toHaveLength(1)
  if (isDone) {
    await secretary.says('biên bản đã xong', /Còn lại: nghị quyết, đăng Sổ tay/u, {
      picture: 'ho-so',
    })
    await secretary.says('nghị quyết đã xong', /Còn lại: đăng Sổ tay/u)
    await secretary.says('đã đăng sổ tay', /Hồ sơ của buổi sinh hoạt đã đủ/u)
  }
  await desk.until(at(meeting, 2, '20:00'))
  expect(
    await secretary.heard(new RegExp(`nhắc lại về buổi sinh hoạt vừa qua: .*${date}`, 'u')),
  ).toHaveLength(isDone ? 0 : 1)
}

/** Whoever is responsible is reminded, alone, and reports; the secretary hears of it. */
async function doesTask(desk: Desk, secretary: Secretary, { meeting }: Held): Promise<void> {
  const [responsible = '', ...others] = desk.members
  const remindedOf = async (who: string) =>
    (await desk.privately(who)).filter(
      ({ text }) => text.includes(task) && text.startsWith('Kính gửi đồng chí.'),
    )
  await desk.until(at(meeting, 7, '20:00'))
  expect(await remindedOf(responsible)).toHaveLength(1)
  for (const other of [...others, desk.secretary])
    expect(await remindedOf(other), other).toEqual([])
  await desk.types(responsible, 'công việc')
  const [own] = await desk.types(responsible, 'Xong việc 1')
  expect(own?.text).toMatch(/^Đã ghi: việc xong\./u)
  expect(
    await secretary.heard(
      new RegExp(`^Đồng chí ${responsible} báo đã xong việc chi bộ giao: ${task}`, 'u'),
    ),
  ).toHaveLength(1)
}

/**
 * What the group heard since it was bound: each notice of both months once, nobody's name, nobody's
 * words.
 */
async function expectGroup(desk: Desk, meetings: readonly LocalDate[]): Promise<void> {
  const texts = (await desk.inGroup()).map(({ text }) => text)
  const counts = (what: string): number => texts.filter((text) => text.includes(what)).length
  for (const meeting of meetings) {
    for (const place of [1, 2, 3])
      expect(
        texts.filter(
          (text) =>
            text.includes(`${dayMonth(meeting)}/${meeting.slice(0, 4)}`) &&
            text.includes(`lần ${String(place)}/3`),
        ),
      ).toHaveLength(1)
  }
  expect(texts.filter((text) => /Kỳ tự soi tháng [\d/]+ đã mở/u.test(text))).toHaveLength(
    meetings.length,
  )
  const once = texts.filter((text) => !text.includes('việc tự sửa đến hạn'))
  expect(new Set(once).size).toBe(once.length)
  for (const name of [desk.secretary, ...desk.members, desk.onPaper, task, openTask])
    expect(counts(name), name).toBe(0)
  expect(texts.join('\n')).not.toMatch(canary)
}

/**
 * The whole of it; the round of the first meeting is open, and it is five days before that meeting.
 */
export async function twoMeetings(desk: Desk): Promise<void> {
  const secretary = new Secretary(desk)
  const first = await prepares(desk, secretary)
  await readsBrief(desk, secretary, first)
  await reports(desk, secretary, first, await holds(desk, secretary, first))
  await keepsPapers(desk, secretary, first, true)
  await doesTask(desk, secretary, first)
  await desk.until(at(first.meeting, 25, '09:00'))
  const second = await prepares(desk, secretary, first)
  await readsBrief(desk, secretary, second, first)
  await reports(desk, secretary, second, await holds(desk, secretary, second), first)
  await keepsPapers(desk, secretary, second, false)
  await expectGroup(desk, [first.meeting, second.meeting])
  const seen = (await desk.privately(desk.secretary)).map(({ text }) => text)
  expect(seen.join('\n')).not.toMatch(canary)
}
