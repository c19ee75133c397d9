// A quarter or a year in the chat: sums of what was published at each closing, and the same months
// of the years before.
import { type Closing, sumClosings, type SummedClosings } from '../../domain/closings.ts'
import type { PeriodSpan } from '../../domain/period-span.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import type { TrendYear } from '../../domain/trend.ts'
import { formatNumber, formatPercent, formatPeriod } from '../../i18n/format.ts'
import type { Translator } from '../../i18n/translator.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { choice, message, type Moment } from '../turn.ts'
import { spanName } from './report.ts'
import { type Naming, namingOf, rowText } from './summary.ts'

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

/**
 * The years in a line each, with the caution that fewer declared are not fewer; nothing where there
 * is one year only.
 */
export function trendLines(trend: readonly TrendYear[], t: Translator): readonly string[] {
  const number = (value: number, decimals = 0): string => formatNumber(value, t.language, decimals)
  const lines = trend.map(({ span, rounds, percent, created, done, perRound }) =>
    t('trend.year', {
      span: spanName(span, t),
      rounds,
      percent: percentText(percent, t),
      created: number(created),
      perRound: number(perRound, 1),
      done: number(done),
    }),
  )
  return lines.length === 0 ? [] : [...lines, t('trend.caution')]
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

/** What stands open is the last closing's: it was carried over from month to month, not added. */
function remediesText(summed: SummedClosings, last: Closing | undefined, t: Translator): string {
  const number = (value: number): string => formatNumber(value, t.language)
  const { inProgress = 0, overdue = 0 } = last?.published.remedies ?? {}
  return t('trend.remedies', {
    created: number(summed.created),
    done: number(summed.done),
    inProgress: number(inProgress),
    overdue: number(overdue),
    period: last === undefined ? '' : formatPeriod(last.period),
  })
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
      remediesText(summed, closings.at(-1), t),
      summed.voices > 0
        ? t('trend.voices', { count: number(summed.voices) })
        : t('summary.noVoices'),
      years.length === 0 ? null : [t('trend.years'), ...years].join('\n'),
    ],
    [choice(t('commands.baocao.label'), { kind: 'say', text: `/baocao ${spanName(span, t)}` })],
  )
}

/** Remedies of a quarter or a year: month by month, then year against year. */
export function spanRemediesScreen(
  { branch, span, closings, trend }: Omit<SpanSummary, 'pack'>,
  moment: Moment,
): Outbound {
  const { t } = moment
  const number = (value = 0): string => formatNumber(value, t.language)
  const months = closings.map(({ period, published: { remedies } }) =>
    t('register.month', {
      period: formatPeriod(period),
      created: number(remedies?.created),
      inProgress: number(remedies?.inProgress),
      overdue: number(remedies?.overdue),
      done: number(remedies?.done),
    }),
  )
  const years = trendLines(trend, t)
  return message([
    t('trend.remediesTitle', { branch, span: spanName(span, t) }),
    months.join('\n'),
    years.length === 0 ? null : [t('trend.years'), ...years].join('\n'),
    t('branchRemedies.note'),
  ])
}
