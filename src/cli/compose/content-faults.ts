// What is wrong with the questionnaires and the papers' wording.
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { packageRoot } from '../../database/package-root.ts'
import { QuestionnaireFaults } from '../../questionnaires/fault.ts'
import { loadQuestionnaires } from '../../questionnaires/load.ts'
import { openTemplates, TemplateFaults } from '../../templates/load.ts'

function faultsOf(load: (root: string) => unknown): readonly string[] {
  try {
    load(packageRoot(import.meta.url))
    return []
  } catch (error) {
    if (!(error instanceof QuestionnaireFaults || error instanceof TemplateFaults)) throw error
    return error.faults.map(({ file, path, reason }) => `${file}, ${path || 'whole'}: ${reason}`)
  }
}

/** What is wrong with the questionnaires, one line a fault; empty: nothing. */
export const questionnaireFaults = (): readonly string[] =>
  faultsOf((root) => loadQuestionnaires(join(root, 'questionnaires')))

/** The same of the papers' wording, the operator's own included. */
export const templateFaults = ({ templatesDir }: Config): readonly string[] =>
  faultsOf((root) => openTemplates(root, templatesDir))
