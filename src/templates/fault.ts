import { describeFault, type Fault } from '../questionnaires/fault.ts'

/** Everything wrong in all wordings of papers, at once. */
export class TemplateFaults extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(['The templates of the papers cannot be used:', ...faults.map(describeFault)].join('\n'))
    this.name = 'TemplateFaults'
    this.faults = faults
  }
}
