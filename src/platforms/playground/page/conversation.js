// @ts-check
import { makeBubble } from './bubble.js'
import { icon, make } from './make.js'

/** @typedef {import('../entry.ts').PlaygroundEntry} Entry */
/** @typedef {import('./bubble.js').Scene} Scene */

/** Nearer to the end than this, a reader is taken to be reading along. */
const nearEndPx = 120
const togetherMs = 10 * 60_000

/**
 * The scrolling list of one chat.
 * @param {Scene} scene
 * @param {string} title
 */
export function createConversation(scene, title) {
  const { words } = scene
  const list = make('ol', { class: 'message-list' })
  const empty = make('p', { class: 'empty', text: words.say('chat.empty') })
  const label = words.say('chat.messages', { title })
  const scroller = make(
    'div',
    { class: 'messages', tabindex: 0, role: 'region', 'aria-label': label },
    empty,
    list,
  )
  const jump = make(
    'button',
    { type: 'button', class: 'jump', hidden: true, on: { click: () => toEnd() } },
    icon('down'),
    make('span', { text: words.say('chat.jump') }),
  )
  /** @type {Entry | undefined} */
  let last

  let isAtEnd = true
  const isNearEnd = () =>
    scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight
    isAtEnd = true
    jump.hidden = true
  }
  scroller.addEventListener('scroll', () => {
    isAtEnd = isNearEnd()
    if (isAtEnd) jump.hidden = true
  })
  // A fault shown below, or a keyboard on the screen, takes room from the end, where the reader is.
  new ResizeObserver(() => {
    if (isAtEnd) toEnd()
  }).observe(scroller)

  /** @param {Entry} entry */
  const append = (entry) => {
    if (last === undefined || words.date(last.at) !== words.date(entry.at)) {
      list.append(make('li', { class: 'day', text: words.date(entry.at) }))
    } else if (
      last.from === entry.from &&
      Date.parse(entry.at) - Date.parse(last.at) < togetherMs
    ) {
      list.lastElementChild?.classList.add('is-followed')
    }
    list.append(makeBubble(entry, scene))
    last = entry
    empty.hidden = true
  }

  return {
    element: make('div', { class: 'conversation' }, scroller, jump),
    toEnd,
    /** What stands where nothing has been said. @param {string} text */
    showEmpty(text) {
      empty.textContent = text
    },
    /** @param {readonly Entry[]} entries */
    show(entries) {
      list.replaceChildren()
      last = undefined
      empty.hidden = false
      entries.forEach(append)
      toEnd()
    },
    /** Adds a message, or shows the one of the same id as it is now. @param {Entry} entry */
    put(entry) {
      const wasNearEnd = isNearEnd()
      const old = list.querySelector(`[data-id="${CSS.escape(entry.id)}"]`)
      if (old === null) append(entry)
      else replace(old, makeBubble(entry, scene))
      if (wasNearEnd || entry.from === scene.me) toEnd()
      else if (old === null) jump.hidden = false
    },
  }
}

/**
 * A pressed button goes with its keyboard; the focus stays at its message, so that Tab leads on to
 * the next one.
 * @param {Element} old
 * @param {HTMLElement} bubble
 */
function replace(old, bubble) {
  const hadFocus = old.contains(document.activeElement)
  if (old.classList.contains('is-followed')) bubble.classList.add('is-followed')
  old.replaceWith(bubble)
  if (hadFocus) bubble.focus({ preventScroll: true })
}
