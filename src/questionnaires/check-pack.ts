// What a schema cannot say about a pack: ids that must differ, levels in order, messages that must
// fit.
import type { Localised, Manifestations, PackContent, Scale } from '../domain/questionnaire.ts'
import { headsAtMost } from '../domain/sheet.ts'
import type { Finding } from './fault.ts'
import { checkUnique } from './check-unique.ts'

/**
 * A message with its choices, as numbered lines, must fit the smallest platform; Zalo takes 2,000.
 */
const messageAtMost = 1_900
/** Kept for what the screens add: progress, who sees it, a warning about time. */
const reservedForScreen = 200

const languages = ['vi', 'en'] as const

/** All findings of one pack, given the manifestations it will ask about. */
export function checkPack(
  pack: PackContent,
  manifestations: Manifestations | null,
): readonly Finding[] {
  return [
    ...checkUnique(pack.heads, ({ id }) => id, 'heads'),
    ...pack.heads.flatMap((head, at) => [
      ...checkUnique(head.causes, ({ id }) => id, `heads[${String(at)}].causes`),
      ...checkUnique(head.wordings, ({ vi }) => vi, `heads[${String(at)}].wordings`),
    ]),
    ...checkUnique(pack.manifestation.causes, ({ id }) => id, 'manifestation.causes'),
    ...checkUnique(pack.deed.wordings, ({ vi }) => vi, 'deed.wordings'),
    ...checkScale(pack.scale, 'scale'),
    ...checkScale(pack.manifestationScale, 'manifestationScale'),
    ...checkHeadCount(pack),
    ...checkLengths(pack, manifestations),
  ]
}

function checkHeadCount({ heads }: PackContent): readonly Finding[] {
  if (heads.length <= headsAtMost) return []
  return [
    {
      path: 'heads',
      reason: `at most ${String(headsAtMost)} heads, so that a month stays within twelve prompts`,
    },
  ]
}

function checkScale({ levels }: Scale, path: string): readonly Finding[] {
  const firstAdmitting = levels.findIndex(({ admits }) => admits)
  const findings = [...checkUnique(levels, ({ id }) => id, `${path}.levels`)]
  if (firstAdmitting < 0)
    findings.push({ path: `${path}.levels`, reason: 'at least one level admits a shortcoming' })
  if (firstAdmitting === 0)
    findings.push({
      path: `${path}.levels`,
      reason: 'the first level, the best, admits no shortcoming',
    })
  levels.forEach(({ weight, admits }, at) => {
    const before = levels[at - 1]
    const isInOrder = before === undefined || (before.weight > weight && (admits || !before.admits))
    if (isInOrder) return
    findings.push({
      path: `${path}.levels[${String(at)}]`,
      reason: 'levels go from best to worst, each with a lower weight',
    })
  })
  return findings
}

function checkLengths(
  pack: PackContent,
  manifestations: Manifestations | null,
): readonly Finding[] {
  const levels = pack.scale.levels.map(({ label }) => label)
  const grades = pack.manifestationScale.levels.map(({ label }) => label)
  const items = (manifestations?.items ?? []).map(({ text }) => text)
  const longestItem = { vi: longestOf(items, 'vi'), en: longestOf(items, 'en') }
  const marks = [pack.mark, manifestations?.mark].filter(
    (mark) => mark !== null && mark !== undefined,
  )
  return [
    ...pack.heads.flatMap(({ name, wordings, causes, why, source }, at) => [
      ...checkMessages(`heads[${String(at)}].wordings`, wordings, [name, ...marks, ...levels]),
      ...checkMessage(
        `heads[${String(at)}].causes`,
        causes.map(({ label }) => label),
      ),
      ...checkMessage(`heads[${String(at)}].why`, [why, source]),
    ]),
    ...checkMessages('manifestation.wordings', pack.manifestation.wordings, [
      longestItem,
      ...marks,
      ...grades,
    ]),
    ...checkMessage('acknowledgement.text', [
      pack.acknowledgement.text,
      pack.acknowledgement.confirm,
    ]),
    ...checkMessages('deed.wordings', pack.deed.wordings, []),
    ...checkMessages('voice.wordings', pack.voice.wordings, []),
    ...checkMessages('gentle.allGood', pack.gentle.allGood, []),
    ...checkMessages('gentle.sameText', pack.gentle.sameText, []),
  ]
}

/** Every wording in turn, with what stands around it. */
function checkMessages(
  path: string,
  wordings: readonly Localised[],
  around: readonly Localised[],
): readonly Finding[] {
  return wordings.flatMap((wording, turn) =>
    checkMessage(`${path}[${String(turn)}]`, [wording, ...around]),
  )
}

/** Each part on its own line, with room for a number before it. */
function checkMessage(path: string, parts: readonly Localised[]): readonly Finding[] {
  return languages.flatMap((language) => {
    const length = parts.reduce((sum, part) => sum + part[language].length + 4, reservedForScreen)
    if (length <= messageAtMost) return []
    const reason =
      `the message with its choices takes ${String(length)} characters of ` +
      String(messageAtMost)
    return [{ path: `${path}.${language}`, reason }]
  })
}

function longestOf(texts: readonly Localised[], language: 'vi' | 'en'): string {
  return texts.reduce(
    (longest, text) => (text[language].length > longest.length ? text[language] : longest),
    '',
  )
}
