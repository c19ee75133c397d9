// The service put together on a database, keys and platforms that are already open. `main.ts` and
// the tests build it; nothing runs before `start`.
import { randomBytes, randomUUID } from 'node:crypto'
import type { App } from './app.ts'
import { createVocabulary } from './conversation/commands.ts'
import type { Library, QuickOffer } from './conversation/turn.ts'
import type { Database } from './database/database.ts'
import { makeCode } from './domain/code.ts'
import type { Plan } from './domain/message-budget.ts'
import type { PaperTemplates } from './domain/paper-template.ts'
import type { Translator, Translators } from './i18n/translator.ts'
import { downloadRoutes } from './http/downloads.ts'
import type { Route } from './http/route.ts'
import type { Inbound } from './messaging/inbound.ts'
import type { Platform } from './messaging/platform.ts'
import { outboxBudget } from './outbox-budget.ts'
import { createSender, type Sender } from './outbox/deliver.ts'
import type { Publish } from './outbox/fit-attachment.ts'
import type { SenderEvent, Settled } from './outbox/settled.ts'
import type { Speaker } from './menus.ts'
import type { Questionnaires } from './questionnaires/load.ts'
import type { Keyring } from './sealing/keyring.ts'
import { createBudgets } from './store/budgets.ts'
import { createOneTimeLinks } from './store/one-time-links.ts'
import { createTables } from './store/read-tables.ts'
import { tallyRound } from './store/tallies.ts'
import type { Tables } from './store/tables.ts'
import { createTurns } from './store/turns.ts'
import { createReceive, type Received } from './usecases/receive.ts'

export interface ServiceOptions {
  readonly database: Database
  readonly keyring: Keyring
  readonly platforms: ReadonlyMap<string, Platform>
  readonly words: Translators
  readonly questionnaires: Questionnaires
  readonly papers: PaperTemplates
  readonly now: () => Date
  readonly zone: string
  /** What each bot's plan allows; a bot that is not here has no limits. */
  readonly plans?: ReadonlyMap<string, Plan>
  /** This instance's name among those on one database. */
  readonly instance?: string
  readonly isLeader?: (bot: string) => boolean
  /**
   * Where one-time links lead, without a slash at the end; asked when one is made. Absent: there
   * are none.
   */
  readonly linkBase?: () => string
  readonly report?: App['report']
  /**
   * A budget's word on quick sheets. Absent: offered where there are no buttons, and messages are
   * dear.
   */
  readonly quickOffer?: (bot: string) => QuickOffer
  readonly onSenderEvent?: (event: SenderEvent) => void
  readonly onOutcome?: (settled: Settled) => void
  readonly onOfficer?: (speaker: Speaker) => void
  readonly onRefusedText?: (reason: string) => void
  readonly onReceived?: (inbound: Inbound, received: Received, tookMs: number) => void
}

export interface Service {
  readonly app: App
  readonly tables: Tables
  readonly sender: Sender
  /** What answers at the one-time links; empty where there are none. */
  readonly downloads: readonly Route[]
  /** One inbound message, to its commit. */
  receive(inbound: Inbound): Promise<Received>
}

function libraryOf(
  words: Translators,
  questionnaires: Questionnaires,
  papers: PaperTemplates,
): Library {
  const { packs, consent, manifestations, screening, scoreSheet, agendas } = questionnaires
  return { words, packs, notice: consent, manifestations, screening, scoreSheet, papers, agendas }
}

/** Both ends of the one-time links: what lays files out, and what hands them over. */
function linksOf({ database, keyring, words: { vi, en }, now, linkBase }: ServiceOptions): {
  readonly publish?: Publish
  readonly downloads: readonly Route[]
} {
  if (linkBase === undefined) return { downloads: [] }
  const links = createOneTimeLinks(database, keyring, now)
  const wordsOf = (t: Translator) => ({
    title: t('download.title'),
    ready: t('download.ready'),
    button: t('download.button'),
    hint: t('download.hint'),
    gone: t('download.gone'),
    again: t('download.again'),
  })
  return {
    publish: async (file) => `${linkBase()}/d/${await links.layOut(file)}`,
    downloads: downloadRoutes({ links, words: { vi: wordsOf(vi), en: wordsOf(en) } }),
  }
}

/** A press is answered at once, after the commit and beside the reply. */
async function acknowledge(
  platforms: ReadonlyMap<string, Platform>,
  inbound: Inbound,
): Promise<void> {
  if (inbound.kind === 'press') await platforms.get(inbound.from.bot)?.acknowledge?.(inbound)
}

export function createService(options: ServiceOptions): Service {
  const {
    database,
    keyring,
    platforms,
    words,
    questionnaires,
    now,
    zone,
    instance = randomUUID(),
    report = () => undefined,
  } = options
  const { plans = new Map<string, Plan>() } = options
  const noticeHash = questionnaires.consent.hash
  const library = libraryOf(words, questionnaires, options.papers)
  const code = (): string => makeCode((count) => randomBytes(count))
  const { publish, downloads } = linksOf(options)
  const sender = createSender({
    database,
    keyring,
    platforms,
    now,
    instance,
    ...(publish && { publish }),
    budget: outboxBudget(plans, zone, words),
    isLeader: options.isLeader ?? (() => true),
    ...(options.onSenderEvent && { onEvent: options.onSenderEvent }),
    ...(options.onOutcome && { onOutcome: options.onOutcome }),
  })
  const tables = createTables({
    database,
    keyring,
    noticeHash,
    plans,
    tallyRound: (roundId) => tallyRound(database, keyring, roundId),
  })
  const budgets = createBudgets({ database, plans, zone, now })
  const turns = createTurns({ database, keyring, noticeHash, sender })
  const wake = (bots?: readonly string[]): void => {
    if (bots === undefined) sender.wake()
    else for (const bot of bots) sender.wake(bot)
  }
  const quickOffer =
    options.quickOffer ??
    ((bot) => (platforms.get(bot)?.abilities.buttons === false ? 'offered' : 'onRequest'))
  const carriesFiles = (bot: string): boolean =>
    publish !== undefined || platforms.get(bot)?.abilities.documents === true
  const app: App = {
    database,
    keyring,
    tables,
    platforms,
    words,
    library,
    now,
    code,
    wake,
    report,
    budgets,
    noticeHash,
    quickOffer,
    id: randomUUID,
    defaultZone: zone,
    carriesFiles,
  }
  const take = createReceive({
    turns,
    tables,
    library,
    now,
    code,
    quickOffer,
    carriesFiles,
    vocabulary: createVocabulary(words),
    onPictureFailed: (error) => {
      report({ code: 'pictureFailed', error })
    },
    onRefusedText: (reason) => {
      options.onRefusedText?.(reason)
    },
    onAnswered: (from, commands) => {
      if (from.kind === 'private') options.onOfficer?.({ from, commands })
    },
    onWritten: ({ direct, bots }) => {
      sender.handOver(direct)
      if (direct.length < bots.length) wake(bots)
    },
  })
  const receive = async (inbound: Inbound): Promise<Received> => {
    const started = performance.now()
    const received = await take(inbound)
    if (received !== 'busy') void acknowledge(platforms, inbound)
    options.onReceived?.(inbound, received, performance.now() - started)
    return received
  }
  return { app, tables, sender, downloads, receive }
}
