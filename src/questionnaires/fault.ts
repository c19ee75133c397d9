/**
 * One thing wrong in one file. `path` is the place in the file, `heads[0].wordings[1].vi`; empty
 * when it is the whole file.
 */
export interface Fault {
  readonly file: string
  readonly path: string
  readonly reason: string
}

/**
 * Everything wrong in all files of the folder, at once: whoever writes questions mends them in one
 * go.
 */
export class QuestionnaireFaults extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(['The questionnaires cannot be used:', ...faults.map(describeFault)].join('\n'))
    this.name = 'QuestionnaireFaults'
    this.faults = faults
  }
}

/** What a check reports before the file is known. */
export type Finding = Omit<Fault, 'file'>

/** `["heads", 0, "id"]` → `heads[0].id` */
export function describePath(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) =>
      typeof key === 'number' ? `[${String(key)}]` : `${at > 0 ? '.' : ''}${String(key)}`,
    )
    .join('')
}

export function describeFault({ file, path, reason }: Fault): string {
  return `  ${file}${path === '' ? '' : `, ${path}`}: ${reason}`
}
