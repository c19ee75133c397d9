// Every kind of paper, and who draws it. Their libraries are loaded when the first is asked for:
// most days nobody does.
import { type AttendanceRegister, drawAttendanceRegister } from './attendance-register.ts'
import { drawCalendar, type Calendar } from './calendar.ts'
import { drawOfficialPaper, type OfficialPaper } from './official-paper.ts'
import { drawSheets } from './paper-sheet.ts'
import { drawPicture } from './picture.ts'
import { drawRegister, type Register } from './register.ts'
import type { PaperSheets } from './sheet-page.ts'
import { drawSlips, type Slips } from './slips.ts'
import type { SummaryPicture } from './summary-picture.ts'

export type Paper =
  AttendanceRegister | Calendar | OfficialPaper | PaperSheets | Register | Slips | SummaryPicture

interface DrawnPaper {
  readonly mediaType: string
  readonly bytes: Uint8Array
}

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Data in, bytes out; the same bytes for the same data. */
export async function drawPaper(paper: Paper): Promise<DrawnPaper> {
  switch (paper.kind) {
    case 'attendanceRegister':
      return { mediaType: xlsx, bytes: await drawAttendanceRegister(paper) }
    case 'calendar':
      return { mediaType: 'text/calendar; charset=utf-8', bytes: await drawCalendar(paper) }
    case 'official':
      return { mediaType: docx, bytes: await drawOfficialPaper(paper) }
    case 'picture':
      return { mediaType: 'image/png', bytes: await drawPicture(paper) }
    case 'register':
      return { mediaType: xlsx, bytes: await drawRegister(paper) }
    case 'sheets':
      return { mediaType: docx, bytes: await drawSheets(paper) }
    case 'slips':
      return { mediaType: docx, bytes: await drawSlips(paper) }
  }
}
