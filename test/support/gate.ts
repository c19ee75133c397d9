// What stands between the service and a platform, and can be shut: then connections are refused, as
// by a platform that is down.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export interface Gate {
  readonly url: string
  shut(): Promise<void>
  open(): Promise<void>
}

/** Open at first. `target`: an `http://127.0.0.1:port`. */
export async function startGate(target: string): Promise<Gate> {
  const sockets = new Set<Socket>()
  const port = Number(new URL(target).port)
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.pipe(other)
      socket.on('error', () => other.destroy())
      socket.once('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => void server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const own = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${String(own)}`,
    shut: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
    open: () => listen(own),
  }
}
