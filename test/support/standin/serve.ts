/**
 * The HTTP server under a stand-in: on loopback, and gone with all its connections when it is
 * closed. Plain node:http, for speed.
 */
import http from 'node:http'

export interface Served {
  readonly port: number
  /** Connections opened so far. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/**
 * `keepAliveTimeout` is long: a connection that the stand-in closes by itself would look like a
 * fault. Port 0: any that is free.
 */
export async function serve(wantedPort: number, listener: http.RequestListener): Promise<Served> {
  const server = http.createServer({ keepAliveTimeout: 60_000 }, listener)
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  const port = await listen(server, wantedPort)
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => {
      server.close(() => {
        resolve()
      })
    })
  }
  return { port, connections: () => connections, close }
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
