// @ts-check
// What the page knows: who there is, which chat each phone shows, what has been said, what has not been seen.

/** @typedef {import('../entry.ts').PlaygroundEntry} Entry */
/** @typedef {'member' | 'secretary' | 'group'} PhoneName */
/** @typedef {{ chat: string, name: string, role: string, note: string }} Person */
/**
 * @typedef {object} Choices What has been chosen on the page; outlives a reload of the state.
 * @property {string} member
 * @property {'member' | 'secretary'} typesAs
 * @property {PhoneName} phone
 */
/** @typedef {ReturnType<typeof createChats>} Chats */

/**
 * @param {any} state As `GET /play/state` gives it.
 * @param {import('./words.js').Words} words
 * @param {Choices} choices
 */
export function createChats(state, words, choices) {
  /** @type {Map<string, Entry[]>} */
  const messages = new Map(Object.entries(state.messages))
  /** @type {Map<string, number>} */
  const unread = new Map()
  /** @type {Person[]} */
  const members = state.members
  const people = members.filter(({ chat }) => chat !== state.secretaryChat)
  /** @param {string} chat */
  const personOf = (chat) => members.find((member) => member.chat === chat)
  if (personOf(choices.member) === undefined) choices.member = people[0]?.chat ?? ''
  /** @param {PhoneName} phone */
  const chatOf = (phone) => ({ member: choices.member, secretary: state.secretaryChat, group: state.groupChat })[phone]

  return {
    /** Everyone whose phone can be the member's. */
    people,
    personOf,
    chatOf,
    /** @param {PhoneName} phone */
    messagesOf: (phone) => messages.get(chatOf(phone)) ?? [],
    /** Who types on a phone. @param {PhoneName} phone @returns {string} */
    typistOf: (phone) => chatOf(phone === 'group' ? choices.typesAs : phone),
    /** @param {string} from */
    nameOf: (from) => (from === 'bot' ? words.say('chat.bot') : (personOf(from)?.name ?? from)),
    /** Role and note, in one line. @param {string} chat */
    describe: (chat) => [personOf(chat)?.role, personOf(chat)?.note].filter(Boolean).join(' · '),
    /** Keeps a message, or its newer state; true when it was not known. @param {Entry} entry */
    keep(entry) {
      const known = messages.get(entry.chat) ?? []
      const at = known.findIndex(({ id }) => id === entry.id)
      messages.set(entry.chat, at < 0 ? [...known, entry] : known.with(at, entry))
      return at < 0
    },
    /** @param {string} chat */
    countUnread: (chat) => unread.set(chat, (unread.get(chat) ?? 0) + 1),
    /** @param {string} chat */
    markRead: (chat) => unread.delete(chat),
    /** `Bí thư (2 tin mới)`. @param {string} name @param {string} chat */
    withUnread(name, chat) {
      const count = unread.get(chat) ?? 0
      return count === 0 ? name : `${name} (${words.say('phones.unread', { count })})`
    },
  }
}
