import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of this program's package.json, found upwards from `from` (an import.meta.url): the
 * sources, dist/ and the tests lie at different depths below it. What is read at run time (prisma/,
 * locales/, questionnaires/) lies in it.
 */
export function packageRoot(from: string): string {
  let folder = dirname(fileURLToPath(from))
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder)
    if (above === folder)
      throw new Error('No package.json above the program: it was installed incompletely')
    folder = above
  }
  return folder
}
