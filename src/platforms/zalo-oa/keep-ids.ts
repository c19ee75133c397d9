const digit = /[0-9]/
const ofNumber = /[-+.0-9eE]/

/**
 * JSON text in which every whole number that no JavaScript number can hold stands in quotation marks. Zalo's ids are
 * above 2^53, and JSON.parse would make two people one. What is inside strings is left as it is; read once, in one pass.
 */
export function keepIds(json: string): string {
  if (!/[0-9]{16}/.test(json)) return json
  let kept = ''
  let copied = 0
  for (let at = 0; at < json.length; ) {
    const char = json.charAt(at)
    if (char === '"') at = endOfString(json, at)
    else if (char === '-' || digit.test(char)) {
      const end = endOfNumber(json, at)
      const number = json.slice(at, end)
      if (/^-?[0-9]+$/.test(number) && !Number.isSafeInteger(Number(number))) {
        kept += `${json.slice(copied, at)}"${number}"`
        copied = end
      }
      at = end
    } else at += 1
  }
  return kept + json.slice(copied)
}

/** One past the quotation mark that ends the string, or the end of the text. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    const char = json.charAt(at)
    if (char === '"') return at + 1
    if (char === '\\') at += 1
  }
  return json.length
}

function endOfNumber(json: string, start: number): number {
  let at = start + 1
  while (at < json.length && ofNumber.test(json.charAt(at))) at += 1
  return at
}
