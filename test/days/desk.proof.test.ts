// A secretary's two meetings on the playground, begun on each first day there is trouble with, on a
// host that stands in one zone or another.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { databaseKinds, openTestDatabase } from '../support/database.ts'
import { twoMeetings } from '../support/desk.ts'
import { firstDays, hostZones } from '../support/first-days.ts'
import { openPlaygroundAt, PlaygroundDesk } from '../support/playground-desk.ts'

const hostZone = process.env['TZ']
const after: (() => unknown)[] = []
afterEach(async () => {
  for (const step of after.splice(0).toReversed()) await step()
  if (hostZone === undefined) delete process.env['TZ']
  else process.env['TZ'] = hostZone
})

it('has 24 first days, and each zone in a third of them or nearly', () => {
  expect(new Set(firstDays.map(({ date }) => date)).size).toBe(24)
  for (const zone of hostZones)
    expect(firstDays.filter(({ hostZone: of }) => of === zone).length, zone).toBeGreaterThanOrEqual(
      7,
    )
})

it.each(firstDays)(
  '$date ($what), host in $hostZone: both meetings prepared, held and reported',
  async ({ date, hostZone: zone }) => {
    process.env['TZ'] = zone
    const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-day-'))
    after.push(() => {
      rmSync(dataDir, { recursive: true, force: true })
    })
    const { database, close } = await openTestDatabase(databaseKinds[0] ?? 'embedded')
    after.push(close)
    const tryMode = await openPlaygroundAt(database, dataDir, new Date(`${date}T09:00:00+07:00`))
    after.push(() => tryMode.close())
    await twoMeetings(new PlaygroundDesk(tryMode.url))
  },
  300_000,
)
