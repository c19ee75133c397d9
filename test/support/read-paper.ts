// A drawn paper taken apart again: its XML, its texts, its tables.
import exceljs, { type Worksheet } from 'exceljs'
import JSZip from 'jszip'
import type { OfficialPaper } from '../../src/documents/official-paper.ts'
import { drawPaper, type Paper } from '../../src/documents/paper.ts'

export async function openPaper(paper: OfficialPaper) {
  const { bytes } = await drawPaper(paper)
  const zip = await JSZip.loadAsync(bytes)
  const read = async (name: string) => (await zip.file(name)?.async('string')) ?? ''
  const xml = await read('word/document.xml')
  const textsOf = (part: string) =>
    [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)].map(([, text]) => text ?? '')
  const names = Object.keys(zip.files)
  const others = await Promise.all(
    names.filter((name) => /(?:header|footer)\d/u.test(name)).map(read),
  )
  return {
    xml,
    texts: textsOf(xml),
    others,
    styles: await read('word/styles.xml'),
    tables: xml.match(/<w:tbl>.*?<\/w:tbl>/gsu)?.map(textsOf) ?? [],
  }
}

export const paragraphOf = (xml: string, text: string): string =>
  xml.match(/<w:p>.*?<\/w:p>/gsu)?.find((paragraph) => paragraph.includes(`>${text}<`)) ?? ''
export const twips = (millimetres: number): string =>
  String(Math.round((millimetres / 25.4) * 1440))

/** The first sheet of a drawn workbook. */
export async function openSheet(paper: Paper): Promise<Worksheet> {
  const { bytes } = await drawPaper(paper)
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer)
  const [sheet] = workbook.worksheets
  if (sheet === undefined) throw new Error('no sheet')
  return sheet
}
