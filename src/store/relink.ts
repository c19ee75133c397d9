// Which linking a chat, and what was given in it, belongs to.

/** The id of the code a chat was linked again with. */
export type Relink = string

/** In the tables: not linked again, nothing is closed. */
export const noRelink = '00000000-0000-0000-0000-000000000000'

/** Null: the chat is whole. */
export function relinkFrom(stored: string | null): Relink | null {
  return stored === null || stored === noRelink ? null : stored
}
