// A file that came to the secretary, opened as its program would, and read for words that must not
// be in it.
import JSZip from 'jszip'
import { expect } from 'vitest'

export interface DeskFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Where the platform tells it. */
  readonly mediaType?: string
}

const kinds: Readonly<
  Record<string, { readonly mediaType: string; readonly part?: string; readonly starts?: string }>
> = {
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    part: 'word/document.xml',
  },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    part: 'xl/workbook.xml',
  },
  png: { mediaType: 'image/png', starts: '\x89PNG\r\n\x1a\n' },
  ics: { mediaType: 'text/calendar', starts: 'BEGIN:VCALENDAR\r\n' },
}

/** Everything readable in it; refuses what is not what its name says. */
export async function opens({ name, bytes, mediaType }: DeskFile): Promise<string> {
  const kind = kinds[name.slice(name.lastIndexOf('.') + 1)]
  if (kind === undefined) throw new Error(`a file of no known kind: ${name}`)
  if (mediaType !== undefined) expect(mediaType.split(';')[0], name).toBe(kind.mediaType)
  const { part, starts } = kind
  if (starts !== undefined)
    expect(Buffer.from(bytes).toString('latin1').startsWith(starts), name).toBe(true)
  if (part === undefined) return Buffer.from(bytes).toString()
  const zip = await JSZip.loadAsync(bytes)
  expect(Object.keys(zip.files), name).toContain(part)
  const texts = await Promise.all(
    Object.values(zip.files)
      .filter(({ dir }) => !dir)
      .map((entry) => entry.async('string')),
  )
  // A word may be cut by the marks of a run.
  return texts.map((text) => text.replaceAll(/<[^>]+>/gu, '')).join('\n')
}
