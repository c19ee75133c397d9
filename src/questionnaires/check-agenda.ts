import { agendaOf, branchTypes, type StandardAgendas } from '../domain/agenda.ts'
import { checkUnique } from './check-unique.ts'
import type { Finding } from './fault.ts'

const kinds = ['regular', 'thematic'] as const

/** A standard agenda keeps to its own rules, for every type of branch and kind of meeting. */
export function checkAgenda(agendas: StandardAgendas): readonly Finding[] {
  const { rules, types } = agendas
  const missing = branchTypes.filter((type) => !types.some(({ id }) => id === type))
  return [
    ...checkUnique(types, ({ id }) => id, 'types'),
    ...missing.map((type) => ({ path: 'types', reason: `“${type}” is missing` })),
    ...types.flatMap(({ id, lines }, at) => {
      const path = `types[${String(at)}].lines`
      const tooMany =
        lines.length > rules.lines
          ? [{ path, reason: `more than ${String(rules.lines)} lines` }]
          : []
      const boxes = lines.flatMap(({ minutes, title }, line) => {
        const isWithin = minutes >= rules.line.from && minutes <= rules.line.to
        const isLong = [title.vi, title.en].some((text) => Array.from(text).length > rules.title)
        return [
          ...(isWithin
            ? []
            : [{ path: `${path}[${String(line)}].minutes`, reason: 'outside rules.line' }]),
          ...(isLong
            ? [
                {
                  path: `${path}[${String(line)}].title`,
                  reason: `more than ${String(rules.title)} characters`,
                },
              ]
            : []),
        ]
      })
      return [
        ...tooMany,
        ...boxes,
        ...kinds.flatMap((kind) => {
          const { minutes, notes } = agendaOf(agendas, { type: id, kind, lines: null })
          const tooLong =
            minutes > rules.atMost
              ? [{ path, reason: `${String(minutes)} minutes, ${kind}: more than rules.atMost` }]
              : []
          return [
            ...tooLong,
            ...notes.map((note) => ({
              path,
              reason: `${kind}, ${String(minutes)} minutes: ${note.kind}`,
            })),
          ]
        }),
      ]
    }),
  ]
}
