// Takes values one by one and collects what is wrong with them, so that all of it is told at once.
import { readFileSync, statSync } from 'node:fs'
import type { z } from 'zod'
import { Secret } from './secret.ts'

/** What the operator has to mend. Never holds the value itself: it may be a secret. */
export interface ConfigFault {
  readonly variable: string
  readonly wrong: string
  readonly todo: string
}

export type Environment = Readonly<Record<string, string | undefined>>

const largestFileBytes = 64 * 1024

/** A value at fault reads as absent, and the reading goes on. */
export class Reading {
  readonly faults: ConfigFault[] = []
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
  }

  fault(variable: string, wrong: string, todo: string): void {
    this.faults.push({ variable, wrong, todo })
  }

  /**
   * An empty variable counts as absent: that is what a compose file passes for one that was not
   * set.
   */
  raw(variable: string): string | undefined {
    const value = this.#env[variable]?.trim()
    return value === '' ? undefined : value
  }

  /** Names of the variables that are set and match. */
  set(pattern: RegExp): readonly string[] {
    return Object.keys(this.#env).filter(
      (name) => pattern.test(name) && this.raw(name) !== undefined,
    )
  }

  check<T>(variable: string, schema: z.ZodType<T>, value: unknown): T | undefined {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    for (const issue of result.error.issues) {
      const [wrong = '', todo = ''] = issue.message.split('|')
      this.fault([variable, ...issue.path.map(String)].join('.'), wrong, todo)
    }
    return undefined
  }

  take<T>(variable: string, schema: z.ZodType<T>): T | undefined {
    const value = this.raw(variable)
    return value === undefined ? undefined : this.check(variable, schema, value)
  }

  /** A secret, from NAME or from the file that NAME_FILE names. */
  secret(variable: string, schema: z.ZodType<string>): Secret | undefined {
    const fileVariable = `${variable}_FILE`
    const file = this.raw(fileVariable)
    if (file === undefined) return this.hide(variable, schema, this.raw(variable))
    if (this.raw(variable) === undefined)
      return this.hide(fileVariable, schema, this.file(fileVariable, file))
    this.fault(fileVariable, `is set, and so is ${variable}`, 'Keep one of the two.')
    return undefined
  }

  hide(variable: string, schema: z.ZodType<string>, value: string | undefined): Secret | undefined {
    const checked = value === undefined ? undefined : this.check(variable, schema, value)
    return checked === undefined ? undefined : new Secret(checked)
  }

  /** The text of a small file, without the line end that editors leave. */
  file(variable: string, name: string): string | undefined {
    try {
      const isTooLarge = statSync(name).size > largestFileBytes
      const text = isTooLarge
        ? ''
        : readFileSync(name, 'utf8')
            .replace(/^\uFEFF/, '')
            .trim()
      if (text !== '') return text
      this.fault(
        variable,
        isTooLarge ? 'names a file over 64 KiB' : 'names an empty file',
        'Give a file that holds the value alone.',
      )
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      this.fault(
        variable,
        `names a file that cannot be read (${reason})`,
        'Correct the path, or let this user read the file.',
      )
    }
    return undefined
  }
}
