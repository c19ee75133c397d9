import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, addMonths, isLocalDate, localDate, partsOf } from '../../src/domain/local-date.ts'
import { foldTyped, parseDueDate } from '../../src/domain/typed-date.ts'

/** A Saturday. */
const today = localDate('2026-11-21')
const anyStart = fc.integer({ min: 0, max: 3000 })

describe('a due date as a member types it, on Saturday 21/11/2026', () => {
  test.each([
    // day and month
    ['20/12', '2026-12-20'],
    ['5/12', '2026-12-05'],
    ['05/12', '2026-12-05'],
    ['20-12', '2026-12-20'],
    ['20.12', '2026-12-20'],
    ['20 12', '2026-12-20'],
    ['20 / 12', '2026-12-20'],
    ['ngày 20/12', '2026-12-20'],
    ['21/11', '2026-11-21'],
    ['20/11', '2027-11-20'],
    ['1/1', '2027-01-01'],
    ['３１／１２', '2026-12-31'],
    ['20/12.', '2026-12-20'],
    ['trước 20/12', '2026-12-20'],
    ['đến ngày 20/12', '2026-12-20'],
    ['trước ngày 20/12', '2026-12-20'],
    ['hạn 20/12', '2026-12-20'],
    // with a year
    ['20/12/2026', '2026-12-20'],
    ['3/1/2027', '2027-01-03'],
    ['20-12-2026', '2026-12-20'],
    ['20.12.26', '2026-12-20'],
    ['20/12/26', '2026-12-20'],
    ['2026-12-20', '2026-12-20'],
    ['20 12 2026', '2026-12-20'],
    ['21/12/2027', '2027-12-21'],
    // in words
    ['ngày 20 tháng 12', '2026-12-20'],
    ['ngay 20 thang 12', '2026-12-20'],
    ['20 tháng 12', '2026-12-20'],
    ['ngày 20 tháng 12 năm 2026', '2026-12-20'],
    ['Ngày 20 Tháng 12', '2026-12-20'],
    ['mùng 3 tháng 1', '2027-01-03'],
    ['mùng 5 tháng 12/2026', '2026-12-05'],
    // a day alone
    ['25', '2026-11-25'],
    ['21', '2026-11-21'],
    ['20', '2026-12-20'],
    ['ngày 20', '2026-12-20'],
    ['mùng 3', '2026-12-03'],
    ['mồng 3', '2026-12-03'],
    ['31', '2026-12-31'],
    ['ngày 25 tháng này', '2026-11-25'],
    ['ngày 5 tháng sau', '2026-12-05'],
    ['ngày mùng 5 tháng tới', '2026-12-05'],
    // ends
    ['hết tháng', '2026-11-30'],
    ['cuối tháng', '2026-11-30'],
    ['het thang', '2026-11-30'],
    ['hết tháng này', '2026-11-30'],
    ['tháng này', '2026-11-30'],
    ['trong tháng', '2026-11-30'],
    ['đến hết tháng', '2026-11-30'],
    ['hết tháng 12', '2026-12-31'],
    ['cuối tháng 12', '2026-12-31'],
    ['tháng 12', '2026-12-31'],
    ['tháng 10', '2027-10-31'],
    ['hết tháng 2', '2027-02-28'],
    ['hết tháng 12/2026', '2026-12-31'],
    ['hết tháng 1 năm 2027', '2027-01-31'],
    ['12/2026', '2026-12-31'],
    ['tháng sau', '2026-12-31'],
    ['hết tháng sau', '2026-12-31'],
    ['tháng tới', '2026-12-31'],
    ['hết quý', '2026-12-31'],
    ['cuối quý', '2026-12-31'],
    ['hết quý IV', '2026-12-31'],
    ['hết quý 1', '2027-03-31'],
    ['quý I', '2027-03-31'],
    ['quý II/2027', '2027-06-30'],
    ['Quý 2 năm 2027', '2027-06-30'],
    ['quý sau', '2027-03-31'],
    ['hết năm', '2026-12-31'],
    ['cuối năm', '2026-12-31'],
    ['cuối năm nay', '2026-12-31'],
    // from today
    ['hôm nay', '2026-11-21'],
    ['ngày mai', '2026-11-22'],
    ['mai', '2026-11-22'],
    ['NGÀY MAI', '2026-11-22'],
    ['ngày kia', '2026-11-23'],
    ['tuần này', '2026-11-22'],
    ['cuối tuần', '2026-11-22'],
    ['tuần sau', '2026-11-29'],
    ['tuần tới', '2026-11-29'],
    ['cuối tuần sau', '2026-11-29'],
    ['10 ngày', '2026-12-01'],
    ['10 ngày nữa', '2026-12-01'],
    ['sau 10 ngày', '2026-12-01'],
    ['2 tuần nữa', '2026-12-05'],
    ['1 tháng', '2026-12-21'],
    // weekdays
    ['thứ sáu', '2026-11-27'],
    ['thứ 6', '2026-11-27'],
    ['t6', '2026-11-27'],
    ['thứ bảy', '2026-11-21'],
    ['thứ bảy tới', '2026-11-28'],
    ['chủ nhật', '2026-11-22'],
    ['chủ nhật này', '2026-11-22'],
    ['thứ hai', '2026-11-23'],
    ['thứ sáu tuần sau', '2026-11-27'],
    ['chủ nhật tuần tới', '2026-11-29'],
    ['thứ tư', '2026-11-25'],
    // English
    ['today', '2026-11-21'],
    ['tomorrow', '2026-11-22'],
    ['next week', '2026-11-29'],
    ['end of month', '2026-11-30'],
    ['end of the quarter', '2026-12-31'],
  ])('"%s" is %s', (typed, date) => {
    expect(parseDueDate(typed, today)).toEqual({ ok: true, date })
    expect(parseDueDate(`  ${typed.normalize('NFD')} `, today)).toEqual({ ok: true, date })
  })

  test.each([
    ['15/13', 'notADate'],
    ['31/02', 'notADate'],
    ['31/2/2027', 'notADate'],
    ['29/02', 'notADate'],
    ['29/2/2027', 'notADate'],
    ['32', 'notADate'],
    ['0', 'notADate'],
    ['00/12', 'notADate'],
    ['12/20', 'notADate'],
    ['31/04', 'notADate'],
    ['tháng 13', 'notADate'],
    ['quý 5', 'notADate'],
    ['ngày 31 tháng này', 'notADate'],
    ['', 'notADate'],
    ['sớm', 'notADate'],
    ['khi nào rảnh', 'notADate'],
    ['2026', 'notADate'],
    ['20/12/126', 'notADate'],
    ['20/12/20266', 'notADate'],
    ['1/2/3/4', 'notADate'],
    ['thứ tám', 'notADate'],
    ['20 tháng', 'tooFar'],
    ['/', 'notADate'],
    ['mười ngày', 'notADate'],
    ['20/11/2026', 'past'],
    ['1/1/2026', 'past'],
    ['31/12/25', 'past'],
    ['hết tháng 10/2026', 'past'],
    ['10/2026', 'past'],
    ['quý III/2026', 'past'],
    ['ngày 5 tháng này', 'past'],
    ['2025-12-20', 'past'],
    ['20/12/0026', 'past'],
    ['22/12/2027', 'tooFar'],
    ['1/1/2028', 'tooFar'],
    ['20/12/2062', 'tooFar'],
    ['400 ngày', 'tooFar'],
    ['14 tháng', 'tooFar'],
    ['hết quý 4/2027', 'tooFar'],
  ])('"%s" is refused: %s', (typed, reason) => {
    expect(parseDueDate(typed, today)).toEqual({ ok: false, reason })
  })

  test.each([
    ['29/02', '2027-12-01', '2028-02-29'],
    ['31', '2027-02-01', '2027-03-31'],
    ['30', '2027-01-31', '2027-03-30'],
    ['31', '2027-01-31', '2027-01-31'],
    ['1/1', '2026-12-31', '2027-01-01'],
    ['hết tháng', '2026-12-31', '2026-12-31'],
    ['tháng sau', '2027-01-31', '2027-02-28'],
    ['quý sau', '2026-12-31', '2027-03-31'],
    ['tuần sau', '2026-11-22', '2026-11-29'],
    ['tuần này', '2026-11-23', '2026-11-29'],
    ['thứ hai', '2026-11-23', '2026-11-23'],
  ])('"%s" on %s is %s', (typed, on, date) => {
    expect(parseDueDate(typed, localDate(on))).toEqual({ ok: true, date })
  })

  test('every day from today to 13 months on can be typed in full, and no other', () => {
    fc.assert(
      fc.property(
        anyStart,
        fc.integer({ min: -800, max: 800 }),
        fc.constantFrom('/', '-', '.', ' tháng '),
        (start, days, sign) => {
          const [from, date] = [addDays(today, start), addDays(today, start + days)]
          const { year, month, day } = partsOf(date)
          const found = parseDueDate(`${String(day)}${sign}${String(month)}/${String(year)}`, from)
          if (days < 0) expect(found).toEqual({ ok: false, reason: 'past' })
          else
            expect(found).toEqual(
              date > addMonths(from, 13) ? { ok: false, reason: 'tooFar' } : { ok: true, date },
            )
        },
      ),
    )
  })

  test('without a year it is the next such day', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 0, max: 364 }), (start, days) => {
        const [from, date] = [addDays(today, start), addDays(today, start + days)]
        const { month, day } = partsOf(date)
        expect(parseDueDate(`${String(day)}/${String(month)}`, from)).toEqual({ ok: true, date })
      }),
    )
  })

  test('whatever is typed, a date found is real, not past and near enough', () => {
    const words = [
      'ngày',
      'tháng',
      'hết',
      'quý',
      'tuần',
      'sau',
      'thứ',
      'mai',
      '3',
      '20',
      '12',
      '31',
      '/',
      '-',
      '2026',
      'năm',
      'x',
    ]
    const phrase = fc
      .array(fc.constantFrom(...words), { maxLength: 6 })
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), phrase), (typed) => {
        const found = parseDueDate(typed, today)
        if (found.ok)
          expect(isLocalDate(found.date) && found.date >= today && found.date <= '2027-12-21').toBe(
            true,
          )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('folding', () => {
  it('keeps letters, digits and the signs of dates', () => {
    const typed = ['Hết THÁNG  12!', '“Đến ２０／１２”', 'quý Ⅳ', '...20/12...']
    expect(typed.map(foldTyped)).toEqual(['het thang 12', 'den 20/12', 'quy iv', '20/12'])
  })
})
