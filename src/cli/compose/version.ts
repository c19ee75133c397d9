import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../database/package-root.ts'

export function version(): string {
  return (
    JSON.parse(readFileSync(join(packageRoot(import.meta.url), 'package.json'), 'utf8')) as {
      version: string
    }
  ).version
}
