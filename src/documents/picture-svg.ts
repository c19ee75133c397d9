// The picture beside a summary as SVG: twelve months of participation and of remedies, and the
// month itself head by head.
import { createRequire } from 'node:module'
import type * as Library from 'echarts/core'
import { plainText } from './plain-text.ts'
import type { PictureHead, PictureMonth, SummaryPicture } from './summary-picture.ts'

const width = 1200
const side = 48
const right = 40
/** Left of the columns: the names of the rows under them. */
const gutter = 212
const font = 'Be Vietnam Pro'
/**
 * A phone shows the picture 390 pixels wide, a third of this: nothing is smaller than 32, which is
 * 10 there.
 */
const size = { title: 50, section: 42, text: 36, small: 32 } as const
/** Told apart by lightness too, for whoever sees no colours and for a printer that has none. */
const ink = {
  text: '#1A1A1A',
  quiet: '#4D4D4D',
  line: '#B8B8B8',
  track: '#E9ECEF',
  dark: '#0B4F8A',
  middle: '#5F9ED1',
  light: '#F2B233',
}
/** Best level first; a scale of two or three takes the ends and the middle. */
const shades = [ink.dark, '#3F83BF', '#9CC9EC', '#F7D488', ink.light] as const
const lineHeight = 46
const plotHeight = 230

type Option = Readonly<Record<string, unknown>>
type Remedies = NonNullable<PictureMonth['remedies']>

/** One part of the picture, `height` pixels high. */
interface Part {
  readonly height: number
  /** Axes, bars and words, where the part begins at `top`; its grid is the `index`-th. */
  readonly at: (
    top: number,
    index: number,
  ) => {
    readonly grids: readonly Option[]
    readonly xAxes: readonly Option[]
    readonly yAxes: readonly Option[]
    readonly series: readonly Option[]
    readonly graphics: readonly Option[]
  }
}

interface Writing {
  readonly points?: number
  readonly bold?: boolean
  readonly fill?: string
}

function words(
  text: string,
  x: number,
  y: number,
  { points = size.text, bold = false, fill = ink.text }: Writing = {},
): Option {
  const lines = text.split('\n').map(plainText).join('\n')
  const style = {
    text: lines,
    fontFamily: font,
    fontSize: points,
    fontWeight: bold ? 600 : 400,
    fill,
    lineHeight: points * 1.25,
  }
  return { type: 'text', x, y, style, silent: true }
}

function box(x: number, y: number, wide: number, high: number, fill: string): Option {
  return { type: 'rect', shape: { x, y, width: wide, height: high }, style: { fill }, silent: true }
}

const swatchSize = 28
const afterSwatch = 42

function swatch(fill: string, x: number, y: number): Option {
  return box(x, y + 6, swatchSize, swatchSize, fill)
}

/** Lines of at most so many letters, two at most; what does not fit is left out with dots. */
export function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = ['']
  for (const word of plainText(text).split(/ +/u)) {
    const last = lines.at(-1) ?? ''
    if (last === '' || last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
    else lines.push(word)
  }
  const cut = (line: string): string =>
    line.length > letters ? `${line.slice(0, letters - 1).trimEnd()}…` : line
  const [first = '', second, third] = lines
  if (second === undefined) return [cut(first)]
  return [
    cut(first),
    third === undefined ? cut(second) : cut(`${second} ${third}`.padEnd(letters + 1, '…')),
  ]
}

function heading({ title, branch, note }: SummaryPicture): Part {
  const names = wrapped(branch, 56)
  return {
    height: 92 + (names.length + 1) * lineHeight + 20,
    at: (top) => ({
      grids: [],
      xAxes: [],
      yAxes: [],
      series: [],
      graphics: [
        words(title, side, top, { points: size.title, bold: true }),
        words(names.join('\n'), side, top + 74),
        words(note, side, top + 78 + names.length * lineHeight, {
          points: size.small,
          fill: ink.quiet,
        }),
      ],
    }),
  }
}

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

function participation({ participation: { title, none }, months }: SummaryPicture): Part {
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

function remedies({
  remedies: { title, created, done, overdue, none },
  months,
}: SummaryPicture): Part {
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
    height: rowAt(3) + 64,
    at: (top, index) => ({
      grids: [columnGrid(top + plotTop)],
      xAxes: [monthAxis(index, months, [row('created'), row('done'), row('overdue')])],
      yAxes: [valueAxis(index, undefined)],
      series: [
        bars(index, value('created'), ink.light, { barWidth: '34%', barGap: '6%' }),
        bars(index, value('done'), ink.dark, { barWidth: '34%' }),
      ],
      graphics: [
        words(title, side, top, { points: size.section, bold: true }),
        swatch(ink.light, side, top + rowAt(0) + 6),
        swatch(ink.dark, side, top + rowAt(1) + 6),
        ...[created, done, overdue].map((head, place) =>
          words(head, side + afterSwatch, top + rowAt(place) + 6, { points: size.small }),
        ),
      ],
    }),
  }
}

function shadeOf(level: number, levels: number): string {
  const place = levels < 2 ? 0 : Math.round((level * (shades.length - 1)) / (levels - 1))
  return shades[place] ?? ink.track
}

/** Dark enough for white figures. */
function isDark(shade: string | undefined): boolean {
  return shade === shades[0] || shade === shades[1]
}

const barTop = 54
const barHeight = 52
const gap = 34
const rowLetters = 64
const stripe = 14
const room = width - side - right

