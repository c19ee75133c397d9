import { join } from 'node:path'
import type { App } from '../../app.ts'
import { createService } from '../../composition.ts'
import { packageRoot } from '../../database/package-root.ts'
import { createTranslators } from '../../i18n/translator.ts'
import { loadQuestionnaires } from '../../questionnaires/load.ts'
import { openTemplates } from '../../templates/load.ts'
import type { Opened } from './installation.ts'

/** What a use case is given. No platform: what it queues is sent by the running service. */
export function openApp({ config, database, keyring }: Opened, now: () => Date): App {
  const root = packageRoot(import.meta.url)
  const words = createTranslators(join(root, 'locales'))
  const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))
  const papers = openTemplates(root, config.templatesDir)
  return createService({
    database,
    keyring,
    platforms: new Map(),
    words,
    questionnaires,
    papers,
    now,
    zone: config.timeZone,
  }).app
}
