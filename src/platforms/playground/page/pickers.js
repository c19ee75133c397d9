// @ts-check
// What chooses a phone, the person whose phone it is and the app on it, and the person who types in
// the group.
import { make } from './make.js'

/** @typedef {import('./chats.js').Chats} Chats */
/** @typedef {import('./chats.js').Choices} Choices */
/** @typedef {import('./chats.js').PhoneName} PhoneName */

export const phoneNames = /** @type {const} */ (['member', 'secretary', 'group'])

/** @param {{ chats: Chats, choices: Choices, label: string, picked: () => void }} options */
export function createPersonMenu({ chats, choices, label, picked }) {
  const menu = make('select', { class: 'who-name', id: 'person', 'aria-label': label })
  menu.addEventListener('change', () => {
    choices.member = menu.value
    picked()
  })
  return {
    element: menu,
    show() {
      const options = chats.people.map(({ chat, name }) =>
        make('option', {
          value: chat,
          text: chats.withUnread(name, chats.chatsOfPerson(chat)),
          selected: chat === choices.member,
        }),
      )
      menu.replaceChildren(...options)
    },
  }
}

/**
 * Which app is open on the member's phone: the one with buttons, or the text-only one.
 * @param {{ chats: Chats, choices: Choices, words: import('./words.js').Words, picked: () => void
 * }} options
 */
export function createApps({ chats, choices, words, picked }) {
  /** @param {'buttons' | 'text'} name */
  const app = (name) => {
    const isTextOnly = name === 'text'
    const change = () => {
      choices.isTextOnly = isTextOnly
      picked()
    }
    const radio = make('input', {
      type: 'radio',
      name: 'app',
      id: `app-${name}`,
      value: name,
      on: { change },
    })
    const label = make('span')
    const show = () => {
      radio.checked = choices.isTextOnly === isTextOnly
      const chat = chats.chatsOfPerson(choices.member)[isTextOnly ? 1 : 0] ?? ''
      label.textContent = chats.withUnread(words.say(`apps.${name}`), [chat])
    }
    return { element: make('label', {}, radio, label), show }
  }
  const apps = [app('buttons'), app('text')]
  const legend = make('legend', { class: 'unseen', text: words.say('apps.label') })
  return {
    element: make('fieldset', { class: 'apps' }, legend, ...apps.map(({ element }) => element)),
    show: () => apps.forEach((each) => each.show()),
  }
}

/** @param {{ chats: Chats, choices: Choices, label: string, picked: () => void }} options */
export function createTypists({ chats, choices, label, picked }) {
  const legend = make('legend', { text: label })
  const element = make('fieldset', { class: 'typists' }, legend)
  /** @param {'member' | 'secretary'} phone */
  const typist = (phone) => {
    const change = () => {
      choices.typesAs = phone
      picked()
    }
    const radio = make('input', {
      type: 'radio',
      name: 'typist',
      value: phone,
      checked: choices.typesAs === phone,
      on: { change },
    })
    return make('label', {}, radio, make('span', { text: chats.nameOf(chats.personOn(phone)) }))
  }
  return {
    element,
    show: () => element.replaceChildren(legend, typist('member'), typist('secretary')),
  }
}

/**
 * @param {{ chats: Chats, choices: Choices, words: import('./words.js').Words, picked: (phone:
 * PhoneName) => void }} options
 */
export function createTabs({ chats, choices, words, picked }) {
  const tabs = new Map(
    phoneNames.map((phone) => [
      phone,
      make('button', { type: 'button', on: { click: () => picked(phone) } }),
    ]),
  )
  return {
    element: make(
      'nav',
      { class: 'tabs', 'aria-label': words.say('phones.label') },
      ...tabs.values(),
    ),
    show() {
      for (const [phone, tab] of tabs) {
        tab.textContent = chats.withUnread(words.say(`phones.${phone}.short`), chats.chatsOf(phone))
        tab.setAttribute('aria-current', String(phone === choices.phone))
      }
    },
  }
}
