import type { Problem } from '../../domain/problems.ts'
import type { Translator } from '../../i18n/translator.ts'

/** What happened, what was kept, what to do next. */
export function problemText(problem: Problem, t: Translator): string {
  const { code, ...details } = problem
  return t(`problems.${code}`, details)
}
