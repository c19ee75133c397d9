// The built service is killed again and again while a branch answers, and started again: nothing
// acknowledged is lost or doubled.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ensureBuilt } from '../../scripts/build.mjs'
import type { Database } from '../../src/database/database.ts'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { loadMasterKey } from '../../src/sealing/master-key.ts'
import { clonePostgresql } from '../support/database.ts'
import { eventually } from '../support/live-service.ts'
import { answersOf, shortOf, verifiedAudit } from '../support/reveal.ts'
import { freePort, ServiceProcess, zoneOfNoon } from '../support/service-process.ts'
import { chance } from '../support/stutter.ts'
import { invites, setsUp } from '../support/telegram-branch.ts'
import { startStandIn, type StandIn } from '../support/telegram/standin.ts'
import { TelegramMember } from '../support/telegram-member.ts'
import { today } from '../support/today.ts'

const total = 20
const kills = Number(process.env['TUSOI_KILLS'] ?? 8)
const seed = Number(process.env['TUSOI_SEED'] ?? 20261126)
const refs = Array.from({ length: total }, (_, index) => `A${String(index + 1)}`)
const folder = mkdtempSync(join(tmpdir(), 'tu-soi-kill-'))

// Not tried again: what the first try used up, codes and all, is gone.
describe.skipIf(inject('postgresql') === undefined)(
  'the service killed at random moments',
  { retry: 0 },
  () => {
    let [standIn, service, database, drop]: [
      StandIn?,
      ServiceProcess?,
      Database?,
      (() => Promise<void>)?,
    ] = []
    const zone = zoneOfNoon(today())
    const walkers: TelegramMember[] = []
    let env: Record<string, string> = {}

    beforeAll(async () => {
      ensureBuilt()
      const clone = await clonePostgresql()
      drop = clone.drop
      database = await connectPostgresql(clone.url, { poolSize: 2 })
      standIn = await startStandIn({ retryUnitMs: 20 })
      const port = await freePort()
      env = {
        PATH: '',
        DATABASE_URL: clone.url,
        DATA_DIR: folder,
        TIME_ZONE: zone,
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${String(port)}`,
        TELEGRAM_BOT_TOKEN: standIn.token,
        TELEGRAM_API_ROOT: standIn.apiRoot,
      }
      const codes = invites(
        env,
        folder,
        refs.map((ref, index) => ({
          branch: 'CB5',
          ref,
          role: index === 0 ? 'secretary' : 'member',
        })),
      )
      const { person } = standIn
      refs.forEach((ref, index) => {
        const pick = (step: string) =>
          step === 'deed.text'
            ? { say: `Việc của người số ${ref}` }
            : index % 3 === 0 && step === 'h.duties.level'
              ? { press: 'effort' }
              : undefined
        walkers.push(
          new TelegramMember(person(2001 + index), {
            ref,
            code: codes.get(ref) ?? '',
            pick,
            types: index % 2 === 1,
            patienceMs: 100_000,
          }),
        )
      })
      service = new ServiceProcess(env)
      await service.start()
    }, 240_000)
    afterAll(async () => {
      await service?.kill()
      await standIn?.close()
      await database?.close()
      await drop?.()
      rmSync(folder, { recursive: true })
    })

    it(`all ${String(total)} get on to "submitted" through ${String(kills)} kills; every answer is there once and equal; the group hears each notice at most once`, async () => {
      if (standIn === undefined || service === undefined || database === undefined)
        throw new Error('not set up')
      const [secretary] = walkers
      if (secretary === undefined) throw new Error('no secretary')
      await secretary.onboards()
      const group = standIn.group(-77)
      await setsUp(secretary, group, zone)
      const all = Promise.all(
        walkers.map(async (walker) =>
          walker.submits(walker === secretary ? undefined : await walker.onboards()),
        ),
      )
      const random = chance(seed)
      const times: number[] = []
      const progress: number[] = []
      const answered = (): number => walkers.reduce((sum, { given }) => sum + given.size, 0)
      for (let count = 0; count < kills; count += 1) {
        // Each kill falls a little later among the answers than the one before it, in the middle of
        // whatever goes on then.
        await eventually(() => answered() > (progress.at(-1) ?? 0) + random() * 12, 90_000)
        await wait(random() * 60)
        progress.push(answered())
        await service.kill()
        const began = performance.now()
        await service.start()
        times.push(performance.now() - began)
      }
      await all
      await eventually(
        async () =>
          (
            await rows<{ due: number }>(
              `SELECT count(*)::int AS due FROM outbox
                WHERE state IN ('sending', 'pending') AND not_before <= now()`,
            )
          )[0]?.due === 0,
        90_000,
      )
      expect(
        await rows('SELECT state, count(*)::int AS count FROM assessment GROUP BY state'),
      ).toEqual([{ state: 'submitted', count: total }])
      const keyring = createKeyring(loadMasterKey(join(folder, 'master.key')))
      for (const walker of walkers) {
        const kept = new Map<string, string[]>()
        for (const { question, value } of await answersOf({ keyring, rows }, walker.ref))
          kept.set(question, [...(kept.get(question) ?? []), shortOf(value)])
        expect([...kept].toSorted(), walker.ref).toEqual([...walker.given].toSorted())
      }
      const said = group.messages().map(({ text }) => text)
      expect(new Set(said).size, said.join('\n\n')).toBe(said.length)
      expect(said.length).toBeLessThanOrEqual(2)
      expect(await rows(`SELECT 1 FROM slot WHERE rule = 'windowOpening'`)).toHaveLength(1)
      await verifiedAudit({ keyring, rows })
      // The kills fell among the answers, not before or after them.
      expect(new Set(progress).size).toBe(kills)
      process.stdout.write(
        `Answers given before each kill: ${progress.join(', ')}. Ready again after it, ms: ${times.map((ms) => String(Math.round(ms))).join(', ')}\n`,
      )
    }, 400_000)

    it('asked to stop, it ends with 0 within ten seconds', async () => {
      const ended = await service?.terminate()
      expect(ended?.code).toBe(0)
      expect(ended?.ms).toBeLessThan(10_000)
    }, 30_000)

    it('what it wrote to its log names nobody and nothing', () => {
      const { output } = service ?? { output: '' }
      expect(output).toContain('service.ready')
      for (const secret of ['Đảng viên Số', 'Việc của người', standIn?.token ?? '-', '2001'])
        expect(output).not.toContain(secret)
    })

    async function rows<Row>(
      text: string,
      ...values: readonly (string | Uint8Array)[]
    ): Promise<readonly Row[]> {
      return database === undefined ? [] : database.query<Row>({ name: '', text, values })
    }
  },
)
