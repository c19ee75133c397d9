import type { HttpRequest } from './route.ts'

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])
/**
 * A proxy in front of us makes everybody look local; one that is honest says so in one of these.
 */
const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']

/** Whether a socket's peer is this machine: 127.0.0.0/8, also as IPv4-mapped IPv6, or ::1. */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address)
}

/** Whether the `Host` header names this machine, whatever the port. */
export function isLoopbackHost(host: string | undefined): boolean {
  return loopbackNames.has((host ?? '').replace(/:\d+$/, '').toLowerCase())
}

/**
 * Asked by somebody on this machine, under this machine's name, and through no proxy that we can
 * tell.
 */
export function isFromHere({ remoteAddress, headers }: HttpRequest): boolean {
  return (
    isLoopbackAddress(remoteAddress) &&
    isLoopbackHost(headers['host']) &&
    proxyHeaders.every((name) => headers[name] === undefined)
  )
}