function rowHeight({ parts, words: text }: PictureHead): number {
  return (
    barTop +
    barHeight +
    gap +
    (parts === null ? 0 : 10 + wrapped(text, rowLetters).length * size.small * 1.25)
  )
}

/**
 * A part of the bar. Levels that share a number share the part, in stripes: how many chose which is
 * not told.
 */
function partGraphics(
  at: number,
  wide: number,
  figure: string,
  fills: readonly string[],
  top: number,
): readonly Option[] {
  const count = fills.length === 1 ? 1 : Math.max(fills.length, Math.round(wide / stripe))
  const stripes = Array.from({ length: count }, (_, place) =>
    box(
      at + (place * wide) / count,
      top,
      wide / count,
      barHeight,
      fills[place % fills.length] ?? ink.track,
    ),
  )
  const inner = figure.length * 23 + 20
  if (inner + 8 > wide) return stripes
  const onWhite = [
    box(at + 8, top + 5, inner, barHeight - 10, '#FFFFFF'),
    words(figure, at + 18, top + 4, { bold: true }),
  ]
  if (fills.length > 1) return [...stripes, ...onWhite]
  return [
    ...stripes,
    words(figure, at + 18, top + 4, { bold: true, fill: isDark(fills[0]) ? '#FFFFFF' : ink.text }),
  ]
}

/**
 * One row: its name, its bar, and the same in words; without figures the words stand in the bar's
 * place.
 */
function headGraphics(
  { name, parts, words: text }: PictureHead,
  levels: number,
  top: number,
): readonly Option[] {
  const title = words(name, side, top, { bold: true })
  const barAt = top + barTop
  if (parts === null)
    return [
      title,
      box(side, barAt, room, barHeight, ink.track),
      words(text, side + 18, barAt + 4, { fill: ink.quiet }),
    ]
  const sums = parts.map((_, place) =>
    parts.slice(0, place).reduce((sum, { share }) => sum + share, 0),
  )
  const drawn = parts.flatMap(({ share, text: figure, levels: of }, place) =>
    partGraphics(
      side + (sums[place] ?? 0) * room,
      share * room,
      figure,
      of.map((level) => shadeOf(level, levels)),
      barAt,
    ),
  )
  const gaps = sums
    .slice(1)
    .map((sum) => box(side + sum * room - 3, barAt, 6, barHeight, '#FFFFFF'))
  const lines = wrapped(text, rowLetters).join('\n')
  return [
    title,
    ...drawn,
    ...gaps,
    words(lines, side, barAt + barHeight + 8, { points: size.small }),
  ]
}

interface Key {
  readonly x: number
  readonly line: number
  readonly level: string
}

/** Colours and what they stand for, in as many lines as they need. */
function keysOf(levels: readonly string[]): readonly Key[] {
  let [x, line] = [side, 0]
  return levels.map((level) => {
    const wide = afterSwatch + level.length * 17.5 + gap
    if (x > side && x + wide > width) [x, line] = [side, line + 1]
    const at = { x, line, level }
    x += wide
    return at
  })
}

function heads({ heads: { title, levels, rows } }: SummaryPicture): Part {
  const keys = keysOf(levels)
  const keysTop = 66
  const rowsTop = keysTop + ((keys.at(-1)?.line ?? 0) + 1) * lineHeight + 22
  const rowAt = (place: number): number =>
    rowsTop + rows.slice(0, place).reduce((sum, row) => sum + rowHeight(row), 0)
  return {
    height: rowAt(rows.length),
    at: (top) => ({
      grids: [],
      xAxes: [],
      yAxes: [],
      series: [],
      graphics: [
        words(title, side, top, { points: size.section, bold: true }),
        ...keys.flatMap(({ x, line, level }, place) => [
          swatch(shadeOf(place, levels.length), x, top + keysTop + line * lineHeight),
          words(level, x + afterSwatch, top + keysTop + line * lineHeight, { points: size.small }),
        ]),
        ...rows.flatMap((row, place) => headGraphics(row, levels.length, top + rowAt(place))),
      ],
    }),
  }
}

/**
 * What a browser would need for pointing at things; its names are counted over the life of the
 * process.
 */
function withoutPointing(svg: string): string {
  const pointed = /<path [^>]*pointer-events="visible"[^>]*><\/path>\n?/gu
  return svg
    .replace(/<style[^>]*>.*?<\/style>/gsu, '')
    .replace(pointed, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/gu, '')
}

/**
 * The library's own bundle of the common charts, in one file: 9 MB of memory and 0.1 s of processor
 * at the first picture, where the parts imported one by one took 23 MB and 0.7 s, and all of them
 * 39 MB and 1.3 s. It has no types; they are the core's.
 */
function loadLibrary(): typeof Library {
  return createRequire(import.meta.url)('echarts/dist/echarts.common.min') as typeof Library
}

/** The same SVG for the same picture. */
export function pictureSvg(picture: SummaryPicture): string {
  const { init } = loadLibrary()
  const parts = [heading(picture), participation(picture), remedies(picture), heads(picture)]
  let top = side
  let grids = 0
  const placed = parts.map((part) => {
    const drawn = part.at(top, grids)
    top += part.height
    grids += drawn.grids.length
    return drawn
  })
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: Math.ceil(top) })
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#FFFFFF',
      grid: placed.flatMap((part) => part.grids),
      xAxis: placed.flatMap((part) => part.xAxes),
      yAxis: placed.flatMap((part) => part.yAxes),
      series: placed.flatMap((part) => part.series),
      graphic: placed.flatMap((part) => part.graphics),
    })
    return withoutPointing(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}
