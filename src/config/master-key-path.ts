import { join } from 'node:path'
import type { Config } from '../config.ts'

/** Where the master key is, or would be made. */
export function masterKeyPath({
  masterKeyFile,
  dataDir,
}: Pick<Config, 'masterKeyFile' | 'dataDir'>): string {
  return masterKeyFile ?? join(dataDir, 'master.key')
}
