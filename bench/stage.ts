// The processes of one measurement: a service (or the yardstick) on a database of its own, and the
// crowd that writes to it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CrowdCalls } from './crowd/main.ts'
import { backendsMs } from './backends.ts'
import type { Server } from './databases.ts'
import type { ServiceCalls } from './service/main.ts'
import type { WizardCalls } from './wizard/main.ts'
import { type Calls, startWorker, type Worker } from './worker.ts'

export interface Context {
  readonly server: Server | undefined
  readonly seconds: number
  readonly members: number
  readonly profile: string | undefined
  say(text: string): void
}

export interface Stage<C extends Calls<C>> {
  readonly host: Worker<C>
  readonly crowd: Worker<CrowdCalls>
  readonly webhook: { readonly url: string; readonly secret: string }
  /** Processor time of the database's own processes so far, ms; 0 where they cannot be seen. */
  databaseMs(): number
}

const secret = 'bench-webhook-secret'

/** `node` options for a host that is to be profiled. */
function hostArguments({ profile }: Context): readonly string[] {
  return profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
}

/**
 * Runs `work` with the service; `database` says on which. Everything is stopped afterwards,
 * whatever happened.
 */
export async function withService<T>(
  context: Context,
  { on, perSecond }: { readonly on: 'postgresql' | 'embedded'; readonly perSecond?: number },
  work: (stage: Stage<ServiceCalls>) => Promise<T>,
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-bench-'))
  const crowd = startWorker<CrowdCalls>('crowd/main.js', import.meta.url)
  const host = startWorker<ServiceCalls>('service/main.js', import.meta.url, hostArguments(context))
  try {
    const url = on === 'postgresql' ? await context.server?.create() : undefined
    const { apiRoot, token } = await crowd.ask('start')
    const pace = perSecond === undefined ? {} : { perSecond }
    const { webhook } = await host.ask('start', {
      dataDir,
      apiRoot,
      token,
      secret,
      ...pace,
      ...(url !== undefined && { url }),
    })
    return await work({
      host,
      crowd,
      webhook: { url: webhook, secret },
      databaseMs: () => backendsMs(url),
    })
  } finally {
    await host.stop()
    await crowd.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Runs `work` with the yardstick, which knows PostgreSQL only. */
export async function withWizard<T>(
  { server }: Context,
  work: (stage: Stage<WizardCalls>) => Promise<T>,
): Promise<T> {
  if (server === undefined) throw new Error('the yardstick needs PostgreSQL')
  const crowd = startWorker<CrowdCalls>('crowd/main.js', import.meta.url)
  const host = startWorker<WizardCalls>('wizard/main.js', import.meta.url)
  try {
    const { apiRoot, token } = await crowd.ask('start')
    const url = await server.create()
    const { webhook } = await host.ask('start', { url, apiRoot, token, secret })
    return await work({
      host,
      crowd,
      webhook: { url: webhook, secret },
      databaseMs: () => backendsMs(url),
    })
  } finally {
    await host.stop()
    await crowd.stop()
  }
}
