export type UnreadableReason = 'empty' | 'notUtf8' | 'brokenCsv' | 'brokenXlsx' | 'oldExcel'

/** A file that is no roster at all. Holds nothing of the file. */
export class UnreadableRoster extends Error {
  override readonly name = 'UnreadableRoster'
  readonly reason: UnreadableReason
  readonly line: number | undefined

  constructor(reason: UnreadableReason, line?: number) {
    super(`The roster file cannot be read: ${reason}`)
    this.reason = reason
    this.line = line
  }
}
