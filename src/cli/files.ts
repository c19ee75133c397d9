import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { exitCode } from './exit-code.ts'
import { Failure } from './failure.ts'
import { texts } from './texts.ts'

export function nameEndsIn(file: string, ...endings: readonly string[]): boolean {
  return endings.some((ending) => file.toLowerCase().endsWith(`.${ending}`))
}

/** A whole file of at most `limit` bytes. */
export function readInput(file: string, limit: number): Uint8Array {
  try {
    if (statSync(file).size > limit)
      throw new Failure(exitCode.badInput, 'roster-too-large', texts.rosterTooLarge)
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(exitCode.badInput, 'file-unreadable', texts.cannotRead(file, reasonOf(error)))
  }
}

/** Why a file could not be written. */
export function fileFailure(error: unknown, file: string): Failure {
  const reason = reasonOf(error)
  const message = reason === 'EEXIST' ? texts.alreadyThere(file) : texts.cannotWrite(file, reason)
  return new Failure(
    exitCode.badInput,
    reason === 'EEXIST' ? 'file-exists' : 'file-unwritable',
    message,
  )
}

export interface PrivateFile {
  /** Puts the content in the file's place, whole. */
  finish(content: Uint8Array): void
  /** After `finish`, does nothing. */
  abandon(): void
}

/**
 * A file that only its owner can read. Opened before the work whose result it takes, so that a
 * place that cannot be written to is known first; an older file of that name stays until the new
 * one is whole.
 */
export function openPrivateFile(file: string): PrivateFile {
  const draft = `${file}.${String(process.pid)}.part`
  let descriptor: number
  try {
    descriptor = openSync(draft, 'wx', 0o600)
  } catch (error) {
    throw fileFailure(error, file)
  }
  let isOpen = true
  const close = (): void => {
    if (isOpen) closeSync(descriptor)
    isOpen = false
  }
  return {
    finish: (content) => {
      writeFileSync(descriptor, content)
      close()
      renameSync(draft, file)
    },
    abandon: () => {
      close()
      rmSync(draft, { force: true })
    },
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
