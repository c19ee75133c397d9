// What the page of the try mode asks for: the phones, the clock, and a fresh start.
import type { App } from '../app.ts'
import { sql } from '../database/statement.ts'
import { addDays } from '../domain/local-date.ts'
import { instantOf, localOf } from '../domain/local-time.ts'
import { formatDate, formatTime, formatWeekday } from '../i18n/format.ts'
import type {
  Play,
  PlayAdvance,
  PlayClock,
  PlayEvent,
  PlayFile,
  PlayLanguage,
  PlayMessage,
  PlayState,
} from '../http/play-port.ts'
import type { PlaygroundEntry } from '../platforms/playground/entry.ts'
import type { PlaygroundHands } from '../platforms/playground/hands.ts'
import { nextEvent } from '../schedule/next-event.ts'
import type { DemoBranch } from './demo-branch.ts'
import { describePeople, readLinks } from './people.ts'
import type { TryClock } from './try-clock.ts'

interface PlayOptions {
  readonly app: App
  readonly clock: TryClock
  readonly demo: DemoBranch
  readonly zone: string
  readonly hands: PlaygroundHands
  readonly strings: Readonly<Record<PlayLanguage, unknown>>
  readonly settle: () => Promise<void>
  /** Empties everything and fills it anew. */
  readonly restart: () => Promise<void>
}

interface BranchRow {
  readonly id: string
  readonly name: string
}

/** No more than this many stops on the way: a day has fewer. */
const mostStops = 200

function localText(at: Date, zone: string, language: PlayLanguage): string {
  const { date, time } = localOf(at, zone)
  return `${formatWeekday(date, language)}, ${formatDate(date)}, ${formatTime(time, language)}`
}

async function readClock(
  { app, clock, zone }: PlayOptions,
  language: PlayLanguage,
): Promise<PlayClock> {
  const now = clock.now()
  const next = await nextEvent(app, now)
  const event =
    next === null
      ? null
      : {
          label: app.words[language](`tryMode.events.${next.what}`),
          local: localText(next.at, zone, language),
        }
  return { iso: now.toISOString(), local: localText(now, zone, language), zone, nextEvent: event }
}

async function readBranch(app: App): Promise<BranchRow> {
  const [row] = await app.database.query(
    sql<BranchRow>('play-branch', {
      isIdempotent: true,
    })`SELECT o.id, o.name FROM organisation o JOIN branch b ON b.id = o.id LIMIT 1`,
  )
  if (row === undefined) throw new Error('the branch of the try mode is missing')
  return row
}

/**
 * A message as the page gets it: of a file, all but its bytes, which it fetches when they are
 * wanted.
 */
function shownOf({ file, ...entry }: PlaygroundEntry): PlayMessage {
  return file === undefined
    ? entry
    : { ...entry, file: { name: file.name, mediaType: file.mediaType, alt: file.alt } }
}

async function readFile({ hands }: PlayOptions, id: string): Promise<PlayFile | undefined> {
  const { file } = (await hands.everything()).find((entry) => entry.id === id) ?? {}
  return (
    file && {
      name: file.name,
      mediaType: file.mediaType,
      bytes: Buffer.from(file.base64, 'base64'),
    }
  )
}

async function readState(options: PlayOptions, language: PlayLanguage): Promise<PlayState> {
  const { app, hands, demo, strings } = options
  const t = app.words[language]
  const branch = await readBranch(app)
  const roster = await app.tables.roster(branch.id, app.now())
  const messages: Record<string, PlayMessage[]> = {}
  for (const entry of await hands.everything()) (messages[entry.chat] ??= []).push(shownOf(entry))
  return {
    clock: await readClock(options, language),
    branch: branch.name,
    members: describePeople(roster, await readLinks(app), demo, t),
    secretaryChat: `m:${roster.find(({ role }) => role === 'secretary')?.memberId ?? ''}`,
    groupChat: `g:${branch.id}`,
    notice: t('tryMode.notice'),
    messages,
    strings: strings[language],
  }
}

/** Stops at each thing due on the way, so that everything happens at its own time. */
async function goTo({ app, clock, settle }: PlayOptions, target: Date): Promise<void> {
  for (let stop = 0; stop < mostStops; stop += 1) {
    const next = await nextEvent(app, clock.now())
    if (next === null || next.at > target) break
    await clock.moveTo(next.at)
    await settle()
  }
  await clock.moveTo(target)
  await settle()
}

async function advance(options: PlayOptions, by: PlayAdvance): Promise<void> {
  const now = options.clock.now()
  if (by === 'hour') return goTo(options, new Date(now.getTime() + 3_600_000))
  if (by === 'next') return goTo(options, (await nextEvent(options.app, now))?.at ?? now)
  const { date, time } = localOf(now, options.zone)
  return goTo(options, instantOf(addDays(date, 1), time, options.zone))
}

/** One act after another: a press while the clock moves waits. */
function createLine(): <T>(work: () => Promise<T>) => Promise<T> {
  let line: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = line.catch(() => undefined).then(work)
    line = mine
    return mine
  }
}

export function createPlay(options: PlayOptions): Play {
  const { hands, settle } = options
  const listeners = new Set<(event: PlayEvent) => void>()
  const tell = (event: PlayEvent): void => {
    for (const listener of listeners) listener(event)
  }
  hands.subscribe((message) => {
    tell({ kind: 'message', message: shownOf(message) })
  })
  const inTurn = createLine()
  /**
   * Where each is linked is said beside their name: when it changes, the page asks for everything
   * anew.
   */
  let linked = ''
  const tellLinks = async (): Promise<void> => {
    const now = JSON.stringify([...(await readLinks(options.app))])
    if (linked !== '' && linked !== now) tell({ kind: 'reload' })
    linked = now
  }
  const act = (work: () => Promise<void>, told?: PlayEvent): Promise<void> =>
    inTurn(async () => {
      await work()
      if (told === undefined) await settle()
      else tell(told)
      await tellLinks()
    })
  return {
    state: (language) => inTurn(() => readState(options, language)),
    clock: (language) => inTurn(() => readClock(options, language)),
    file: (id) => readFile(options, id),
    say: ({ person, chat, text }) => act(() => hands.says(person, chat, text)),
    press: ({ person, chat, messageId, payload }) =>
      act(() => hands.presses(person, chat, messageId, payload)),
    attach: ({ person, chat, what }) => act(() => hands.attaches(person, chat, what)),
    advance: (by) => act(() => advance(options, by), { kind: 'clock' }),
    fresh: () => act(options.restart, { kind: 'reload' }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
