import http from 'node:http'
import https from 'node:https'

export interface Webhook {
  readonly url: string
  readonly secret: string
}

const replyWaitMs = 10_000

/**
 * Posts one body as Zalo does, in two pieces when `cutAt` lies inside it. Gives the HTTP status, 0
 * when there is none.
 */
export function postWebhook(
  { url, secret }: Webhook,
  body: Buffer,
  cutAt?: number,
): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-bot-api-secret-token': secret,
  }
  const send = url.startsWith('https:') ? https.request : http.request
  return new Promise((resolve) => {
    const request = send(
      url,
      { method: 'POST', headers, agent: false, timeout: replyWaitMs },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    request.on('timeout', () => request.destroy())
    request.on('error', () => {
      resolve(0)
    })
    if (cutAt === undefined || cutAt >= body.length) request.end(body)
    else
      request.write(body.subarray(0, cutAt), () => {
        setImmediate(() => request.end(body.subarray(cutAt)))
      })
  })
}
