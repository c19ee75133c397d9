// The picture beside a summary, and the same in words. It shows what the summary says and what
// earlier closings published: what is withheld there has no number here.
import type {
  Figure,
  PictureHead,
  PictureMonth,
  SummaryPicture,
} from '../../documents/summary-picture.ts'
import type { Closing } from '../../domain/closings.ts'
import { percentOf, tookPart } from '../../domain/participation.ts'
import { addPeriods, type Period, periodIndex, periodParts } from '../../domain/period.ts'
import type { SummaryRow } from '../../domain/summary.ts'
import type { DoneOfDue } from '../../domain/suppression.ts'
import { formatNumber, formatPeriod } from '../../i18n/format.ts'
import type { Translator } from '../../i18n/translator.ts'
import type { FileDraft, Moment } from '../turn.ts'
import { namingOf, rowText, type SummaryData } from './summary.ts'

/** A young branch is shown from its first closing on, and six months at the least. */
export const picturedMonths = 12
const fewestMonths = 6

function periodsOf(last: Period, closings: readonly Closing[]): readonly Period[] {
  const first = closings[0]?.period ?? last
  const count = Math.min(
    picturedMonths,
    Math.max(fewestMonths, periodIndex(last) - periodIndex(first) + 1),
  )
  return Array.from({ length: count }, (_, place) => addPeriods(last, place + 1 - count))
}

function figureOf(value: number, { language }: Translator): Figure {
  return { value, text: formatNumber(value, language) }
}

/** Whole percents without a decimal: a column is narrow. */
function percentText(percent: number, { language }: Translator): string {
  return formatNumber(percent, language, Number.isInteger(percent) ? 0 : 1)
}

/**
 * The month itself as its summary tells it, late sheets and all; the others as they were at their
 * closing.
 */
function percentAt(
  { period, participation }: SummaryData['summary'],
  at: Period,
  closing: Closing | undefined,
): number | null {
  if (at === period) return participation.kind === 'shown' ? participation.percent : null
  return closing === undefined ? null : percentOf(tookPart(closing.roster), closing.roster.expected)
}

function remediesAt(
  { period, remedies }: SummaryData['summary'],
  at: Period,
  closing: Closing | undefined,
): DoneOfDue | null {
  if (at !== period) return closing?.published.remedies ?? null
  return remedies.kind === 'shown' ? remedies : null
}

function monthOf(
  { summary }: SummaryData,
  closings: readonly Closing[],
  at: Period,
  t: Translator,
): PictureMonth {
  const closing = closings.find(({ period }) => period === at)
  const { month, year } = periodParts(at)
  const percent = percentAt(summary, at, closing)
  const counts = remediesAt(summary, at, closing)
  return {
    month: String(month),
    year: month === 1 ? String(year) : '',
    percent,
    percentText: percent === null ? t('picture.none') : percentText(percent, t),
    remedies:
      counts === null ? null : { due: figureOf(counts.due, t), done: figureOf(counts.done, t) },
  }
}

function headOf(
  name: string,
  found: SummaryRow | undefined,
  { pack }: SummaryData,
  moment: Moment,
): PictureHead {
  const { t } = moment
  const row = found?.row
  if (
    found === undefined ||
    (row?.kind !== 'figures' && row?.kind !== 'majority' && row?.kind !== 'mixed')
  )
    return { name, parts: null, words: t('picture.few') }
  const words = rowText({ ...found, changes: [] }, namingOf(pack.scale, moment), moment)
  if (row.kind !== 'figures') return { name, parts: null, words }
  const placeOf = (level: string): number => pack.scale.levels.findIndex(({ id }) => id === level)
  const parts = row.blocks.map(({ levels, count }) => {
    return {
      share: count / row.respondents,
      text: formatNumber(count, t.language),
      levels: levels.map(placeOf),
    }
  })
  return { name, parts, words }
}

function headsOf(data: SummaryData, moment: Moment): SummaryPicture['heads'] {
  const { t } = moment
  const {
    summary: { content, period },
    pack,
  } = data
  const isShown = content.kind === 'shown'
  const values = {
    period: formatPeriod(period),
    count: isShown ? formatNumber(content.sheets, t.language) : '',
  }
  const name = namingOf(pack.scale, moment)
  return {
    title: isShown ? t('picture.heads', values) : t('picture.headsMissing', values),
    levels: pack.scale.levels.map(({ id }) => name([id])),
    rows: pack.heads.map((head) => {
      return headOf(
        head.name[t.language],
        isShown ? content.heads.find(({ id }) => id === head.id) : undefined,
        data,
        moment,
      )
    }),
  }
}

/**
 * `closings`: those of the months before, and of the month itself where it is closed; oldest first.
 */
export function summaryPicture(
  data: SummaryData,
  closings: readonly Closing[],
  moment: Moment,
): SummaryPicture {
  const { t } = moment
  const { period, isOpen } = data.summary
  const periods = periodsOf(period, closings)
  const span = { from: formatPeriod(periods[0] ?? period), to: formatPeriod(period) }
  return {
    kind: 'picture',
    title: t('picture.title', { period: formatPeriod(period) }),
    branch: data.branchName,
    note: isOpen ? t('picture.noteOpen') : t('picture.note'),
    months: periods.map((at) => monthOf(data, closings, at, t)),
    participation: { title: t('picture.participation', span), none: t('picture.none') },
    remedies: {
      title: t('picture.remedies', span),
      due: t('picture.due'),
      done: t('picture.done'),
      none: t('picture.none'),
    },
    heads: headsOf(data, moment),
  }
}

/** Everything in the picture, for whoever hears it read or sees no picture. */
function pictureInWords(
  { months, heads, note, branch }: SummaryPicture,
  period: Period,
  { t }: Moment,
): string {
  const { year } = periodParts(addPeriods(period, 1 - months.length))
  const named = (figures: (month: PictureMonth) => string): string =>
    months
      .map((month, place) => {
        const years = place === 0 ? `/${String(year)}` : month.year === '' ? '' : `/${month.year}`
        return t('picture.alt.month', { month: `${month.month}${years}`, figures: figures(month) })
      })
      .join('; ')
  const counts = ({ remedies }: PictureMonth): string =>
    remedies === null
      ? t('picture.none')
      : t('picture.alt.counts', {
          done: remedies.done.text,
          due: remedies.due.text,
        })
  return [
    t('picture.alt.opening', { period: formatPeriod(period), branch, note }),
    t('picture.alt.participation', { months: named(({ percentText: percent }) => percent) }),
    t('picture.alt.remedies', { months: named(counts) }),
    `${heads.title}:`,
    ...heads.rows.map(({ name, words }) => t('picture.alt.head', { name, words })),
  ].join('\n')
}

/** The picture with the words that go with it. */
export function pictureFile(
  data: SummaryData,
  closings: readonly Closing[],
  moment: Moment,
): FileDraft {
  const { t } = moment
  const { period } = data.summary
  const paper = summaryPicture(data, closings, moment)
  const fileName = t('picture.fileName', { period: formatPeriod(period).replace('/', '-') })
  return {
    paper,
    fileName,
    alt: pictureInWords(paper, period, moment),
    linkLine: t('picture.link'),
  }
}
