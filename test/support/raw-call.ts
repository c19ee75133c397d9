// Webhook calls as bytes on a socket: half sent, from an address of this machine.
import { connect, type Socket } from 'node:net'

export interface RawCall {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** Any of 127.0.0.0/8. */
  readonly from?: string
}

export interface HalfSent {
  /** All that came back so far. */
  heard(): string
  /** Resolves when the other side has closed. */
  readonly closed: Promise<void>
  /** The rest of the body. */
  finish(): void
  destroy(): void
}

/** Opens a call and sends its headers and the first byte of its body. */
export async function sendHalf({
  port,
  path,
  headers,
  body,
  from = '127.0.0.1',
}: RawCall): Promise<HalfSent> {
  const bytes = Buffer.from(body)
  const head = Object.entries({ host: 'soi.example', 'content-length': bytes.length, ...headers })
    .map(([name, value]) => `${name}: ${String(value)}\r\n`)
    .join('')
  let heard = ''
  const socket: Socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true })
  socket.on('data', (data) => (heard += data.toString()))
  // A server that stops reading may reset the connection; what it said before that counts.
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => {
      resolve()
    }),
  )
  await new Promise<void>((resolve) => {
    socket.once('close', resolve)
    socket.write(`POST ${path} HTTP/1.1\r\n${head}\r\n`)
    socket.write(bytes.subarray(0, 1), () => {
      resolve()
    })
  })
  return {
    heard: () => heard,
    closed,
    finish: () => {
      socket.write(bytes.subarray(1))
    },
    destroy: () => {
      socket.destroy()
    },
  }
}
