import type { HttpRequest } from './route.ts'

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])
/**
 * A proxy in front of us makes everybody look local; one that is honest says so in one of these, or
 * in any that begins with `x-forwarded-`.
 */
const proxyHeaders = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'x-envoy-external-address',
  'true-client-ip',
  'cf-connecting-ip',
  'cdn-loop',
])

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
 * tell. HTTP/1.0 is what nginx asks with when nothing is said, and then it names neither its client
 * nor the host; browsers, curl and Prometheus speak 1.1.
 */
export function isFromHere({ remoteAddress, headers, httpVersion }: HttpRequest): boolean {
  return (
    isLoopbackAddress(remoteAddress) &&
    isLoopbackHost(headers['host']) &&
    httpVersion !== '1.0' &&
    !Object.keys(headers).some(isProxyHeader)
  )
}

function isProxyHeader(name: string): boolean {
  return proxyHeaders.has(name) || name.startsWith('x-forwarded-')
}
