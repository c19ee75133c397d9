// Every kind of paper, and who draws it. Their libraries are loaded when the first is asked for: most days nobody does.
import { drawCalendar, type Calendar } from './calendar.ts'

export type Paper = Calendar

export interface DrawnPaper {
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Data in, bytes out; the same bytes for the same data. */
export async function drawPaper(paper: Paper): Promise<DrawnPaper> {
  return { mediaType: 'text/calendar; charset=utf-8', bytes: await drawCalendar(paper) }
}
