// @ts-check
// What the page knows: who there is, which chat each phone shows, what has been said, what has not
// been seen.

/** @typedef {import('../entry.ts').PlaygroundEntry} Entry */
/** @typedef {'member' | 'secretary' | 'group'} PhoneName */
/**
 * @typedef {object} Person
 * @property {string} chat Their chat in the app with buttons.
 * @property {string} name
 * @property {string} role
 * @property {string} note
 * @property {{ chat: string, note: string }} textOnly The same person in the text-only app.
 * @property {boolean} isRemindedByText
 */
/**
 * @typedef {object} Choices What has been chosen on the page; outlives a reload of the state.
 * @property {string} member
 * @property {boolean} isTextOnly Which of the member's apps is shown.
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
  const personOf = (chat) =>
    members.find((member) => member.chat === chat || member.textOnly.chat === chat)
  if (personOf(choices.member) === undefined) choices.member = people[0]?.chat ?? ''
  const memberChat = () =>
    choices.isTextOnly ? (personOf(choices.member)?.textOnly.chat ?? '') : choices.member
  /** @param {PhoneName} phone */
  const chatOf = (phone) =>
    ({ member: memberChat(), secretary: state.secretaryChat, group: state.groupChat })[phone]
  /** @param {string} chat */
  const chatsOfPerson = (chat) => [chat, personOf(chat)?.textOnly.chat ?? '']
  /** @param {'member' | 'secretary'} phone */
  const personOn = (phone) => (phone === 'member' ? choices.member : state.secretaryChat)

  return {
    /** Everyone whose phone can be the member's. */
    people,
    personOf,
    chatOf,
    /** @param {PhoneName} phone */
    messagesOf: (phone) => messages.get(chatOf(phone)) ?? [],
    /** Who types on a phone. @param {PhoneName} phone @returns {string} */
    typistOf: (phone) => (phone === 'group' ? personOn(choices.typesAs) : chatOf(phone)),
    personOn,
    /** The chats of a phone that may have something new. @param {PhoneName} phone */
    chatsOf: (phone) => (phone === 'member' ? chatsOfPerson(choices.member) : [chatOf(phone)]),
    chatsOfPerson,
    /** @param {string} from */
    nameOf: (from) => (from === 'bot' ? words.say('chat.bot') : (personOf(from)?.name ?? from)),
    /** Role and note, in one line. @param {string} chat */
    describe(chat) {
      const person = personOf(chat)
      const note = person?.textOnly.chat === chat ? person.textOnly.note : person?.note
      return [person?.role, note].filter(Boolean).join(' · ')
    },
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
    /** `Bí thư (2 tin mới)`. @param {string} name @param {readonly string[]} ofChats */
    withUnread(name, ofChats) {
      const count = ofChats.reduce((sum, chat) => sum + (unread.get(chat) ?? 0), 0)
      return count === 0 ? name : `${name} (${words.say('phones.unread', { count })})`
    },
  }
}
