// One statement that writes a whole turn, put together from fragments: each a CTE that runs only if
// the turn is held. A turn is held when its account is still at the version that was read and its
// message is not yet in the inbox; so two messages of one person, or one message twice, never both
// take effect, on however many instances.
import { createHash } from 'node:crypto'
import type { Statement, Value } from '../../database/statement.ts'

/** Puts a value into the statement and gives its `$n`. */
export type Bind = (value: Value) => string

/**
 * One CTE of the writing statement. It must select from `held`, or change nothing when `held` is
 * empty.
 */
export type Fragment = (bind: Bind) => string

/** Statements of one shape share one prepared statement: the name is made of the text. */
const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `turn-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}

/** `held` first, then every fragment; the last word is the query over them. */
export function writeStatement<Row>(
  held: Fragment,
  fragments: readonly Fragment[],
  query: string,
): Statement<Row> {
  const values: Value[] = []
  const bind: Bind = (value) => `$${String(values.push(value))}`
  const parts = [
    `held AS (${held(bind)})`,
    ...fragments.map((fragment, index) => `c${String(index)} AS (${fragment(bind)})`),
  ]
  const text = `WITH ${parts.join(',\n')}\n${query}`
  return { name: nameOf(text), text, values }
}
