import { existsSync } from 'node:fs'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import { ensureWritable } from './database/embedded-directory.ts'
import { createKeyring, type Keyring } from './sealing/keyring.ts'
import { loadMasterKey, loadOrMakeMasterKey } from './sealing/master-key.ts'
import { claimKey, isKeyClaimed } from './store/installation.ts'
import { masterKeyPath } from './config/master-key-path.ts'

/**
 * Why the keys in hand are not those of this data. Starting all the same would seal with two keys,
 * one of them unknown.
 */
export class InstallationKeyProblem extends Error {
  override readonly name = 'InstallationKeyProblem'
  readonly code: 'key-lost' | 'wrong-key'
  readonly path: string

  constructor(code: 'key-lost' | 'wrong-key', path: string) {
    super(`${code}: ${path}`)
    this.code = code
    this.path = path
  }
}

/**
 * The keys this installation was made with; a key is only ever made where nothing is sealed yet.
 */
export async function openInstallationKeys(config: Config, database: Database): Promise<Keyring> {
  const path = masterKeyPath(config)
  if (!existsSync(path) && (await isKeyClaimed(database)))
    throw new InstallationKeyProblem('key-lost', path)
  if (config.masterKeyFile === undefined) ensureWritable(config.dataDir)
  const keyring = createKeyring(
    config.masterKeyFile === undefined
      ? loadOrMakeMasterKey(config.dataDir)
      : loadMasterKey(config.masterKeyFile),
  )
  if ((await claimKey(database, keyring)) !== 'same')
    throw new InstallationKeyProblem('wrong-key', path)
  return keyring
}
