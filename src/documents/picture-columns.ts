// Twelve months as columns: participation, and remedies.
import {
  afterSwatch,
  font,
  gutter,
  ink,
  lineHeight,
  type Option,
  type Part,
  right,
  side,
  size,
  swatch,
  width,
  words,
} from './picture-ink.ts'
import type { PictureMonth, SummaryPicture } from './summary-picture.ts'

const plotHeight = 230
type Remedies = NonNullable<PictureMonth['remedies']>

const axisText = { fontFamily: font, fontSize: size.small, color: ink.text, interval: 0 }

function columnGrid(top: number): Option {
  return { left: gutter, right, top, height: plotHeight }
}

/** A month's number with its year under it, and what else stands there, a row each. */
function monthAxis(
  index: number,
  months: readonly PictureMonth[],
  rows: readonly ((month: PictureMonth) => string)[] = [],
): Option {
  const label = (month: PictureMonth): string =>
    [month.month, month.year, ...rows.map((row) => row(month))].join('\n')
  return {
    type: 'category',
    gridIndex: index,
    data: months.map(label),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: ink.line, width: 2 } },
    axisLabel: { ...axisText, lineHeight, margin: 14 },
  }
}

function valueAxis(index: number, max: number | undefined): Option {
  const hidden = { show: false }
  return {
    type: 'value',
    gridIndex: index,
    min: 0,
    ...(max !== undefined && { max }),
    splitLine: hidden,
    axisLabel: hidden,
    axisLine: hidden,
    axisTick: hidden,
  }
}

function bars(index: number, data: readonly unknown[], color: string, more: Option = {}): Option {
  return {
    type: 'bar',
    xAxisIndex: index,
    yAxisIndex: index,
    data,
    itemStyle: { color },
    silent: true,
    ...more,
  }
}

/** Where a column has no bar, so that it is not taken for one of height nought. */
function nothing(months: readonly PictureMonth[], none: string, bottom: number): readonly Option[] {
  const wide = (width - gutter - right) / months.length
  return months.flatMap(({ percent }, place) =>
    percent === null ? [words(none, gutter + (place + 0.5) * wide - 10, bottom - 50)] : [],
  )
}

export function participation({ participation: { title, none }, months }: SummaryPicture): Part {
  const plotTop = 62 + size.text
  const last = months.length - 1
  const data = months.map(({ percent }, place) => ({
    value: percent ?? '-',
    itemStyle: { color: place === last ? ink.dark : ink.middle },
  }))
  const label = {
    show: true,
    position: 'top',
    distance: 6,
    fontFamily: font,
    fontSize: size.small,
    color: ink.text,
    formatter: ({ dataIndex }: { dataIndex: number }) => months[dataIndex]?.percentText ?? '',
  }
  return {
    height: plotTop + plotHeight + 2 * lineHeight + 64,
    at: (top, index) => ({
      grids: [columnGrid(top + plotTop)],
      xAxes: [monthAxis(index, months)],
      yAxes: [valueAxis(index, 100)],
      series: [bars(index, data, ink.middle, { barWidth: '64%', label })],
      graphics: [
        words(title, side, top, { points: size.section, bold: true }),
        ...nothing(months, none, top + plotTop + plotHeight),
      ],
    }),
  }
}

export function remedies({ remedies: { title, due, done, none }, months }: SummaryPicture): Part {
  const plotTop = 72
  const rowsTop = plotTop + plotHeight + 10 + 2 * lineHeight
  const rowAt = (place: number): number => rowsTop + place * lineHeight
  const value = (kind: keyof Remedies) =>
    months.map(({ remedies: counts }) => counts?.[kind].value ?? '-')
  const row =
    (kind: keyof Remedies) =>
    ({ remedies: counts }: PictureMonth): string =>
      counts?.[kind].text ?? none
  return {
    height: rowAt(2) + 64,
    at: (top, index) => ({
      grids: [columnGrid(top + plotTop)],
      xAxes: [monthAxis(index, months, [row('due'), row('done')])],
      yAxes: [valueAxis(index, undefined)],
      series: [
        bars(index, value('due'), ink.light, { barWidth: '34%', barGap: '6%' }),
        bars(index, value('done'), ink.dark, { barWidth: '34%' }),
      ],
      graphics: [
        words(title, side, top, { points: size.section, bold: true }),
        swatch(ink.light, side, top + rowAt(0) + 6),
        swatch(ink.dark, side, top + rowAt(1) + 6),
        ...[due, done].map((head, place) =>
          words(head, side + afterSwatch, top + rowAt(place) + 6, { points: size.small }),
        ),
      ],
    }),
  }
}
