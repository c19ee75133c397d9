import { writeFileSync } from 'node:fs'
import { csvTemplate, sheetTemplate } from '../../documents/roster-template.ts'
import type { Command } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { Failure } from '../failure.ts'
import { fileFailure, nameEndsIn } from '../files.ts'
import { texts } from '../texts.ts'

export const orgTemplate: Command = {
  name: 'org template',
  usage: 'FILE.xlsx|.csv',
  about: 'Writes an empty roster to fill in, one member a row.',
  argumentCount: 1,
  async run({ args: [file = ''], io }) {
    if (!nameEndsIn(file, 'csv', 'xlsx'))
      throw new Failure(exitCode.usage, 'usage', texts.usageError(texts.templateKind))
    const bytes = nameEndsIn(file, 'csv') ? csvTemplate() : await sheetTemplate()
    try {
      writeFileSync(file, bytes, { flag: 'wx' })
    } catch (error) {
      throw fileFailure(error, file)
    }
    io.out(texts.templateWritten(file))
    return exitCode.ok
  },
}
