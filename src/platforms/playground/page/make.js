// @ts-check
// Elements without a framework. Text always goes in as text, never as markup.

/**
 * An element: `text` is its text, `on` its listeners, `class` its classes; everything else is an
 * attribute, left out when it is undefined or false.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [given]
 * @param {...(Node | undefined)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, given = {}, ...children) {
  const { text, on = {}, ...attributes } = given
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value))
  }
  if (text !== undefined) element.textContent = text
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener)
  element.append(...children.filter((child) => child !== undefined))
  return element
}

const paths = {
  mark: 'M5 7h14M5 12h14M5 17h7',
  send: 'M4 12 20 4l-5 16-3.5-6.5z',
  attach: 'M12 5v14M5 12h14',
  down: 'M12 5v13M6 12l6 6 6-6',
  photo: 'M4 6h16v12H4zM4 15l4-4 4 4 3-3 5 5M15 9h.01',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  voice: 'M12 4a3 3 0 0 1 3 3v4a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
  group:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20a6 6 0 0 1 12 0M16 5a3 3 0 0 1 0 6M18 14a6 6 0 0 1 3 6',
}

/** @param {string} name */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  const path = document.createElementNS(space, 'path')
  path.setAttribute('d', paths[/** @type {keyof typeof paths} */ (name)] ?? paths.file)
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(path)
  return svg
}

/**
 * Arrow keys, Home and End move between the buttons of a list.
 * @param {HTMLElement} list
 */
export function moveByArrows(list) {
  list.addEventListener('keydown', (event) => {
    const buttons = [...list.querySelectorAll('button')]
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement))
    const steps = {
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: buttons.length - 1,
    }
    const to = steps[/** @type {keyof typeof steps} */ (event.key)]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    buttons[(to + buttons.length) % buttons.length]?.focus()
  })
}
