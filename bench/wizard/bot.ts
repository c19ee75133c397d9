// The yardstick: a plain telegraf wizard. Its session, with the answers in it, is one row, read and
// written once an update.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { Markup, Scenes, session, Telegraf } from 'telegraf'
import { type Question, questions } from './questions.ts'

export interface WizardTerms {
  readonly url: string
  readonly apiRoot: string
  readonly token: string
  readonly secret: string
}

interface WizardSession extends Scenes.WizardSession {
  answers?: Record<string, string>
}

type Wizard = Scenes.WizardContext & { session: WizardSession }

export interface Yardstick {
  readonly webhook: string
  stop(): Promise<void>
}

const path = '/webhooks/telegram'

async function ask(context: Wizard, { text, choices }: Question): Promise<void> {
  const rows = choices.map((label, index) => [
    Markup.button.callback(label, `c${String(index + 1)}`),
  ])
  const keyboard = rows.length > 0 ? Markup.inlineKeyboard(rows) : {}
  await context.reply(text, {
    ...keyboard,
    protect_content: true,
    link_preview_options: { is_disabled: true },
  })
}

/**
 * What was typed or pressed. A press is answered, and its keyboard gives way to the choice, as
 * everywhere in this trade.
 */
async function take(context: Wizard): Promise<string> {
  if (context.callbackQuery !== undefined && 'data' in context.callbackQuery) {
    const { data, message } = context.callbackQuery
    const shown = message !== undefined && 'text' in message ? message.text : 'Câu hỏi'
    await Promise.all([context.answerCbQuery(), context.editMessageText(`${shown}\n\n▸ ${data}`)])
    return data
  }
  return context.message !== undefined && 'text' in context.message ? context.message.text : ''
}

function stepOf(index: number): (context: Wizard) => Promise<unknown> {
  return async (context) => {
    const answer = await take(context)
    context.session.answers = { ...context.session.answers, [String(index)]: answer }
    const next = questions[index + 1]
    if (next === undefined) return context.scene.enter('sheet')
    await ask(context, next)
    return context.wizard.next()
  }
}

async function begin(context: Wizard): Promise<unknown> {
  const [first] = questions
  if (first !== undefined) await ask(context, first)
  return context.wizard.next()
}

interface Store {
  get(key: string): Promise<WizardSession | undefined>
  set(key: string, value: WizardSession): Promise<void>
  delete(key: string): Promise<void>
}

/** `count` is told of every statement. */
function storeIn(pool: pg.Pool, count: (kind: string) => void): Store {
  return {
    get: async (key) => {
      count('select')
      const text = 'SELECT value FROM session WHERE key = $1'
      const {
        rows: [row],
      } = await pool.query<{ value: WizardSession }>({ name: 'get', text, values: [key] })
      return row?.value
    },
    set: async (key, value) => {
      count('upsert')
      const text =
        'INSERT INTO session (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
      await pool.query({ name: 'set', text, values: [key, JSON.stringify(value)] })
    },
    delete: async (key) => {
      await pool.query('DELETE FROM session WHERE key = $1', [key])
    },
  }
}

export async function startYardstick(
  { url, apiRoot, token, secret }: WizardTerms,
  count: (kind: string) => void,
): Promise<Yardstick> {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  await pool.query('CREATE TABLE session (key text PRIMARY KEY, value jsonb NOT NULL)')
  const bot = new Telegraf<Wizard>(token, { telegram: { apiRoot } })
  const agent = new http.Agent({ keepAlive: true })
  bot.use((context, next) => {
    // telegraf keeps connections to https only; against a stand-in on http it would open one a
    // message.
    context.telegram.options.agent = agent
    return next()
  })
  bot.use(session({ store: storeIn(pool, count) }))
  const scene = new Scenes.WizardScene<Wizard>(
    'sheet',
    begin,
    ...questions.map((_, index) => stepOf(index)),
  )
  bot.use(new Scenes.Stage<Wizard>([scene]).middleware())
  // The stand-in marks no command as one, which `start` would need.
  bot.hears(/^\/start/u, (context) => context.scene.enter('sheet'))
  bot.botInfo = await bot.telegram.getMe()
  const onCall = bot.webhookCallback(path, { secretToken: secret })
  const server = http.createServer((request, response) => void onCall(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await pool.end()
  }
  return { webhook: `http://127.0.0.1:${port}${path}`, stop }
}
