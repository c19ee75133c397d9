// What a chat that was linked again may do (docs/decisions/030). Whoever holds a code may be
// anybody: so a member's first chat has everything, and a later one only what an objection can
// undo.

/**
 * What a deed touches. `everybody`: nothing that is a member's own. `anew`: what is given in this
 * chat. `past`: what was given elsewhere. `person`: the member wherever they are, and their other
 * chats. `office`: what a member may do for the branch.
 */
export type Reach = 'everybody' | 'anew' | 'past' | 'person' | 'office'

/** How a chat was linked: the member's first one, or one after it. */
export type Standing = 'whole' | 'again'

const open: Readonly<Record<Standing, readonly Reach[]>> = {
  whole: ['everybody', 'anew', 'past', 'person', 'office'],
  again: ['everybody', 'anew'],
}

/** Whether a deed that touches this is open in a chat so linked. */
export function isOpen(standing: Standing, reach: Reach): boolean {
  return open[standing].includes(reach)
}

/** What a sheet has besides its items is of no matter here. */
interface Item {
  readonly kind: string
}

/** A sheet's items, without those that tell what was promised before. */
export function itemsFor<T extends Item>(standing: Standing, items: readonly T[]): readonly T[] {
  return standing === 'whole' ? items : items.filter(({ kind }) => kind !== 'promise')
}

/**
 * How a sheet stands for a chat: one linked again sees it as begun only where it answered itself,
 * and never as done on paper.
 */
export function sheetStateFor<T extends string>(
  standing: Standing,
  state: T,
  answers: number,
): T | 'invited' | 'inProgress' {
  if (standing === 'whole') return state
  if (answers === 0) return 'invited'
  return state === 'onPaper' ? 'inProgress' : state
}
