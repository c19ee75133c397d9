// Reads what papers are worded with, once at start: the shipped wording, and over it what the
// operator's own folder changes.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import {
  type PaperName,
  paperShapes,
  type PaperTemplate,
  type PaperTemplates,
  type ShapeOf,
} from '../domain/paper-template.ts'
import type { Fault } from '../questionnaires/fault.ts'
import { messageOf, readFile } from '../questionnaires/read-file.ts'
import { TemplateFaults } from './fault.ts'
import { CommonOverlay, overlay, WholeCommon, wholePaper } from './schema.ts'

export { TemplateFaults } from './fault.ts'

const names = [...Object.keys(paperShapes), 'common'].map((name) => `${name}.yaml`)

/**
 * `own`: the operator's folder, whose files hold only what they change. Throws `TemplateFaults`
 * with all that is wrong in all files.
 */
export function loadTemplates(shipped: string, own: string | null): PaperTemplates {
  const faults: Fault[] = []
  const given = own === null ? [] : filesOf(own, faults)
  const read = <T>(folder: string, file: string, type: z.ZodType<T>): T | null =>
    readFile(folder, file, type, () => [], faults)
  const change = <T>(file: string, type: z.ZodType<T>): T | null =>
    own !== null && given.includes(file) ? read(own, file, type) : null
  const paper = <P extends PaperName>(name: P): PaperTemplate<ShapeOf<P>> | null => {
    const whole = read(shipped, `${name}.yaml`, wholePaper(name))
    const changed = change(`${name}.yaml`, overlay(name))
    return whole === null
      ? null
      : { ...whole, ...changed, texts: { ...whole.texts, ...changed?.texts } }
  }
  const [report, minutes, plan] = [paper('report'), paper('minutes'), paper('plan')]
  const common = read(shipped, 'common.yaml', WholeCommon)
  const words = change('common.yaml', CommonOverlay)
  if (faults.length > 0 || report === null || minutes === null || plan === null || common === null)
    throw new TemplateFaults(faults)
  return { report, minutes, plan, common: { ...common, ...words } }
}

/** Those of the program's folder `root`, under the operator's own where there is one. */
export function openTemplates(root: string, own: string | undefined): PaperTemplates {
  return loadTemplates(join(root, 'templates'), own ?? null)
}

function filesOf(folder: string, faults: Fault[]): readonly string[] {
  try {
    const found = readdirSync(folder).filter((name) => /\.ya?ml$/iu.test(name))
    const strange = found.filter((name) => !names.includes(name))
    faults.push(
      ...strange.map((file) => ({
        file,
        path: '',
        reason: `is no paper of ours: they are ${names.join(', ')}`,
      })),
    )
    return found.filter((name) => names.includes(name))
  } catch (error) {
    faults.push({ file: folder, path: '', reason: `cannot be read: ${messageOf(error)}` })
    return []
  }
}
