// How far a head or a manifestation was kept to.
import type { SheetItem } from '../../domain/sheet.ts'
import { scaleOf } from './course.ts'
import { type Asking, type Body, isElder, wordingOf } from './prompt.ts'

export function level(asking: Asking, item: SheetItem): Body {
  const {
    snapshot,
    words,
    moment: { t },
  } = asking
  const { pack } = snapshot.round
  const choices = (scaleOf(item, pack)?.levels ?? []).map(({ id, label }) => ({
    id,
    label: words(label),
  }))
  const why = isElder(asking) ? [] : [{ id: 'why', label: t('sheet.choices.why') }]
  const ask = { choices: [...choices, ...why], takes: null } as const
  if (item.kind === 'head') {
    const head = pack.heads.find(({ id }) => id === item.head)
    if (head === undefined) throw new Error('a sheet names a head its pack does not have')
    const mark = pack.mark === null ? '' : ` (${words(pack.mark)})`
    const lead = t('sheet.head', { name: words(head.name), mark })
    return {
      ...ask,
      paragraphs: [`${lead}\n${wordingOf(asking, head.wordings, item.wording)}`],
      visibility: head.visibility,
      why: `${words(head.why)}\n${words(head.source)}`,
    }
  }
  if (item.kind !== 'manifestation') throw new Error('only heads and manifestations have levels')
  const manifestation = pack.manifestations.items.find(({ id }) => id === item.id)
  if (manifestation === undefined)
    throw new Error('a sheet names a manifestation its pack does not have')
  const lead = t('sheet.manifestation', {
    id: item.id,
    mark: words(pack.manifestations.mark),
    text: words(manifestation.text),
  })
  const question = wordingOf(asking, pack.manifestation.wordings, item.wording)
  return {
    ...ask,
    paragraphs: [lead, question],
    visibility: pack.manifestation.visibility,
    why: `${words(pack.manifestation.why)}\n${words(pack.manifestations.source)}`,
  }
}
