// What is said beside a report or a register: enough to do without the file.
import type { Closing } from '../../domain/closings.ts'
import { tookPart } from '../../domain/participation.ts'
import { periodParts } from '../../domain/period.ts'
import type { PeriodSpan } from '../../domain/period-span.ts'
import { formatNumber, formatPeriod } from '../../i18n/format.ts'
import type { Translator } from '../../i18n/translator.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { message } from '../turn.ts'

const quarters = ['I', 'II', 'III', 'IV']

/** `tháng 11/2026`, `quý IV/2026`, `năm 2026`. */
export function spanName({ kind, from }: PeriodSpan, t: Translator): string {
  const { year, month, quarter } = periodParts(from)
  return t(`report.span.${kind}`, { year, month, quarter: quarters[quarter - 1] ?? '' })
}

export function monthlyReportScreen(branch: string, span: PeriodSpan, t: Translator): Outbound {
  return message([
    t('report.done', { span: spanName(span, t), branch }),
    t('report.figures', { period: formatPeriod(span.from) }),
  ])
}

export function spanReportScreen(
  branch: string,
  span: PeriodSpan,
  closings: readonly Closing[],
  t: Translator,
): Outbound {
  const lines = closings.map(({ period, roster }) =>
    t('report.month', {
      period: formatPeriod(period),
      took: formatNumber(tookPart(roster), t.language),
      expected: formatNumber(roster.expected, t.language),
    }),
  )
  return message([t('report.done', { span: spanName(span, t), branch }), lines.join('\n')])
}
