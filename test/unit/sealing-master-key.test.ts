import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  loadMasterKey,
  loadOrMakeMasterKey,
  MasterKeyProblem,
} from '../../src/sealing/master-key.ts'

const key = Buffer.from('9f03f2a75c1b6be7d01e4488a1c9b35d7e2260fb119ac4d8e5b1473602cf9ad1', 'hex')

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tu-soi-key-'))
  path = join(folder, 'master.key')
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof MasterKeyProblem) return error.code
    throw error
  }
  return 'no problem'
}

describe('loadMasterKey', () => {
  test.each([
    ['raw', key],
    ['hex', key.toString('hex')],
    ['upper-case hex with a line end', `${key.toString('hex').toUpperCase()}\n`],
    ['base64', `${key.toString('base64')}\n`],
    ['base64url', key.toString('base64url')],
  ])('reads 32 bytes as %s', (_, content) => {
    writeFileSync(path, content)
    expect(Buffer.from(loadMasterKey(path)).equals(key)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['31 bytes', key.subarray(1)],
    ['33 bytes', Buffer.concat([key, Buffer.of(200)])],
    ['16 bytes in hex', key.toString('hex').slice(0, 32)],
    ['a password of 32 characters', 'correct horse battery staple, ok'],
    ['32 equal bytes in hex', '00'.repeat(32)],
    ['base64 of 31 bytes', key.subarray(1).toString('base64')],
  ])('refuses %s and leaves the file', (_, content) => {
    writeFileSync(path, content)
    expect(codeOf(() => loadMasterKey(path))).toBe('not-a-key')
    expect(readFileSync(path).equals(Buffer.from(content))).toBe(true)
  })

  test('tells a missing file from one that cannot be read', () => {
    expect(codeOf(() => loadMasterKey(path))).toBe('missing')
    mkdirSync(path)
    expect(codeOf(() => loadMasterKey(path))).toBe('unreadable')
  })

  test('never repeats what the file holds', () => {
    writeFileSync(path, 'correct horse battery staple, ok')
    expect(() => loadMasterKey(path)).not.toThrow(/horse/)
    expect(() => loadMasterKey(path)).toThrow(MasterKeyProblem)
  })
})

describe('loadOrMakeMasterKey', () => {
  test('makes a key once, for its owner alone', () => {
    const made = loadOrMakeMasterKey(folder)
    expect(made).toHaveLength(32)
    expect(statSync(path).mode & 0o777).toBe(0o400)
    expect(loadOrMakeMasterKey(folder)).toEqual(made)
    expect(readdirSync(folder)).toEqual(['master.key'])
  })

  test('never replaces a file that is not a key', () => {
    writeFileSync(path, 'something else')
    expect(codeOf(() => loadOrMakeMasterKey(folder))).toBe('not-a-key')
    expect(readFileSync(path, 'utf8')).toBe('something else')
  })

  test('says so where it cannot write', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(codeOf(() => loadOrMakeMasterKey(file))).toBe('unwritable')
    expect(existsSync(path)).toBe(false)
  })
})
