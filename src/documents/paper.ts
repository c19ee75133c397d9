// Every kind of paper, and who draws it. Their libraries are loaded when the first is asked for: most days nobody does.
import { drawCalendar, type Calendar } from './calendar.ts'
import { drawOfficialPaper, type OfficialPaper } from './official-paper.ts'
import { drawPicture } from './picture.ts'
import { drawRegister, type Register } from './register.ts'
import { drawSlips, type Slips } from './slips.ts'
import type { SummaryPicture } from './summary-picture.ts'

export type Paper = Calendar | OfficialPaper | Register | Slips | SummaryPicture

export interface DrawnPaper {
  readonly mediaType: string
  readonly bytes: Uint8Array
}

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Data in, bytes out; the same bytes for the same data. */
export async function drawPaper(paper: Paper): Promise<DrawnPaper> {
  switch (paper.kind) {
    case 'calendar':
      return { mediaType: 'text/calendar; charset=utf-8', bytes: await drawCalendar(paper) }
    case 'official':
      return { mediaType: docx, bytes: await drawOfficialPaper(paper) }
    case 'picture':
      return { mediaType: 'image/png', bytes: await drawPicture(paper) }
    case 'register':
      return { mediaType: xlsx, bytes: await drawRegister(paper) }
    case 'slips':
      return { mediaType: docx, bytes: await drawSlips(paper) }
  }
}
