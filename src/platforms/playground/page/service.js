// @ts-check
// The page's only way to the service: its API and its event stream.

/** @typedef {import('../entry.ts').PlaygroundEntry} Entry */

/** @param {string} path */
async function fetchJson(path) {
  return read(await request(path, { headers: { accept: 'application/json' } }))
}

/** @param {'vi' | 'en'} language */
export const fetchState = async (language) => fetchJson(`/play/state?language=${language}`)

/** @param {'vi' | 'en'} language */
export const fetchClock = async (language) => fetchJson(`/play/clock?language=${language}`)

/**
 * Does one thing: `say`, `press`, `attach`, `clock`, `fresh`. Throws an error whose message is a
 * short code.
 * @param {string} what
 * @param {object} body
 */
export async function act(what, body) {
  const headers = { 'content-type': 'application/json' }
  await read(
    await request(`/play/${what}`, { method: 'POST', headers, body: JSON.stringify(body) }),
  )
}

/** @param {string} path @param {RequestInit} options */
async function request(path, options) {
  try {
    return await fetch(path, options)
  } catch {
    throw new Error('offline')
  }
}

/** @param {Response} response */
async function read(response) {
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(body.code ?? String(response.status))
  return body
}

/**
 * Follows the service for as long as the page lives; the browser resumes where it was cut.
 * @param {{ onEntry(entry: Entry): void, onClock(): void, onReload(): void, onLost(): void,
 * onBack(): void }} listener
 */
export function follow(listener) {
  const source = new EventSource('/play/events')
  source.addEventListener('open', () => listener.onBack())
  source.addEventListener('entry', ({ data }) => listener.onEntry(JSON.parse(data).message))
  source.addEventListener('clock', () => listener.onClock())
  source.addEventListener('reload', () => listener.onReload())
  source.addEventListener('error', () => {
    listener.onLost()
    if (source.readyState !== EventSource.CLOSED) return
    // A refusal (the service is starting, or full) ends the browser's own attempts.
    setTimeout(() => follow(listener), 3_000)
  })
}
