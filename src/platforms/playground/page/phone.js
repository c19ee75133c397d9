// @ts-check
import { createComposer } from './composer.js'
import { createConversation } from './conversation.js'
import { icon, make } from './make.js'

/** @typedef {import('../entry.ts').PlaygroundEntry} Entry */
/**
 * @typedef {object} PhoneOptions
 * @property {'member' | 'secretary' | 'group'} phone
 * @property {HTMLElement} [header] Put in place of the name in the chat's header.
 * @property {HTMLElement} [below] Put below the chat's header.
 * @property {HTMLElement} [above] Put above the typing box.
 * @property {import('./bubble.js').Scene} scene
 * @property {(text: string) => Promise<boolean>} send
 * @property {(what: string) => void} attach
 */

/**
 * One phone: a chat of one person, or of the group. `scene.useCode` is filled in here.
 * @param {PhoneOptions} options
 */
export function createPhone({ phone, header, below, above, scene, send, attach }) {
  const { words } = scene
  const name = words.say(`phones.${phone}.title`)
  const composer = createComposer({ phone, title: name, words, send, attach })
  scene.useCode = composer.fill
  const conversation = createConversation(scene, name)
  const face = make('p', { class: 'face', 'aria-hidden': 'true' })
  const fault = make('div', { class: 'phone-fault', role: 'alert' })
  const avatar = make('span', { class: `avatar is-${phone}`, 'aria-hidden': 'true' })
  const who = make('p', { class: 'who-name' })
  const subtitle = make('p', { class: 'subtitle' })
  const hint = make('p', { text: words.say(`phones.${phone}.hint`) })
  const element = make(
    'section',
    { class: 'phone', id: `phone-${phone}`, 'aria-labelledby': `title-${phone}` },
    make(
      'div',
      { class: 'caption' },
      make('h2', { id: `title-${phone}`, tabindex: -1, text: name }),
      hint,
    ),
    make(
      'div',
      { class: 'device' },
      face,
      make(
        'header',
        { class: 'chat-header' },
        avatar,
        make('div', { class: 'who' }, header ?? who, subtitle),
      ),
      below,
      conversation.element,
      fault,
      above,
      composer.element,
    ),
  )
  return {
    element,
    conversation,
    /** @param {string} title @param {string} description */
    showWho(title, description) {
      who.textContent = title
      subtitle.textContent = description
      avatar.replaceChildren(phone === 'group' ? icon('group') : initialOf(title))
    },
    /** As the app with buttons, or as the one that has only text. @param {boolean} isTextOnly */
    showApp(isTextOnly) {
      element.classList.toggle('is-text-only', isTextOnly)
      hint.textContent = words.say(isTextOnly ? `phones.${phone}.textHint` : `phones.${phone}.hint`)
      conversation.showEmpty(words.say(isTextOnly ? 'chat.emptyText' : 'chat.empty'))
      composer.showTyping(isTextOnly)
    },
    /** @param {string} iso */
    showTime(iso) {
      face.textContent = words.face(iso)
    },
    /** @param {string} text Empty: nothing is wrong. */
    showFault(text) {
      fault.replaceChildren(...(text === '' ? [] : [make('p', { text })]))
    },
    focus() {
      element.querySelector('h2')?.focus()
    },
  }
}

/** Of the given name, which comes last. @param {string} name */
function initialOf(name) {
  return name.trim().split(/\s+/).at(-1)?.charAt(0) ?? ''
}
