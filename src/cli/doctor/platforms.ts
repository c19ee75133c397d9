import { askBots } from '../ask-bots.ts'
import type { Config } from '../../config.ts'
import { fail, failIn, ok, warn } from './finding.ts'
import type { Check, Finding } from './finding.ts'
import { words } from './texts.ts'

export async function checkBots(config: Config): Check {
  if (config.bots.length === 0) return [warn('bots', words.noBot)]
  return (await askBots(config)).map(({ isKnown, line }) => (isKnown ? ok : fail)('bots', line))
}

/** Who may read the figures of `/metrics`; a careless proxy makes everybody look local. */
export function checkMetrics({ metricsToken, publicUrl, host }: Config): Finding {
  if (metricsToken !== undefined) return ok('metrics', words.metricsByToken)
  const isReachable = publicUrl?.startsWith('https:') === true || !isLoopback(host)
  return isReachable
    ? warn('metrics', words.metricsBehindProxy)
    : ok('metrics', words.metricsHereOnly)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Whether the platform could call us where we say we are. */
export function checkPublicUrl({ publicUrl, isProduction }: Config): readonly Finding[] {
  if (publicUrl === undefined) return [ok('public address', words.polling)]
  const { protocol, port } = new URL(publicUrl)
  // Plain http was allowed on this machine only.
  if (protocol === 'http:')
    return [failIn(isProduction, 'public address', words.publicLoopback(publicUrl))]
  const isPortGood = ['', '443', '80', '88', '8443'].includes(port)
  return [
    isPortGood
      ? ok('public address', words.publicUrl(publicUrl))
      : warn('public address', words.publicPort(publicUrl)),
  ]
}
