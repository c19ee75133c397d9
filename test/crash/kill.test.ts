// The built service is killed again and again while a branch answers, and started again: nothing
// acknowledged is lost or doubled, and nobody is left before a silent chat.
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

const total = 100
const kills = Number(process.env['TUSOI_KILLS'] ?? 25)
const seed = Number(process.env['TUSOI_SEED'] ?? 20261126)
/** What a member answers, about. */
const answersEach = 10
const refs = Array.from({ length: total }, (_, index) => `A${String(index + 1)}`)

interface Branch {
  readonly service: ServiceProcess
  readonly standIn: StandIn
  readonly database: Database
  readonly folder: string
  readonly zone: string
  readonly walkers: readonly TelegramMember[]
}

function walkersOf({ person }: StandIn, codes: ReadonlyMap<string, string>): TelegramMember[] {
  return refs.map((ref, index) => {
    const pick = (step: string) =>
      step === 'deed.text'
        ? { say: `Việc của người số ${ref}` }
        : index % 3 === 0 && step === 'h.duties.level'
          ? { press: 'effort' }
          : undefined
    return new TelegramMember(person(2001 + index), {
      ref,
      code: codes.get(ref) ?? '',
      pick,
      types: index % 2 === 1,
      patienceMs: 500_000,
    })
  })
}

// Not tried again: what the first try used up, codes and all, is gone.
describe.skipIf(inject('postgresql') === undefined).each(['webhook', 'polling'] as const)(
  'the service killed at random moments, by %s',
  { retry: 0 },
  (mode) => {
    const after: (() => unknown)[] = []
    let branch: Branch | undefined
    const opened = (): Branch => {
      if (branch === undefined) throw new Error('not set up')
      return branch
    }
    const rows = async <Row>(
      text: string,
      ...values: readonly (string | Uint8Array)[]
    ): Promise<readonly Row[]> => opened().database.query<Row>({ name: '', text, values })

    beforeAll(async () => {
      ensureBuilt()
      const folder = mkdtempSync(join(tmpdir(), 'tu-soi-kill-'))
      after.push(() => {
        rmSync(folder, { recursive: true })
      })
      const clone = await clonePostgresql()
      after.push(clone.drop)
      const database = await connectPostgresql(clone.url, { poolSize: 2 })
      after.push(() => database.close())
      const standIn = await startStandIn({ retryUnitMs: 20, keepsRequests: false })
      after.push(standIn.close)
      const [port, zone] = [String(await freePort()), zoneOfNoon(today())]
      const env = {
        PATH: '',
        DATABASE_URL: clone.url,
        DATA_DIR: folder,
        TIME_ZONE: zone,
        PORT: port,
        ...(mode === 'webhook' && { PUBLIC_URL: `http://127.0.0.1:${port}` }),
        TELEGRAM_BOT_TOKEN: standIn.token,
        TELEGRAM_API_ROOT: standIn.apiRoot,
      }
      const roster = refs.map((ref, index) => ({
        branch: 'CB5',
        ref,
        role: index === 0 ? ('secretary' as const) : ('member' as const),
      }))
      const walkers = walkersOf(standIn, invites(env, folder, roster))
      const service = new ServiceProcess(env)
      await service.start()
      after.push(() => service.kill())
      branch = { service, standIn, database, folder, zone, walkers }
    }, 240_000)
    afterAll(async () => {
      for (const step of after.splice(0).toReversed()) await step()
    })

    it(`all ${String(total)} get on to "submitted" through ${String(kills)} kills without asking twice; every answer is there once and equal; the group hears each notice at most once`, async () => {
      const { service, standIn, folder, zone, walkers } = opened()
      const [secretary] = walkers
      if (secretary === undefined) throw new Error('no secretary')
      await secretary.onboards()
      const group = standIn.group(-77)
      await setsUp(secretary, group, zone)
      let connected = 0
      const all = Promise.all(
        walkers.map(async (walker) => {
          const first = walker === secretary ? undefined : await walker.onboards()
          connected += 1
          return walker.submits(first)
        }),
      )
      const random = chance(seed)
      const times: number[] = []
      const progress: number[] = []
      const answered = (): number => walkers.reduce((sum, { given }) => sum + given.size, 0)
      const step = (total * answersEach) / (kills + 1)
      // The start after the first kill opens the round for all of them, instead of the next minute.
      await eventually(() => connected === total, 240_000)
      for (let count = 0; count < kills; count += 1) {
        // Each kill falls a little later among the answers than the one before it, in the middle of
        // whatever goes on then.
        const next = count === 0 ? 0 : (progress.at(-1) ?? 0) + 1 + Math.floor(random() * step)
        await eventually(() => answered() >= next, 240_000)
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
            await rows(
              `SELECT 1 FROM outbox WHERE state = 'sending'
                OR state = 'pending' AND (class = 'reply' OR not_before <= $1::timestamptz)`,
              today().toISOString(),
            )
          ).length === 0,
        120_000,
      )
      expect(
        await rows('SELECT state, count(*)::int AS count FROM assessment GROUP BY state'),
      ).toEqual([{ state: 'submitted', count: total }])
      // Whoever was to hear something heard it: no reply, and nothing asked, was given up.
      expect(
        await rows(
          `SELECT class, state, reason FROM outbox WHERE class = 'reply' AND state <> 'sent'
            OR class = 'prompt' AND state IN ('unknown', 'failed')`,
        ),
      ).toEqual([])
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
      const [doubts] = await rows<Record<string, number>>(
        `SELECT count(*)::int AS replies, count(*) FILTER (WHERE doubts > 0)::int AS twice,
          max(crashes) AS most FROM outbox WHERE class = 'reply'`,
      )
      const ms = (times: readonly number[]): string => times.map(Math.round).join(', ')
      const waits = walkers.map(({ longestWaitMs }) => longestWaitMs)
      process.stdout.write(
        `${mode}: answers given before each kill: ${progress.join(', ')}. ` +
          `Ready again after it, ms: ${ms(times)}. Longest wait, ms: ${ms([Math.max(...waits)])}. ` +
          `Replies, in doubt, crashes of one: ${Object.values(doubts ?? {}).join(', ')}\n`,
      )
    }, 600_000)

    it('keeps its books by connections of their own', async () => {
      const names = await rows<{ name: string }>(
        `SELECT DISTINCT application_name AS name FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )
      expect(names.map(({ name }) => name)).toContain('tu-soi outbox')
    })

    it('asked to stop, it ends with 0 within ten seconds', async () => {
      const ended = await opened().service.terminate()
      expect(ended.code).toBe(0)
      expect(ended.ms).toBeLessThan(10_000)
    }, 30_000)

    it('what it wrote to its log names nobody and nothing', () => {
      const { service, standIn } = opened()
      expect(service.output).toContain('service.ready')
      for (const secret of ['Đảng viên Số', 'Việc của người', standIn.token, '2001'])
        expect(service.output).not.toContain(secret)
    })
  },
)
