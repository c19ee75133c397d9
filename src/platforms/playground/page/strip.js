// @ts-check
import { icon, make } from './make.js'

/** @typedef {import('./words.js').Words} Words */

/**
 * The clock strip: the branch's date and time, what comes next, and the buttons that move the
 * service's clock.
 * @param {{ words: Words, advance: (by: string) => void, fresh: () => void, switchLanguage: () =>
 * void }} options
 */
export function createStrip({ words, advance, fresh, switchLanguage }) {
  const branch = make('p', { class: 'branch' })
  const time = make('p', { class: 'time' })
  const date = make('p', { class: 'date' })
  const label = make('p', { class: 'next-label' })
  const local = make('span')
  const status = make('p', { class: 'strip-status', role: 'status' })
  const movers = ['next', 'hour', 'day'].map((by) => {
    // Not `disabled` while it moves: that would throw the focus away.
    const click = () => element.getAttribute('aria-busy') !== 'true' && advance(by)
    return make('button', {
      type: 'button',
      class: `button is-${by}`,
      'data-advance': by,
      text: words.say(`strip.${by}`),
      on: { click },
    })
  })
  const brand = make(
    'h1',
    {},
    icon('mark'),
    make('span', { text: words.say('strip.brand') }),
    make('span', { class: 'mode', text: words.say('strip.mode') }),
  )
  const when = make(
    'p',
    { class: 'next-when' },
    make('span', { text: words.say('strip.nextEvent') }),
    local,
  )
  const language = {
    'data-act': 'language',
    lang: words.language === 'vi' ? 'en' : 'vi',
    text: words.say('strip.language'),
  }
  const anew = { 'data-act': 'fresh', text: words.say('strip.fresh') }
  const element = make(
    'header',
    { class: 'strip', 'aria-label': words.say('strip.label') },
    make('div', { class: 'brand' }, brand, branch),
    make('div', { class: 'now' }, time, date),
    make('div', { class: 'next' }, when, label),
    make(
      'div',
      { class: 'movers', role: 'group', 'aria-label': words.say('strip.advance') },
      ...movers,
    ),
    make(
      'div',
      { class: 'extras' },
      make('button', {
        type: 'button',
        class: 'plain',
        ...language,
        on: { click: switchLanguage },
      }),
      make('button', { type: 'button', class: 'plain', ...anew, on: { click: fresh } }),
    ),
    status,
  )
  return {
    element,
    /**
     * @param {{ iso: string, nextEvent: { label: string, local: string } | null }} clock @param
     * {string} branchName
     */
    show(clock, branchName) {
      branch.textContent = branchName
      time.textContent = words.fullTime(clock.iso)
      date.textContent = words.date(clock.iso)
      label.textContent = clock.nextEvent?.label ?? words.say('strip.nothingNext')
      local.textContent = clock.nextEvent === null ? '' : `: ${clock.nextEvent.local}`
    },
    /** @param {boolean} isMoving */
    showMoving(isMoving) {
      element.setAttribute('aria-busy', String(isMoving))
      status.textContent = isMoving ? words.say('strip.moving') : ''
      for (const mover of movers) mover.setAttribute('aria-disabled', String(isMoving))
    },
  }
}

/**
 * Asks before everything is thrown away. @param {Words} words @returns {Promise<boolean>}
 */
export async function confirmFresh(words) {
  return new Promise((resolve) => {
    /** @param {boolean} isSure */
    const close = (isSure) => {
      resolve(isSure)
      dialog.close()
    }
    const dialog = make(
      'dialog',
      { class: 'dialog', 'aria-labelledby': 'fresh-title' },
      make('h2', { id: 'fresh-title', text: words.say('fresh.title') }),
      make('p', { text: words.say('fresh.text') }),
      make(
        'div',
        { class: 'dialog-buttons' },
        make('button', {
          class: 'button',
          autofocus: true,
          text: words.say('fresh.no'),
          on: { click: () => close(false) },
        }),
        make('button', {
          class: 'button is-grave',
          text: words.say('fresh.yes'),
          on: { click: () => close(true) },
        }),
      ),
    )
    dialog.addEventListener('close', () => {
      resolve(false)
      dialog.remove()
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}
