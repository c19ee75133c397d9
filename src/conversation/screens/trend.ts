// A quarter or a year in the chat: sums of what was published at each closing, and the same months
// of the years before.
import { type Closing, sumClosings, type SummedClosings } from '../../domain/closings.ts'
import type { PeriodSpan } from '../../domain/period-span.ts'
import { percentOf } from '../../domain/participation.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import { reachesMark } from '../../domain/remedy.ts'
import { silenceOf } from '../../domain/summary.ts'
import type { DoneOfDue } from '../../domain/suppression.ts'
import type { TrendYear } from '../../domain/trend.ts'
import { formatNumber, formatPercent, formatPeriod } from '../../i18n/format.ts'
import type { Translator } from '../../i18n/translator.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { choice, message, type Moment } from '../turn.ts'
import { spanName } from './report.ts'
import { doneText, type Naming, namingOf, rowText } from './summary.ts'

interface SpanSummary {
  readonly branch: string
  readonly span: PeriodSpan
  /** At least one. */
  readonly closings: readonly Closing[]
  readonly trend: readonly TrendYear[]
  /** Of the last closing. */
  readonly pack: Pack
}

function percentText(percent: number | null, t: Translator): string {
  return percent === null ? '–' : formatPercent(percent, t.language)
}

/** The years in a line each; nothing where there is one year only. */
export function trendLines(trend: readonly TrendYear[], t: Translator): readonly string[] {
  return trend.map(({ span, rounds, percent }) =>
    t('trend.year', { span: spanName(span, t), rounds, percent: percentText(percent, t) }),
  )
}

function rowsText(
  rows: SummedClosings['heads'],
  nameOf: (id: string) => string,
  naming: Naming,
  moment: Moment,
): readonly string[] {
  const { t } = moment
  return rows.map(({ id, row }) => {
    const figures =
      row.kind === 'withheld'
        ? t('trend.withheld')
        : t('trend.figures', {
            figures: rowText({ id, row, changes: [] }, naming, moment),
            rounds: row.months,
          })
    return `– ${nameOf(id)}: ${figures}`
  })
}

function contentText({ heads, groups }: SummedClosings, pack: Pack, moment: Moment): string {
  const { t } = moment
  const inOrder = pack.heads.flatMap(({ id }) => heads.filter((row) => row.id === id))
  const headName = (id: string): string =>
    pack.heads.find((head) => head.id === id)?.name[t.language] ?? id
  return [
    t('trend.content'),
    ...rowsText(inOrder, headName, namingOf(pack.scale, moment), moment),
    ...rowsText(
      groups,
      (id) => t('summary.group', { id }),
      namingOf(pack.manifestationScale, moment),
      moment,
    ),
  ].join('\n')
}

/** `– Tháng 11/2026: 9 trong 11 việc đến hạn …`, or that no number is said. */
function remedyMonth({ period, published }: Closing, moment: Moment): string {
  const { t } = moment
  const { remedies } = published
  return t('register.month', {
    period: formatPeriod(period),
    said: remedies === null ? t('trend.noFigure') : doneText(shareOf(remedies), moment),
  })
}

function shareOf(of: DoneOfDue): Parameters<typeof doneText>[0] {
  return { ...of, percent: percentOf(of.done, of.due), reachesMark: reachesMark(of) }
}

/** Months of which a figure was said; they are not added, as what is overdue is due in each. */
function remediesText(closings: readonly Closing[], t: Translator): string {
  const number = (value: number): string => formatNumber(value, t.language)
  const months = closings.flatMap(({ period, published: { remedies } }) =>
    remedies === null
      ? []
      : [
          t('trend.doneOfDue', {
            period: formatPeriod(period),
            done: number(remedies.done),
            due: number(remedies.due),
          }),
        ],
  )
  return months.length === 0
    ? t('trend.remediesWithheld')
    : t('trend.remedies', { months: months.join('; ') })
}

function voicesText({ voices }: SummedClosings, t: Translator): string {
  if (voices === null) return t('trend.voicesWithheld')
  return voices > 0
    ? t('trend.voices', { count: formatNumber(voices, t.language) })
    : t('summary.noVoices')
}

/**
 * One message within 2,000 characters. The months one by one are in the report, which is offered.
 */
export function spanSummaryScreen(
  { branch, span, closings, trend, pack }: SpanSummary,
  moment: Moment,
): Outbound {
  const { t } = moment
  const summed = sumClosings(closings)
  const name = spanName(span, t)
  const number = (value: number): string => formatNumber(value, t.language)
  const years = trendLines(trend, t)
  return message(
    [
      t('trend.title', { span: name.toLocaleUpperCase(t.language), branch }),
      t('trend.participation', {
        rounds: closings.length,
        took: number(summed.tookPart),
        expected: number(summed.expected),
        percent: percentText(summed.percent, t),
      }),
      contentText(summed, pack, moment),
      remediesText(closings, t),
      voicesText(summed, t),
      years.length === 0 ? null : [t('trend.years'), ...years].join('\n'),
    ],
    [choice(t('commands.baocao.label'), { kind: 'say', text: `/baocao ${spanName(span, t)}` })],
  )
}

/** Remedies as they were said at the last closing. */
export function lastRemediesScreen(branch: string, closing: Closing, moment: Moment): Outbound {
  const { t } = moment
  const { period, published } = closing
  const said =
    published.remedies === null
      ? t(`summary.missing.${silenceOf(published) ?? 'fewOwners'}`, {
          count: formatNumber(published.sheets, t.language),
        })
      : doneText(shareOf(published.remedies), moment)
  const title = t('branchRemedies.title', { branch, period: formatPeriod(period) })
  return message([`${title} ${said}`, t('branchRemedies.note')])
}

/** What is said beside the register: the same months, the same figures. */
export function registerScreen(
  branch: string,
  closings: readonly Closing[],
  moment: Moment,
): Outbound {
  const lines = closings.map((closing) => remedyMonth(closing, moment))
  return message([moment.t('register.done', { branch }), lines.join('\n')])
}

/** Remedies of a quarter or a year: month by month, then year against year. */
export function spanRemediesScreen(
  { branch, span, closings, trend }: Omit<SpanSummary, 'pack'>,
  moment: Moment,
): Outbound {
  const { t } = moment
  const years = trendLines(trend, t)
  return message([
    t('trend.remediesTitle', { branch, span: spanName(span, t) }),
    closings.map((closing) => remedyMonth(closing, moment)).join('\n'),
    years.length === 0 ? null : [t('trend.years'), ...years].join('\n'),
    t('branchRemedies.note'),
  ])
}
