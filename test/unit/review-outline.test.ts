import { describe, expect, it } from 'vitest'
import { localDate } from '../../src/domain/local-date.ts'
import { period } from '../../src/domain/period.ts'
import { reviewOutline } from '../../src/domain/review-outline.ts'

describe('the outline of a review', () => {
  it('is a member’s own words of the last three rounds, and how their remedies stand', () => {
    const own = ['2026-10', '2026-09', '2026-08', '2026-07'].map((name) => ({
      period: period(name),
      answers: [
        { question: 'deed.text', text: `Việc ${name}` },
        { question: 'h.duties.measure', text: 'khác' },
      ],
    }))
    const remedy = (status: 'open' | 'done' | 'dropped', measure: string) => ({
      status,
      measure,
      cause: 'chủ quan',
      dueOn: localDate('2026-10-31'),
    })
    const outline = reviewOutline(
      own,
      [remedy('open', 'Đọc'), remedy('done', 'Viết'), remedy('dropped', 'Bỏ')],
      localDate('2026-11-01'),
    )
    expect(outline.deeds).toEqual(['Việc 2026-10', 'Việc 2026-09', 'Việc 2026-08'])
    expect(outline.mending.map(({ measure, isLate }) => [measure, isLate])).toEqual([['Đọc', true]])
    expect(outline.mended.map(({ measure }) => measure)).toEqual(['Viết'])
    expect(outline.shortcomings.map(({ measure }) => measure)).toEqual(['Đọc', 'Viết'])
  })
})
