// A picture as PNG: the same bytes for the same data.
import { createRequire } from 'node:module'
import { pictureSvg } from './picture-svg.ts'
import type { SummaryPicture } from './summary-picture.ts'

const folder = '@expo-google-fonts/be-vietnam-pro'
const weights = ['400Regular/BeVietnamPro_400Regular', '600SemiBold/BeVietnamPro_600SemiBold']

/** Closed months never change, and are asked for again: the last ones drawn, 0.2 MB each. */
const kept = new Map<string, Promise<Uint8Array>>()
const mostKept = 16

/**
 * As PNG, 1200 pixels wide. The same bytes for the same data: no font of the system is looked at.
 */
export function drawPicture(picture: SummaryPicture): Promise<Uint8Array> {
  const key = JSON.stringify(picture)
  const drawn = kept.get(key) ?? draw(picture)
  kept.delete(key)
  kept.set(key, drawn)
  drawn.catch(() => kept.delete(key))
  for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest)
  return drawn
}

async function draw(picture: SummaryPicture): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js')
  const { resolve } = createRequire(import.meta.url)
  const fontFiles = weights.map((weight) => resolve(`${folder}/${weight}.ttf`))
  // Off the main thread: it takes 0.2 s, longer than a reply to somebody else may wait.
  const image = await renderAsync(pictureSvg(picture), {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Be Vietnam Pro' },
  })
  return new Uint8Array(image.asPng())
}
