import type { Manifestations } from '../domain/questionnaire.ts'
import { checkUnique } from './check-unique.ts'
import type { Finding } from './fault.ts'

const groupIds = ['I', 'II', 'III'] as const
const itemsPerGroup = 9

/**
 * Three groups of nine, numbered as in Nghị quyết 04-NQ/TW: the rotation and the summaries count on
 * it.
 */
export function checkManifestations({ groups, items }: Manifestations): readonly Finding[] {
  return [
    ...checkUnique(groups, ({ id }) => id, 'groups'),
    ...checkUnique(items, ({ id }) => id, 'items'),
    ...groupIds.flatMap((group) => [
      ...(groups.some(({ id }) => id === group)
        ? []
        : [{ path: 'groups', reason: `group ${group} is missing` }]),
      ...checkCount(group, items.filter((item) => item.group === group).length),
    ]),
    ...items.flatMap(({ id, group }, at) => {
      const isNumbered = id.startsWith(`${group}.`) && /^\.[1-9]$/.test(id.slice(group.length))
      return isNumbered
        ? []
        : [
            {
              path: `items[${String(at)}].id`,
              reason: `an id of group ${group} is ${group}.1 to ${group}.9`,
            },
          ]
    }),
  ]
}

function checkCount(group: string, count: number): readonly Finding[] {
  const reason = `group ${group} has ${String(count)} items, not ${String(itemsPerGroup)}`
  return count === itemsPerGroup ? [] : [{ path: 'items', reason }]
}
