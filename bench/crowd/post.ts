// Posts updates to the webhook as Telegram does, and says when each left.
import http from 'node:http'

export interface Posted {
  /** When the request was first sent, by `performance.now()`. */
  readonly at: number
  /** Requests it took until a 2xx. */
  readonly tries: number
}

export interface Webhook {
  readonly url: string
  readonly secret: string
}

const retryMs = 1000
const mostTries = 10

/**
 * Gives a function that resolves once the update was taken; it refuses after ten tries. A lost
 * connection is one, as for Telegram.
 */
export function createPost({ url, secret }: Webhook): (update: unknown) => Promise<Posted> {
  const agent = new http.Agent({ keepAlive: true })
  const attempt = (body: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-telegram-bot-api-secret-token': secret,
      }
      const request = http.request(url, { method: 'POST', headers, agent }, (response) => {
        response.resume()
        response.on('end', () => {
          resolve(response.statusCode ?? 0)
        })
      })
      request.on('error', reject)
      request.end(body)
    })
  return async (update) => {
    const body = Buffer.from(JSON.stringify(update))
    const at = performance.now()
    for (let tries = 1; tries <= mostTries; tries += 1) {
      const status = await attempt(body).catch(() => 0)
      if (status >= 200 && status < 300) return { at, tries }
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
    throw new Error('the webhook took no update in ten tries')
  }
}
