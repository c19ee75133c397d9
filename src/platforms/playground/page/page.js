// @ts-check
// The page of the try mode: three phones of one branch, and the clock that moves the whole service.
import { createDesk } from './desk.js'
import { make } from './make.js'
import { act, fetchClock, fetchState, follow } from './service.js'
import { confirmFresh, createStrip } from './strip.js'
import { createWords } from './words.js'

/** @typedef {import('../entry.ts').PlaygroundEntry} Entry */

const clockEveryMs = 20_000
const retryMs = 3_000
const shell = /** @type {HTMLElement} */ (document.querySelector('#shell'))
const announcer = /** @type {HTMLElement} */ (document.querySelector('#announcer'))
const fault = make('div', { class: 'fault', role: 'alert' })
const choices = recall()

/** @typedef {ReturnType<typeof createDesk>} Desk */
/** @typedef {ReturnType<typeof createStrip>} Strip */
/**
 * @type {{ state: any, words: import('./words.js').Words, desk: Desk, strip: Strip } | undefined}
 */
let shown
/** Entries that arrive while the state is being fetched. @type {Entry[] | undefined} */
let waiting
/** What is being fetched is out of date before it is here. */
let isStale = false

follow({
  onEntry: (entry) => (waiting === undefined ? shown?.desk.put(entry) : waiting.push(entry)),
  onClock: () => void refreshClock(),
  onReload: () => void load(),
  onBack: () => showFault(''),
  onLost: () => {
    if (shown === undefined) shell.textContent = document.body.dataset['unavailable'] ?? ''
    else showFault('fault.lost')
  },
})
setInterval(() => {
  if (document.visibilityState === 'visible') void refreshClock()
}, clockEveryMs)

async function load() {
  isStale = waiting !== undefined
  if (isStale) return
  waiting = []
  try {
    build(await fetchState(choices.language))
    for (const entry of waiting) shown?.desk.put(entry)
  } catch {
    if (shown === undefined) shell.textContent = document.body.dataset['unavailable'] ?? ''
    setTimeout(() => void load(), retryMs)
  } finally {
    waiting = undefined
  }
  if (isStale) await load()
}

/** @param {any} state */
function build(state) {
  const words = createWords(state.strings, choices.language, state.clock.zone)
  const drafts = [...document.querySelectorAll('textarea')].map(({ id, value }) => ({ id, value }))
  const focused = document.activeElement?.id ?? ''
  const desk = createDesk({
    state,
    words,
    choices,
    announce: (text) => (announcer.textContent = text),
  })
  const strip = createStrip({
    words,
    advance: (by) => void advance(by),
    fresh: () => void beginAnew(),
    switchLanguage,
  })
  document.documentElement.lang = choices.language
  document.title = words.say('shell.title')
  shell.hidden = true
  document.querySelector('#all')?.remove()
  const notice = make('p', { class: 'notice', text: state.notice })
  document.body.prepend(
    make('div', { id: 'all' }, strip.element, desk.tabs, fault, desk.element, notice),
  )
  shown = { state, words, desk, strip }
  showClock(state.clock)
  desk.open()
  for (const { id, value } of drafts) {
    const box = document.getElementById(id)
    if (box instanceof HTMLTextAreaElement) box.value = value
  }
  if (focused !== '') document.getElementById(focused)?.focus()
}

/** @param {any} clock */
function showClock(clock) {
  if (shown === undefined) return
  shown.strip.show(clock, shown.state.branch)
  shown.desk.showTime(clock.iso)
}

async function refreshClock() {
  try {
    showClock(await fetchClock(choices.language))
  } catch {
    // The event stream is what tells that the service is gone.
  }
}

/** @param {string} by */
async function advance(by) {
  const done = await actOnAll('clock', { advance: by })
  if (!done || shown === undefined) return
  const clock = await fetchClock(choices.language)
  showClock(clock)
  announcer.textContent = shown.words.say('strip.now', { local: clock.local })
}

async function beginAnew() {
  if (shown === undefined || !(await confirmFresh(shown.words))) return
  if (await actOnAll('fresh', {})) await load()
}

/** An act that keeps the whole strip busy. @param {string} what @param {object} body */
async function actOnAll(what, body) {
  shown?.strip.showMoving(true)
  try {
    await act(what, body)
    showFault('')
    return true
  } catch (error) {
    showFault(`fault.${what}`, error instanceof Error ? error.message : '')
    return false
  } finally {
    shown?.strip.showMoving(false)
  }
}

function switchLanguage() {
  choices.language = choices.language === 'vi' ? 'en' : 'vi'
  void load().then(() =>
    /** @type {HTMLElement | null} */ (document.querySelector('[data-act=language]'))?.focus(),
  )
}

/** @param {string} key Empty: nothing is wrong. @param {string} [code] */
function showFault(key, code = '') {
  fault.replaceChildren(
    ...(key === '' || shown === undefined
      ? []
      : [make('p', { text: shown.words.say(key, { code }) })]),
  )
}

/** The last choices of this browser; nothing personal, and nothing lost without it. */
function recall() {
  /** @type {import('./chats.js').Choices & { language: 'vi' | 'en' }} */
  const usual = {
    member: '',
    isTextOnly: false,
    typesAs: 'member',
    phone: 'member',
    language: 'vi',
  }
  addEventListener('pagehide', () => localStorage.setItem('choices', JSON.stringify(choices)))
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem('choices') ?? '{}') }
  } catch {
    return usual
  }
}
