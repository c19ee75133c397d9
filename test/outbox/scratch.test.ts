import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { claim } from '../../src/outbox/claim.ts'
import { createSender } from '../../src/outbox/deliver.ts'
import { queueSql, queueParameter, type QueuedRow } from '../../src/outbox/queue.ts'
import { realTimer } from '../../src/outbox/timer.ts'
import { onEveryDatabase } from '../support/database.ts'
import { FakePlatform } from './fake-platform.ts'
import { keyring, World } from './world.ts'
onEveryDatabase('speed', (open, kind) => {
  test('x', async () => {
    writeFileSync('/tmp/ob-queue.sql', queueSql('$1'))
    await claim({ query: (s: { text: string; values: unknown[] }) => { writeFileSync('/tmp/ob-claim.sql', s.text); return Promise.resolve([]) } } as never, 'b', 'me', { replies: 30, bulk: 7, once: 1, total: 38 }, new Date())
    const { database } = await open()
    for (const t of ['CREATE INDEX IF NOT EXISTS o1 ON outbox (bot_id, state, chat_hash, seq)', 'CREATE INDEX IF NOT EXISTS o2 ON outbox (bot_id, state, class, lane, not_before, seq)', 'DROP INDEX IF EXISTS outbox_bot_id_state_lane_not_before_idx'])
      await database.query({ name: t.slice(0, 40), text: t, values: [] })
    const world = new World(database)
    let statements: Record<string, number> = {}
    const counted = { ...database, kind: database.kind, prisma: database.prisma, query: (s: { name: string }) => { statements[s.name] = (statements[s.name] ?? 0) + 1; return database.query(s as never) } } as never
    const elapsed = () => performance.now()
    const bot = new FakePlatform('bot', { elapsed, timer: realTimer }, { perSecond: 30, inFlight: 60 })
    bot.latencyMs = 5
    const sender = createSender({ database: counted, keyring, platforms: new Map([['bot', bot]]), now: () => new Date(), instance: 'me', isLeader: () => true })
    sender.start()
    await new Promise((r) => setTimeout(r, 1000))
    const n = kind === 'postgresql' ? 4000 : 1000
    const texts = 'Đồng chí đã trả lời câu 3/9. '.repeat(6)
    for (const withBulk of [false, true]) {
      if (withBulk) { for (let i = 0; i < 8; i++) { const d = Array.from({ length: 500 }, (_, j) => world.prompt(texts, { chat: `b${String(i * 500 + j)}`, dedupeKey: `b${i * 500 + j}`, notBefore: new Date() })); await database.query({ name: 'q', text: queueSql('$1'), values: [queueParameter(d, { keyring, now: new Date() })] }) } sender.wake(); await new Promise((r) => setTimeout(r, 1000)) }
      statements = {}
      const before = bot.calls.length
      const lat: number[] = []
      const cpu = process.cpuUsage()
      const start = performance.now()
      let direct = 0
      let next = 0
      const worker = async () => {
        while (next < n) {
          const i = next++
          const d = world.draft(texts, { chat: `c${String(i % 700)}`, dedupeKey: `r${String(withBulk)}${i}`, notBefore: new Date() })
          const rows = await database.query<QueuedRow>({ name: 'q', text: queueSql('$1'), values: [queueParameter([d], { keyring, now: new Date(), sender })] })
          const a = performance.now()
          if (rows[0]?.state === 'sending') { direct++; sender.handOver([d]) } else sender.wake('bot')
          lat.push(performance.now() - a)
        }
      }
      await Promise.all(Array.from({ length: 16 }, worker))
      const queued = performance.now() - start
      while (bot.calls.length - before < n) await new Promise((r) => setTimeout(r, 5))
      const all = performance.now() - start
      await new Promise((r) => setTimeout(r, 300))
      const used = process.cpuUsage(cpu)
      console.log(kind, { withBulk, n, direct, queuedPerS: Math.round(n / queued * 1000), sentPerS: Math.round(n / all * 1000), jsCpuMsPerReply: (used.user + used.system) / 1000 / n, statements })
    }
    if (kind === 'postgresql') { const c0 = bot.calls.length; const t0 = performance.now(); await new Promise((r) => setTimeout(r, 10000)); console.log('bulk pace', (bot.calls.length - c0) / (performance.now() - t0) * 1000, 'of 24') }
    await sender.stop()
  }, 120000)
})
