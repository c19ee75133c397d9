/**
 * What may stand as a value; an array becomes a PostgreSQL array, so json goes through `json()`.
 */
export type Value = string | number | bigint | boolean | Date | Uint8Array | null | readonly Value[]

/**
 * One SQL statement with its values apart. `name` is that of the prepared statement: one name, one
 * text, for ever.
 * `isIdempotent`: running it a second time changes nothing more, so it is repeated after a lost
 * connection.
 */
export interface Statement<Row = never> {
  readonly name: string
  readonly text: string
  readonly values: readonly Value[]
  readonly isIdempotent?: boolean
  /** Never set: carries the row's type from the statement to `query`. */
  readonly row?: Row
}

type Build<Row> = (parts: TemplateStringsArray, ...values: readonly Value[]) => Statement<Row>

/**
 * `sql<Row>('take-update')\`SELECT … WHERE id = ${id}\``: a statement whose values stay parameters
 * ($1, $2 …). There is no way to put text in: what varies in shape is two statements with two
 * names.
 */
export function sql<Row = never>(
  name: string,
  options: { readonly isIdempotent?: boolean } = {},
): Build<Row> {
  return (parts, ...values) => ({ name, text: numbered(parts), values, ...options })
}

// A template's parts are one and the same array at each call, so the text is put together once.
const texts = new WeakMap<TemplateStringsArray, string>()

function numbered(parts: TemplateStringsArray): string {
  const known = texts.get(parts)
  if (known !== undefined) return known
  const text = parts.reduce((before, part, index) => `${before}$${String(index)}${part}`)
  texts.set(parts, text)
  return text
}

/** A value for a json or jsonb column. */
export function json(value: unknown): string {
  return JSON.stringify(value)
}
