/**
 * Where a message comes from or goes to: one chat of one of our bots. Ids are opaque strings, never
 * numbers.
 */
export interface Address {
  /** Our own id of the bot account, e.g. `telegram`, or its name in `BOTS_FILE`. */
  readonly bot: string
  /** The platform's id of the chat. */
  readonly chat: string
  readonly kind: 'private' | 'group'
  /** Forum topic inside a group, where the platform has them. */
  readonly thread?: string
}

/** One key per chat: messages to one address are sent strictly in order. */
export function addressKey(address: Address): string {
  return JSON.stringify([address.bot, address.chat, address.thread ?? ''])
}
