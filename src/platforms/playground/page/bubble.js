// @ts-check
import { icon, make, moveByArrows } from './make.js'

/** @typedef {import('../entry.ts').PlaygroundEntry} Entry */
/**
 * @typedef {object} Scene Whose phone this is, and what its buttons do.
 * @property {import('./words.js').Words} words
 * @property {string} me Whose bubbles stand on the right.
 * @property {boolean} isGroup
 * @property {(from: string) => string} nameOf
 * @property {(entry: Entry, payload: string, byKeyboard: boolean) => void} press
 * @property {(code: string) => void} useCode
 */

/**
 * One message as a list item.
 * @param {Entry} entry
 * @param {Scene} scene
 */
export function makeBubble(entry, scene) {
  if (entry.from === 'slip') return makeSlip(entry, scene)
  const isMine = entry.from === scene.me
  const showsName = scene.isGroup && !isMine
  return make(
    'li',
    {
      class: `message ${isMine ? 'is-mine' : entry.from === 'bot' ? 'is-bot' : 'is-other'}`,
      'data-id': entry.id,
      tabindex: -1,
    },
    make(
      'div',
      { class: 'bubble' },
      showsName ? make('p', { class: 'author', text: scene.nameOf(entry.from) }) : undefined,
      entry.what === 'text'
        ? make('p', { class: 'text', text: entry.text })
        : makeAttachment(entry, scene),
      makeFile(entry),
      makeMeta(entry, scene),
    ),
    entry.choices.length > 0 ? makeChoices(entry, scene) : undefined,
  )
}

/** @param {Entry} entry @param {Scene} scene */
function makeMeta(entry, { words }) {
  return make(
    'p',
    { class: 'meta' },
    entry.edition > 0 ? make('span', { text: words.say('chat.edited') }) : undefined,
    entry.standing === 'failed'
      ? make('span', { class: 'not-arrived', text: words.say('chat.notArrived') })
      : undefined,
    make('time', { datetime: entry.at, text: words.time(entry.at) }),
  )
}

/** @param {Entry} entry @param {Scene} scene */
function makeAttachment(entry, { words }) {
  return make(
    'p',
    { class: 'text attachment' },
    icon(entry.what),
    make('span', { text: words.say(`attachment.${entry.what}`) }),
  )
}

/** A picture is seen, a document is saved. @param {Entry} entry */
function makeFile({ id, file }) {
  if (file === undefined) return undefined
  const address = `/play/file?id=${encodeURIComponent(id)}`
  const isPicture = file.mediaType.startsWith('image/')
  const label = isPicture
    ? make('img', { src: address, alt: file.alt })
    : make('span', { text: file.name })
  return make(
    'p',
    { class: 'file' },
    make('a', { href: address, download: file.name }, isPicture ? undefined : icon('file'), label),
  )
}

/** @param {Entry} entry @param {Scene} scene */
function makeChoices(entry, { words, press }) {
  const list = make('div', {
    class: 'choices',
    role: 'group',
    'aria-label': words.say('chat.choices'),
  })
  for (const { label, payload } of entry.choices) {
    const isPressed = payload === entry.pressed
    // A click made by Enter or Space has no click count.
    const click = (/** @type {MouseEvent} */ event) => press(entry, payload, event.detail === 0)
    list.append(
      make(
        'button',
        { type: 'button', class: isPressed ? 'choice is-pressed' : 'choice', on: { click } },
        make('span', { text: label }),
        isPressed
          ? make('span', { class: 'unseen', text: `, ${words.say('chat.chosen')}` })
          : undefined,
      ),
    )
  }
  moveByArrows(list)
  return list
}

/** @param {Entry} entry @param {Scene} scene */
function makeSlip(entry, { words, useCode }) {
  const { code } = entry
  const withCode =
    code === undefined
      ? []
      : [
          make('p', { class: 'slip-code', text: code }),
          make('button', {
            type: 'button',
            class: 'slip-use',
            text: words.say('chat.useCode'),
            on: { click: () => useCode(code) },
          }),
        ]
  return make(
    'li',
    { class: 'message is-slip', 'data-id': entry.id, tabindex: -1 },
    make(
      'div',
      { class: 'slip' },
      make('p', { class: 'slip-title', text: words.say('chat.slip') }),
      make('p', { class: 'text', text: entry.text }),
      ...withCode,
    ),
  )
}
