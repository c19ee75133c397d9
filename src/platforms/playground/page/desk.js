// @ts-check
// The three phones with what chooses between them, built for one state in one language.
import { createChats } from './chats.js'
import { make } from './make.js'
import { createPhone } from './phone.js'
import { createApps, createPersonMenu, createTabs, createTypists, phoneNames } from './pickers.js'
import { act } from './service.js'

/** @typedef {import('../entry.ts').PlaygroundEntry} Entry */
/** @typedef {import('./chats.js').Chats} Chats */
/** @typedef {import('./chats.js').PhoneName} PhoneName */
/** @typedef {import('./words.js').Words} Words */

/**
 * @param {{ state: any, words: Words, choices: import('./chats.js').Choices, announce: (text:
 * string) => void }} options
 */
export function createDesk({ state, words, choices, announce }) {
  const chats = createChats(state, words, choices)
  const menu = createPersonMenu({
    chats,
    choices,
    label: words.say('chat.choosePerson'),
    picked: () => pickPerson(),
  })
  const apps = createApps({ chats, choices, words, picked: () => showMember() })
  const typists = createTypists({
    chats,
    choices,
    label: words.say('chat.typeAs'),
    picked: () => showChat('group'),
  })
  const tabs = createTabs({ chats, choices, words, picked: (name) => choosePhone(name).focus() })
  const phones = {
    member: wirePhone(chats, words, 'member', { header: menu.element, below: apps.element }),
    secretary: wirePhone(chats, words, 'secretary', {}),
    group: wirePhone(chats, words, 'group', { above: typists.element }),
  }

  /** @param {PhoneName} name */
  const isShown = (name) => phones[name].element.offsetParent !== null
  const showUnread = () => {
    menu.show()
    apps.show()
    tabs.show()
  }
  /** @param {PhoneName} name */
  const showChat = (name) => {
    phones[name].scene.me = chats.typistOf(name)
    phones[name].conversation.show(chats.messagesOf(name))
    if (isShown(name)) chats.markRead(chats.chatOf(name))
  }
  const showMember = () => {
    phones.member.showWho(chats.nameOf(choices.member), chats.describe(chats.chatOf('member')))
    phones.member.showApp(choices.isTextOnly)
    showChat('member')
    showUnread()
  }
  const showPerson = () => {
    showMember()
    typists.show()
    showChat('group')
  }
  /** Opens on the app where reminders come. */
  const pickPerson = () => {
    choices.isTextOnly = chats.personOf(choices.member)?.isRemindedByText === true
    showPerson()
  }
  /** @param {PhoneName} name */
  const choosePhone = (name) => {
    choices.phone = name
    for (const each of phoneNames) phones[each].element.classList.toggle('is-chosen', each === name)
    chats.markRead(chats.chatOf(name))
    phones[name].conversation.toEnd()
    showUnread()
    return phones[name]
  }
  /** @param {Entry} entry @param {PhoneName | undefined} name */
  const noticeNew = (entry, name) => {
    if (name === undefined || !isShown(name)) {
      chats.countUnread(entry.chat)
      showUnread()
    } else if (entry.from !== chats.typistOf(name)) {
      const phone = words.say(`phones.${name}.title`)
      announce(
        words.say('chat.arrived', {
          phone,
          name: chats.nameOf(entry.from),
          text: entry.text.slice(0, 300),
        }),
      )
    }
  }

  return {
    element: make('main', { class: 'phones' }, ...phoneNames.map((name) => phones[name].element)),
    tabs: tabs.element,
    /**
     * Fills the phones; called once they are on the page, because a list can only scroll where it
     * is shown.
     */
    open() {
      phones.secretary.showWho(
        chats.nameOf(state.secretaryChat),
        chats.describe(state.secretaryChat),
      )
      phones.group.showWho(
        state.branch,
        words.say('phones.people', { count: state.members.length }),
      )
      choosePhone(choices.phone)
      showPerson()
      showChat('secretary')
    },
    /** @param {string} iso */
    showTime: (iso) => phoneNames.forEach((name) => phones[name].showTime(iso)),
    /** A message that is new, or an old one as it is now. @param {Entry} entry */
    put(entry) {
      const isNew = chats.keep(entry)
      const name = phoneNames.find((each) => chats.chatOf(each) === entry.chat)
      if (name !== undefined) phones[name].conversation.put(entry)
      if (isNew) noticeNew(entry, name)
    },
  }
}

/**
 * A phone whose fingers reach the service, and which says so when they do not.
 * @param {Chats} chats
 * @param {Words} words
 * @param {PhoneName} name
 * @param {{ header?: HTMLElement, below?: HTMLElement, above?: HTMLElement }} parts
 */
function wirePhone(chats, words, name, parts) {
  /** @type {import('./bubble.js').Scene} */
  const scene = {
    words,
    me: chats.typistOf(name),
    isGroup: name === 'group',
    nameOf: chats.nameOf,
    press,
    useCode: () => undefined,
  }
  const phone = createPhone({
    phone: name,
    ...parts,
    scene,
    send: async (text) => carryOut('say', { text }, 'send'),
    attach: (what) => void carryOut('attach', { what }, 'send'),
  })
  /** @param {Entry} entry @param {string} payload @param {boolean} byKeyboard */
  async function press(entry, payload, byKeyboard) {
    const item = document.activeElement?.closest('.message')
    if (byKeyboard && item instanceof HTMLElement) item.focus({ preventScroll: true })
    await carryOut('press', { messageId: entry.id, payload }, 'press')
  }
  /** @param {string} what @param {object} body @param {string} fault */
  async function carryOut(what, body, fault) {
    try {
      await act(what, { person: chats.typistOf(name), chat: chats.chatOf(name), ...body })
      phone.showFault('')
      return true
    } catch (error) {
      phone.showFault(
        words.say(`fault.${fault}`, { code: error instanceof Error ? error.message : '' }),
      )
      return false
    }
  }
  return { ...phone, scene }
}
