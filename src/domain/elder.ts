// Elder mode: for who reads slowly and answers with a digit. What is asked of them and what is kept
// does not change. Choices are digits (`Outbound.isByDigits`); one question a message, never a
// quick sheet; no hints and no controls that have a word of their own; nothing that concerns
// another matter goes along; and there is more time between two reminders.
import type { RuleId } from './timeline-rules.ts'

/**
 * From the invitation the next word about the sheet is the last reminder: five days instead of
 * three.
 */
const leftOut: ReadonlySet<RuleId> = new Set(['remindFirst'])

export function isLeftOutForElder(rule: string): boolean {
  return (leftOut as ReadonlySet<string>).has(rule)
}

/**
 * Of a remedy's reminders, by their days from the due day, those that come: ten days and two weeks
 * apart.
 */
const keptOfRemedies: readonly number[] = [-3, 7, 21]

export function isRemedyLeftOutForElder(days: number): boolean {
  return !keptOfRemedies.includes(days)
}
