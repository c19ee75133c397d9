// What Hướng dẫn 42 wants on Sổ tay đảng viên điện tử: the documents a day before the meeting, the
// rest within two days after it.

export const meetingPapers = ['documents', 'minutes', 'resolution', 'posted'] as const
export type MeetingPaper = (typeof meetingPapers)[number]

/** Asked for after the meeting. */
export const closingPapers = [
  'minutes',
  'resolution',
  'posted',
] as const satisfies readonly MeetingPaper[]

/** What the secretary said of each; absent: nothing yet. */
export type PapersDone = Readonly<Partial<Record<MeetingPaper, boolean>>>

/** Those still to be done of some. */
export function papersLeft(of: readonly MeetingPaper[], said: PapersDone): readonly MeetingPaper[] {
  return of.filter((paper) => said[paper] !== true)
}
