/** A shared pool of connections that shows each single call the connection it is carried on. */
import http from 'node:http'
import https from 'node:https'
import type { Attempt } from './attempt.ts'

/**
 * Gives the agent that carries `attempt`; its request must be begun before anything else can run.
 */
type Line = (attempt: Attempt) => http.Agent

/**
 * Connections are kept and shared. No limit on their number: the sender bounds what is under way,
 * and a queued request would get its socket out of our sight. Idle ones are closed early (ms), well
 * before Telegram's side does it: a request written on a socket that is being closed ends as
 * `unknown`.
 */
const pooling = { keepAlive: true, maxSockets: Infinity, maxFreeSockets: 256, timeout: 15_000 }

/** A new pool for plain HTTP (a stand-in on loopback, a local Bot API server) or HTTPS. */
export function createLine(isSecure: boolean): Line {
  const agent = isSecure ? new https.Agent(pooling) : new http.Agent(pooling)
  const connectedEvent = isSecure ? 'secureConnect' : 'connect'
  // Node takes or makes a request's connection while the request is being created, so one variable
  // is enough.
  let current: Attempt | undefined
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback)
    if (socket) current?.follow(socket, connectedEvent)
    return socket
  }
  const reuse = agent.reuseSocket.bind(agent)
  agent.reuseSocket = (socket, request) => {
    reuse(socket, request)
    current?.follow(socket, undefined)
  }
  return (attempt) => {
    current = attempt
    return agent
  }
}
