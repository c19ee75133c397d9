// The built service beside a Bot API, as an outsider sees it: members come by the codes of `tusoi
// invite`, 300 by webhook and 20 by polling (100 by polling: test/crash/), and all submit.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { ensureBuilt } from '../../scripts/build.mjs'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { loadMasterKey } from '../../src/sealing/master-key.ts'
import { clonePostgresql } from '../support/database.ts'
import { eventually } from '../support/live-service.ts'
import { answersOf, shortOf, verifiedAudit } from '../support/reveal.ts'
import { freePort, ServiceProcess, zoneOfNoon } from '../support/service-process.ts'
import { invites, setsUp } from '../support/telegram-branch.ts'
import { startStandIn } from '../support/telegram/standin.ts'
import { TelegramMember } from '../support/telegram-member.ts'
import { today } from '../support/today.ts'

const branches = 5

const rosterOf = (perBranch: number) =>
  Array.from({ length: branches * perBranch }, (_, index) => ({
    branch: `CB${String(Math.floor(index / perBranch) + 1)}`,
    ref: `A${String(index + 1)}`,
    role: index % perBranch === 0 ? ('secretary' as const) : ('member' as const),
  }))

describe.skipIf(inject('postgresql') === undefined)('five branches at once', () => {
  const after: (() => unknown)[] = []
  afterEach(async () => {
    for (const step of after.splice(0).toReversed()) await step()
  })

  it.each([
    { mode: 'webhook', perBranch: 60 },
    { mode: 'polling', perBranch: 4 },
  ])(
    'by $mode, $perBranch members each: all submit, each answer is kept once and equal, each group hears each notice once',
    async ({ mode, perBranch }) => {
      const roster = rosterOf(perBranch)
      ensureBuilt()
      const folder = mkdtempSync(join(tmpdir(), 'tu-soi-live-'))
      after.push(() => {
        rmSync(folder, { recursive: true })
      })
      const clone = await clonePostgresql()
      after.push(clone.drop)
      const database = await connectPostgresql(clone.url, { poolSize: 2 })
      after.push(() => database.close())
      const standIn = await startStandIn({ keepsRequests: false })
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
      const codes = invites(env, folder, roster)
      const service = new ServiceProcess(env)
      await service.start()
      after.push(() => service.kill())

      const members = roster.map(({ ref }, index) => {
        const pick = (step: string) =>
          step === 'deed.text'
            ? { say: `Việc của người số ${ref}` }
            : index % 3 === 0 && step === 'h.duties.level'
              ? { press: 'effort' }
              : undefined
        return new TelegramMember(standIn.person(2001 + index), {
          ref,
          code: codes.get(ref) ?? '',
          pick,
          types: index % 2 === 1,
          patienceMs: 400_000,
        })
      })
      const isSecretary = (index: number): boolean => roster[index]?.role === 'secretary'
      const groups = Array.from({ length: branches }, (_, index) => standIn.group(-101 - index))
      const began = performance.now()
      await Promise.all(
        groups.map(async (group, index) => {
          const secretary = members[index * perBranch]
          await secretary?.onboards()
          if (secretary !== undefined) await setsUp(secretary, group, zone)
        }),
      )
      await Promise.all(
        members.map(async (member, index) =>
          member.submits(isSecretary(index) ? undefined : await member.onboards()),
        ),
      )
      const tookMs = performance.now() - began

      const rows = async <Row>(
        text: string,
        ...values: readonly (string | Uint8Array)[]
      ): Promise<readonly Row[]> => database.query<Row>({ name: '', text, values })
      await eventually(
        async () =>
          (
            await rows(
              `SELECT 1 FROM outbox WHERE state IN ('sending', 'pending')
                AND not_before <= $1::timestamptz`,
              today().toISOString(),
            )
          ).length === 0,
      )
      expect(
        await rows('SELECT state, count(*)::int AS count FROM assessment GROUP BY state'),
      ).toEqual([{ state: 'submitted', count: roster.length }])
      expect(await rows(`SELECT state FROM outbox WHERE state IN ('unknown', 'failed')`)).toEqual(
        [],
      )
      const keyring = createKeyring(loadMasterKey(join(folder, 'master.key')))
      for (const { ref, given } of members) {
        const kept = (await answersOf({ keyring, rows }, ref)).map(({ question, value }) => [
          question,
          [shortOf(value)],
        ])
        expect(kept.toSorted(), ref).toEqual([...given].toSorted())
      }
      const isOpening = (text: string): boolean => /Kỳ tự soi tháng \S+ đã mở/u.test(text)
      for (const group of groups) {
        // Group notices go one at a time, after the invitations of their minute.
        await eventually(() => group.messages().some(({ text }) => isOpening(text)))
        const said = group.messages().map(({ text }) => text)
        expect(said.filter(isOpening)).toHaveLength(1)
        expect(new Set(said).size, said.join('\n\n')).toBe(said.length)
      }
      await verifiedAudit({ keyring, rows })
      const updates = members.reduce((sum, { given }) => sum + given.size, 0)
      process.stdout.write(
        `${mode}: ${String(roster.length)} members submitted in ${String(Math.round(tookMs))} ms, ${String(updates)} answers\n`,
      )
    },
    600_000,
  )
})
