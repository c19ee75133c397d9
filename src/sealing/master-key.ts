import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of a key. */
export const keyLength = 32

type MasterKeyProblemCode = 'missing' | 'unreadable' | 'not-a-key' | 'unwritable'

/** Why there is no master key, with what to do; never a byte of the file. */
export class MasterKeyProblem extends Error {
  readonly code: MasterKeyProblemCode

  constructor(code: MasterKeyProblemCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MasterKeyProblem'
    this.code = code
  }
}

/**
 * The 32 bytes in the file at `path`: raw, or as text in base64, base64url or hex. Refuses anything
 * else.
 */
export function loadMasterKey(path: string): Uint8Array {
  const key = decoded(read(path))
  if (key !== undefined) return key
  throw new MasterKeyProblem(
    'not-a-key',
    `The master key file ${path} does not hold 32 random bytes, raw or as base64 or hex text. ` +
      `It was not touched. ` +
      'Put the right file there; what was sealed with another key cannot be read with a new one.',
  )
}

/**
 * The key in `dataDir/master.key`, made now where there is none: readable by its owner only. For
 * trying out and developing.
 */
export function loadOrMakeMasterKey(dataDir: string): Uint8Array {
  const path = join(dataDir, 'master.key')
  if (!existsSync(path)) make(path)
  return loadMasterKey(path)
}

function make(path: string): void {
  const draft = `${path}.${String(process.pid)}`
  try {
    writeFileSync(draft, `${randomBytes(keyLength).toString('base64')}\n`, {
      mode: 0o400,
      flush: true,
    })
    chmodSync(draft, 0o400)
    // A link never replaces: of two processes that start together one makes the key and both read
    // it.
    linkSync(draft, path)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' && existsSync(path)) return
    const what = `The master key ${path} cannot be written (${codeOf(cause)}).`
    throw new MasterKeyProblem(
      'unwritable',
      `${what} Give this user the right to write there, or set MASTER_KEY_FILE.`,
      { cause },
    )
  } finally {
    if (existsSync(draft)) rmSync(draft)
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') {
      const next =
        'Put the key there, or correct MASTER_KEY_FILE. Do not make a new one where data ' +
        'exist: they could not be read.'
      throw new MasterKeyProblem('missing', `There is no master key file ${path}. ${next}`, {
        cause,
      })
    }
    const what = `The master key file ${path} cannot be read (${codeOf(cause)}).`
    throw new MasterKeyProblem('unreadable', `${what} Give this user the right to read it.`, {
      cause,
    })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}

function decoded(file: Buffer): Uint8Array | undefined {
  const text = file.toString('latin1').trim()
  if (/^[0-9a-f]{64}$/i.test(text)) return checked(Buffer.from(text, 'hex'))
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return checked(Buffer.from(text, 'base64'))
  // 32 printable characters are a password, or 16 bytes in hex: chance makes a key like that once
  // in 10^13.
  return file.length === keyLength && !/^[\x20-\x7e\s]*$/.test(file.toString('latin1'))
    ? checked(file)
    : undefined
}

function checked(key: Buffer): Uint8Array | undefined {
  return key.length === keyLength && new Set(key).size > 1 ? Uint8Array.from(key) : undefined
}
