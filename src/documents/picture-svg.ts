// The picture beside a summary as SVG: twelve months of participation and of remedies, and the
// month itself head by head.
import { createRequire } from 'node:module'
import type * as Library from 'echarts/core'
import type { SummaryPicture } from './summary-picture.ts'
import { ink, lineHeight, type Part, side, size, width, words, wrapped } from './picture-ink.ts'
import { participation, remedies } from './picture-columns.ts'
import { heads } from './picture-heads.ts'

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
