// @ts-check
import { icon, make, moveByArrows } from './make.js'

const attachments = ['photo', 'file', 'voice']

/**
 * @typedef {object} ComposerOptions
 * @property {string} phone
 * @property {string} title
 * @property {import('./words.js').Words} words
 * @property {(text: string) => Promise<boolean>} send Gives whether it was sent.
 * @property {(what: string) => void} attach
 */

/**
 * The typing box of a phone, with its commands and its attach menu.
 * @param {ComposerOptions} options
 */
export function createComposer({ phone, title, words, send, attach }) {
  const box = make('textarea', {
    class: 'box',
    rows: 1,
    autocomplete: 'off',
    maxlength: 20_000,
    enterkeyhint: 'send',
    id: `box-${phone}`,
    'aria-label': words.say('composer.label', { title }),
    placeholder: words.say('composer.placeholder'),
  })
  const submit = async () => {
    const text = box.value.trim()
    if (text === '') return
    box.value = ''
    // What could not be sent comes back, unless something else has been begun meanwhile.
    if (!(await send(text)) && box.value === '') box.value = text
  }
  box.addEventListener('keydown', (event) => {
    // Enter also ends a word in Vietnamese input methods: that one is not ours.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void submit()
  })
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault()
    void submit()
  }
  const form = make(
    'form',
    { class: 'composer', on: { submit: onSubmit } },
    makeAttach(words, attach),
    box,
    make(
      'button',
      { class: 'round is-send', 'aria-label': words.say('composer.send') },
      icon('send'),
    ),
  )
  const chips = makeChips(phone, words, send)
  const typable = make('p', { class: 'typable', hidden: true, text: words.say('composer.typable') })
  return {
    element: make('div', { class: 'desk' }, chips, typable, form),
    /** Where there is no menu of commands, says what can be typed. @param {boolean} isTextOnly */
    showTyping(isTextOnly) {
      chips.hidden = isTextOnly
      typable.hidden = !isTextOnly
    },
    /** @param {string} text */
    fill(text) {
      box.value = text
      box.focus()
    },
  }
}

/**
 * @param {string} phone @param {import('./words.js').Words} words @param {(text: string) =>
 * Promise<boolean>} send
 */
function makeChips(phone, words, send) {
  const list = make('div', {
    class: 'chips',
    role: 'group',
    'aria-label': words.say('composer.quick'),
  })
  for (const [command, label] of words.chips(phone)) {
    const click = () => void send(`/${command}`)
    list.append(
      make('button', {
        type: 'button',
        class: 'chip',
        text: label,
        title: `/${command}`,
        on: { click },
      }),
    )
  }
  moveByArrows(list)
  return list
}

/** @param {import('./words.js').Words} words @param {(what: string) => void} attach */
function makeAttach(words, attach) {
  const menu = make('div', {
    class: 'attach-menu',
    role: 'menu',
    hidden: true,
    'aria-label': words.say('composer.attach'),
  })
  const opener = make(
    'button',
    {
      type: 'button',
      class: 'round is-attach',
      'aria-label': words.say('composer.attach'),
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
    },
    icon('attach'),
  )
  /** @param {boolean} isOpen */
  const open = (isOpen) => {
    menu.hidden = !isOpen
    opener.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) menu.querySelector('button')?.focus()
    else if (menu.contains(document.activeElement)) opener.focus()
  }
  for (const what of attachments) {
    const choose = () => {
      opener.focus()
      open(false)
      attach(what)
    }
    const label = make('span', { text: words.say(`composer.${what}`) })
    menu.append(
      make(
        'button',
        { type: 'button', role: 'menuitem', on: { click: choose } },
        icon(what),
        label,
      ),
    )
  }
  moveByArrows(menu)
  opener.addEventListener('click', () => open(menu.hidden !== false))
  const wrapper = make('div', { class: 'attach' }, opener, menu)
  wrapper.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.hidden) return
    opener.focus()
    open(false)
  })
  wrapper.addEventListener('focusout', (event) => {
    if (
      event.relatedTarget !== null &&
      !wrapper.contains(/** @type {Node} */ (event.relatedTarget))
    )
      open(false)
  })
  document.addEventListener('click', (event) => {
    if (!menu.hidden && !wrapper.contains(/** @type {Node} */ (event.target))) open(false)
  })
  return wrapper
}
