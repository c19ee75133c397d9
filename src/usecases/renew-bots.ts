// What a bot holds of its platform (tokens) is kept from lapsing, however long nobody writes; what
// only the operator can renew is told.
import type { App } from '../app.ts'
import { readUnauthorisedBots } from '../store/zalo-tokens.ts'

export async function renewBots(app: App): Promise<void> {
  for (const platform of app.platforms.values()) await platform.renew?.()
  for (const bot of await readUnauthorisedBots(app.database)) {
    if (app.platforms.has(bot)) app.report({ code: 'bot.needsAuthorisation', bot })
  }
}
