import type { IncomingMessage } from 'node:http'
import { Refusal } from './route.ts'

interface BodyLimits {
  readonly bytes: number
  /** For the whole body, however steadily it drips. */
  readonly deadlineMs: number
  /** Fires when the body is no longer waited for. */
  readonly givenUp?: AbortSignal
}

/**
 * Collects the body of a request and gives its bytes, undecoded. Throws a `Refusal`: 413 as soon as
 * the body is or claims to be longer than `bytes`, 408 after `deadlineMs`, 415 for a compressed
 * one, 400 when the client goes away, 503 when `givenUp` fires.
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Uint8Array> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new Refusal(415, 'compressedBody')
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes)
    throw new Refusal(413, 'bodyTooLong')
  return collect(request, limits)
}

async function collect(request: IncomingMessage, limits: BodyLimits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer)
      limits.givenUp?.removeEventListener('abort', giveUp)
      request.off('data', take).off('end', finish).off('close', miss)
    }
    const stop = (refusal: Refusal) => {
      leave()
      // What is still under way is not kept: without a reader the socket fills up, and is closed
      // after the reply.
      request.pause()
      reject(refusal)
    }
    const take = (chunk: Uint8Array) => {
      length += chunk.byteLength
      if (length > limits.bytes) stop(new Refusal(413, 'bodyTooLong'))
      else chunks.push(chunk)
    }
    const finish = () => {
      leave()
      resolve(Buffer.concat(chunks, length))
    }
    const miss = () => {
      stop(new Refusal(400, 'bodyCut'))
    }
    const giveUp = () => {
      stop(new Refusal(503, 'bodyGivenUp', { 'retry-after': '1' }))
    }
    const timer = setTimeout(() => {
      stop(new Refusal(408, 'bodyTooSlow'))
    }, limits.deadlineMs)
    request.on('data', take).once('end', finish).once('close', miss)
    limits.givenUp?.addEventListener('abort', giveUp, { once: true })
  })
}
