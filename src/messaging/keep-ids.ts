/**
 * A text in double quotes, or a whole number of 16 digits and more. In valid JSON neither can begin
 * inside the other.
 */
const textOrLongInteger = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g
const longDigits = /\d{16}/

/**
 * `JSON.parse`, but a whole number that no JavaScript number can hold comes as text, digit for
 * digit: ids above 2^53 would collapse into one another (9007199254740993 reads as …992), and two
 * people would be one. Throws `SyntaxError` for what is no JSON.
 */
export function parseKeepingIds(json: string): unknown {
  // First as it is: only in valid JSON is every quote closed, so that the pattern runs through it
  // once.
  const parsed = JSON.parse(json) as unknown
  if (!longDigits.test(json)) return parsed
  const isHeld = (found: string) => found.startsWith('"') || Number.isSafeInteger(Number(found))
  return JSON.parse(
    json.replace(textOrLongInteger, (found) => (isHeld(found) ? found : `"${found}"`)),
  )
}
