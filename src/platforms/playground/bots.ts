// The two bots of the try mode: one with buttons, and one that can show and hear nothing but text,
// as a Zalo Bot.
export const bot = 'playground'
export const textOnlyBot = 'playground-text'

/** In which app a chat is, by its first letter. */
export function botOf(chat: string): string {
  return chat.startsWith('t:') ? textOnlyBot : bot
}

/** A person's chat in the text-only app, by their other one. */
export function textOnlyChat(chat: string): string {
  return chat.replace(/^m:/u, 't:')
}
