// What the page of the try mode asks for: the phones, the clock, and a fresh start.
import type { App } from '../app.ts'
import { sql } from '../database/statement.ts'
import { addDays } from '../domain/local-date.ts'
import { instantOf, localOf } from '../domain/local-time.ts'
import { formatDate, formatTime, formatWeekday } from '../i18n/format.ts'
import type { Play, PlayAdvance, PlayClock, PlayEvent, PlayLanguage, PlayMember, PlayMessage, PlayState } from '../http/play-port.ts'
import type { PlaygroundHands } from '../platforms/playground/hands.ts'
import type { RosterLine } from '../store/tables.ts'
import { nextEvent } from '../schedule/next-event.ts'
import type { DemoBranch } from './demo-branch.ts'
import type { TryClock } from './try-clock.ts'

export interface PlayOptions {
  readonly app: App
  readonly clock: TryClock
  readonly demo: DemoBranch
  readonly zone: string
  readonly hands: PlaygroundHands
  readonly strings: Readonly<Record<PlayLanguage, unknown>>
  settle(): Promise<void>
  /** Empties everything and fills it anew. */
  restart(): Promise<void>
}

interface BranchRow {
  readonly id: string
  readonly name: string
}

/** No more than this many stops on the way: a day has fewer. */
const mostStops = 200

export function createPlay(options: PlayOptions): Play {
  const { app, clock, hands, zone } = options
  const listeners = new Set<(event: PlayEvent) => void>()
  const tell = (event: PlayEvent): void => {
    for (const listener of listeners) listener(event)
  }
  hands.subscribe((message) => { tell({ kind: 'message', message }) })

  /** One act after another: a press while the clock moves waits. */
  let line: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = line.catch(() => undefined).then(work)
    line = mine
    return mine
  }

  const local = (at: Date, language: PlayLanguage): string => {
    const { date, time } = localOf(at, zone)
    return `${formatWeekday(date, language)}, ${formatDate(date)}, ${formatTime(time, language)}`
  }

  const readClock = async (language: PlayLanguage): Promise<PlayClock> => {
    const now = clock.now()
    const next = await nextEvent(app, now)
    const label = next === null ? null : { label: app.words[language](`tryMode.events.${next.what}`), local: local(next.at, language) }
    return { iso: now.toISOString(), local: local(now, language), zone, nextEvent: label }
  }

  const branchOf = async (): Promise<BranchRow> => {
    const [row] = await app.database.query(sql<BranchRow>('play-branch', { isIdempotent: true })`SELECT o.id, o.name FROM organisation o JOIN branch b ON b.id = o.id LIMIT 1`)
    if (row === undefined) throw new Error('the branch of the try mode is missing')
    return row
  }

  const memberOf = (language: PlayLanguage) => (person: RosterLine): PlayMember => {
    const t = app.words[language]
    const known = options.demo.members.find(({ name }) => name === person.name)
    const note = person.status !== 'official' ? t(`tryMode.status.${person.status}`) : known?.phone === 'none' ? t('tryMode.noPhone') : person.isLinked ? '' : t('tryMode.notLinked')
    return { chat: `m:${person.memberId}`, name: person.name, role: t(`tryMode.roles.${person.role}`), note }
  }

  const state = async (language: PlayLanguage): Promise<PlayState> => {
    const branch = await branchOf()
    const roster = await app.tables.roster(branch.id)
    const entries = await hands.everything()
    const messages: Record<string, PlayMessage[]> = {}
    for (const entry of entries) (messages[entry.chat] ??= []).push(entry)
    const secretary = roster.find(({ role }) => role === 'secretary')
    return {
      clock: await readClock(language),
      branch: branch.name,
      members: roster.map(memberOf(language)),
      secretaryChat: `m:${secretary?.memberId ?? ''}`,
      groupChat: `g:${branch.id}`,
      notice: app.words[language]('tryMode.notice'),
      messages,
      strings: options.strings[language],
    }
  }

  /** Stops at each thing due on the way, so that everything happens at its own time. */
  const goTo = async (target: Date): Promise<void> => {
    for (let stop = 0; stop < mostStops; stop += 1) {
      const next = await nextEvent(app, clock.now())
      if (next === null || next.at > target) break
      await clock.moveTo(next.at)
      await options.settle()
    }
    await clock.moveTo(target)
    await options.settle()
    tell({ kind: 'clock' })
  }

  const advance = async (by: PlayAdvance): Promise<void> => {
    const now = clock.now()
    const { date, time } = localOf(now, zone)
    const next = by === 'next' ? ((await nextEvent(app, now))?.at ?? now) : by === 'hour' ? new Date(now.getTime() + 3_600_000) : instantOf(addDays(date, 1), time, zone)
    await goTo(next)
  }

  const act = async (work: () => Promise<void>): Promise<void> => inTurn(async () => {
    await work()
    await options.settle()
  })

  return {
    state: (language) => inTurn(() => state(language)),
    clock: (language) => inTurn(() => readClock(language)),
    say: ({ person, chat, text }) => act(() => hands.says(person, chat, text)),
    press: ({ person, chat, messageId, payload }) => act(() => hands.presses(person, chat, messageId, payload)),
    attach: ({ person, chat, what }) => act(() => hands.attaches(person, chat, what)),
    advance: (by) => inTurn(() => advance(by)),
    fresh: () => inTurn(async () => {
      await options.restart()
      tell({ kind: 'reload' })
    }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  }
}
