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
import { createSender } from './outbox/deliver.ts'
import type { Publish } from './outbox/fit-attachment.ts'
import type { Sender } from './outbox/sender.ts'
import type { SenderEvent, Settled } from './outbox/settled.ts'
import type { Speaker } from './menus.ts'
import type { Questionnaires } from './questionnaires/load.ts'
import type { Keyring } from './sealing/keyring.ts'
import { createBudgets } from './store/budgets.ts'
import { createOneTimeLinks } from './store/one-time-links.ts'
import { createTables } from './store/read-tables.ts'
import type { Tables } from './store/tables.ts'
import { createTurns } from './store/turns.ts'
import { createReceive, type Received, type ReceiveOptions } from './usecases/receive.ts'

const noPlans: ReadonlyMap<string, Plan> = new Map()

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
  /** Which of these other instances are alive; absent: none, for there is one process. */
  readonly living?: (instances: readonly string[]) => Promise<readonly string[]>
  /** The same database by connections that turns do not use; absent: by those. */
  readonly bookkeeping?: Database
  /**
   * Where one-time links lead, without a slash at the end; asked when one is made. Absent: there
   * are none.
   */
  readonly linkBase?: () => string
  readonly report?: App['report']
  readonly onJobDone?: App['onJobDone']
  /**
   * A budget's word on quick sheets. Absent: offered where there are no buttons, and messages are
   * dear.
   */
  readonly quickOffer?: (bot: string) => QuickOffer
  readonly onSenderEvent?: (event: SenderEvent) => void
  readonly onOutcome?: (settled: Settled) => void
  readonly onOfficer?: (speaker: Speaker) => void
  readonly onRefusedText?: ReceiveOptions['onRefusedText']
  readonly onTaken?: ReceiveOptions['onTaken']
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

/** What both the conversation and the jobs are given, made of the options once. */
interface Parts {
  readonly options: ServiceOptions
  readonly app: App
  readonly sender: Sender
}

function senderOf(options: ServiceOptions, publish: Publish | undefined): Sender {
  const { database, keyring, platforms, words, now, zone, plans = noPlans } = options
  return createSender({
    database: options.bookkeeping ?? database,
    keyring,
    platforms,
    now,
    instance: options.instance ?? randomUUID(),
    ...(publish && { publish }),
    budget: outboxBudget(plans, zone, words),
    isLeader: options.isLeader ?? (() => true),
    ...(options.living && { living: options.living }),
    ...(options.onSenderEvent && { onEvent: options.onSenderEvent }),
    ...(options.onOutcome && { onOutcome: options.onOutcome }),
  })
}

/** For these bots, or for all. */
function wakeBy(sender: Sender): App['wake'] {
  return (bots) => {
    if (bots === undefined) sender.wake()
    else for (const bot of bots) sender.wake(bot)
  }
}

function appOf(options: ServiceOptions, sender: Sender, publish: Publish | undefined): App {
  const { database, keyring, platforms, words, questionnaires, now, zone } = options
  const { plans = noPlans, report = () => undefined, onJobDone } = options
  const meaningHash = questionnaires.consent.meaningHash
  const tables = createTables({
    database,
    keyring,
    meaningHash,
    plans,
  })
  return {
    database,
    keyring,
    tables,
    platforms,
    words,
    library: libraryOf(words, questionnaires, options.papers),
    now,
    code: () => makeCode((count) => randomBytes(count)),
    wake: wakeBy(sender),
    report,
    ...(onJobDone && { onJobDone }),
    budgets: createBudgets({ database, plans, zone, now }),
    meaningHash,
    quickOffer:
      options.quickOffer ??
      ((bot) => (platforms.get(bot)?.abilities.buttons === false ? 'offered' : 'onRequest')),
    id: randomUUID,
    defaultZone: zone,
    carriesFiles: (bot) =>
      publish !== undefined || platforms.get(bot)?.abilities.documents === true,
  }
}

function receiveOf({ options, app, sender }: Parts): Service['receive'] {
  const { onRefusedText, onTaken, platforms } = options
  const { database, keyring, meaningHash, tables, library, now, code } = app
  const take = createReceive({
    turns: createTurns({ database, keyring, meaningHash, sender }),
    tables,
    library,
    now,
    code,
    ...(app.quickOffer && { quickOffer: app.quickOffer }),
    ...(app.carriesFiles && { carriesFiles: app.carriesFiles }),
    vocabulary: createVocabulary(app.words),
    ...(onRefusedText && { onRefusedText }),
    ...(onTaken && { onTaken }),
    onPictureFailed: (error) => {
      app.report({ code: 'picture.failed', error })
    },
    onAnswered: (from, commands) => {
      if (from.kind === 'private') options.onOfficer?.({ from, commands })
    },
    onWritten: ({ direct, bots }) => {
      sender.handOver(direct)
      if (direct.length < bots.length) app.wake(bots)
    },
  })
  return async (inbound) => {
    const received = await take(inbound)
    if (received !== 'busy') void acknowledge(platforms, inbound)
    return received
  }
}

export function createService(options: ServiceOptions): Service {
  const { publish, downloads } = linksOf(options)
  const sender = senderOf(options, publish)
  const app = appOf(options, sender, publish)
  return {
    app,
    tables: app.tables,
    sender,
    downloads,
    receive: receiveOf({ options, app, sender }),
  }
}
