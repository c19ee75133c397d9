import type { ConsentContent, ConsentPurpose, Localised } from '../domain/questionnaire.ts'
import { checkUnique } from './check-unique.ts'
import type { Finding } from './fault.ts'

/** Longer than this is not read on a phone by someone who is 70. */
const messageAtMost = 700
/** "Nội dung 1/3. … Ai thấy: …" around a purpose. */
const reservedForScreen = 40
const languages = ['vi', 'en'] as const
const purposeIds = ['remind', 'store', 'remedies'] as const

/** Every purpose the code obeys has its words, once, and every message is short. */
export function checkConsent({ intro, purposes, closing }: ConsentContent): readonly Finding[] {
  const missing = purposeIds.filter((wanted) => !purposes.some(({ id }) => id === wanted))
  return [
    ...checkUnique(purposes, ({ id }) => id, 'purposes'),
    ...purposes.flatMap(checkFigures),
    ...missing.map((id) => ({ path: 'purposes', reason: `purpose “${id}” is missing` })),
    ...intro.flatMap((message, at) => checkLength(`intro[${String(at)}]`, [message], 0)),
    ...purposes.flatMap(({ text, whoSees }, at) =>
      checkLength(`purposes[${String(at)}]`, [text, whoSees], reservedForScreen),
    ),
    ...closing.flatMap((message, at) => checkLength(`closing[${String(at)}]`, [message], 0)),
  ]
}

/** Figures that name nobody need a number of sheets below which there are none. */
function checkFigures({ meaning }: ConsentPurpose, at: number): readonly Finding[] {
  const hasFigures = 'figures' in meaning.data || 'remedyFigures' in meaning.data
  const path = `purposes[${String(at)}].meaning.fewestSheets`
  return hasFigures === (meaning.fewestSheets !== null)
    ? []
    : [{ path, reason: hasFigures ? 'missing for the figures' : 'there are no figures' }]
}

function checkLength(
  path: string,
  parts: readonly Localised[],
  reserved: number,
): readonly Finding[] {
  return languages.flatMap((language) => {
    const length = parts.reduce((sum, part) => sum + part[language].length, reserved)
    const reason = `${String(length)} characters, over ${String(messageAtMost)}`
    return length <= messageAtMost ? [] : [{ path: `${path}.${language}`, reason }]
  })
}
