// A YAML file an operator may have written: parsed, checked, and everything wrong with it said at
// once.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { type Fault, type Finding, describePath } from './fault.ts'

type Check<T> = (content: T) => readonly Finding[]

/** One file, parsed and checked; null when it has faults, which are added to `faults`. */
export function readFile<T>(
  folder: string,
  file: string,
  type: z.ZodType<T>,
  check: Check<T>,
  faults: Fault[],
): T | null {
  const before = faults.length
  const report = (findings: readonly Finding[]): void => {
    faults.push(...findings.map((finding) => ({ file, ...finding })))
  }
  const parsed = type.safeParse(parseYaml(join(folder, file), report))
  if (faults.length > before) return null
  if (!parsed.success) {
    report(
      parsed.error.issues.map(({ path, message }) => ({
        path: describePath(path),
        reason: message,
      })),
    )
    return null
  }
  report(check(parsed.data))
  return faults.length > before ? null : parsed.data
}

function parseYaml(path: string, report: (findings: readonly Finding[]) => void): unknown {
  try {
    const document = parseDocument(readFileSync(path, 'utf8'))
    report(
      document.errors.map(({ message }) => ({
        path: '',
        reason: message.split('\n')[0] ?? 'is not YAML',
      })),
    )
    return document.errors.length > 0 ? null : document.toJS()
  } catch (error) {
    report([{ path: '', reason: `cannot be read: ${messageOf(error)}` }])
    return null
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
