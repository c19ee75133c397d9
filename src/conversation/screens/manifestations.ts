import type { Outbound } from '../../messaging/outbound.ts'
import { choice, message, type Moment } from '../turn.ts'

/**
 * The 27 manifestations, a group at a time, with their source and the mark of a shortened wording.
 */
export function manifestationsScreen(
  asked: string,
  { t, library: { manifestations } }: Moment,
): Outbound {
  const { groups, items, mark, source } = manifestations
  const wanted = asked.trim().toUpperCase()
  const group =
    groups.find(({ id }, index) => id === wanted || String(index + 1) === wanted) ?? groups[0]
  if (group === undefined) return message([source[t.language]])
  const lines = items
    .filter((item) => item.group === group.id)
    .map(({ id, text }) => `${id}. ${text[t.language]}`)
  const others = groups
    .filter(({ id }) => id !== group.id)
    .map(({ id }) => choice(t('help.group', { id }), { kind: 'say', text: `/bieuhien ${id}` }))
  return message(
    [
      `${group.id}. ${group.name[t.language]}`,
      lines.join('\n'),
      `${mark[t.language]}\n${source[t.language]}`,
    ],
    others,
  )
}
