// A program of its own: the service, and what the bench does to its database.
import { sql } from '../../src/database/statement.ts'
import { type Facts, watchFacts } from '../facts.ts'
import { serveCalls } from '../worker.ts'
import { checkKept, type Told } from './check.ts'
import { type House, type HouseTerms, openHouse } from './house.ts'
import { liveFiveYears } from './five-years.ts'
import { createMonths, type Months } from './open-months.ts'
import { type People, type Settled, settlePeople } from './people.ts'

let house: House | undefined
let months: Months | undefined
let facts: (() => Facts) | undefined
let settled: readonly Settled[] = []

function open(): House {
  if (house === undefined) throw new Error('the service is not running')
  return house
}

const calls = {
  async start(terms: HouseTerms): Promise<{ webhook: string }> {
    house = await openHouse(terms)
    months = createMonths(house.service.app)
    facts = watchFacts(house.counts)
    return { webhook: house.webhook }
  },
  facts(): Promise<Facts> {
    if (facts === undefined) throw new Error('the service is not running')
    return Promise.resolve(facts())
  },
  async settle(people: People): Promise<readonly Settled[]> {
    const added = await settlePeople(open().service.app, people)
    settled = [...settled, ...added]
    return added
  },
  /**
   * Opens the next month of these branches; ms until everything is committed, and how many were
   * invited.
   */
  async openMonths({
    branches,
  }: {
    branches: readonly string[]
  }): Promise<{ ms: number; invited: number }> {
    const wanted = new Set(branches)
    const ids = new Set(
      settled.filter(({ branch }) => wanted.has(branch)).map(({ branchId }) => branchId),
    )
    const started = performance.now()
    const invited = (await months?.open([...ids])) ?? 0
    return { ms: performance.now() - started, invited }
  },
  /** Puts these branches to sleep: what is queued for them waits for the evening. */
  async sleep({ branches }: { branches: readonly string[] }): Promise<void> {
    await open().service.app.database.query(sql('bench-sleep')`
      UPDATE branch SET quiet_from = '00:00', quiet_to = '20:00'
      WHERE id IN (SELECT id FROM organisation WHERE code = ANY(${branches}::text[]))`)
  },
  /** All that waits is due now. */
  async rouse(): Promise<void> {
    const { app } = open().service
    await app.database.query(
      sql('bench-rouse')`UPDATE outbox SET not_before = ${app.now()} WHERE state = 'pending'`,
    )
    app.wake()
  },
  async fiveYears({
    branch,
    months: count,
  }: {
    branch: string
    months: number
  }): Promise<{ answers: number }> {
    return liveFiveYears(
      open().service.app,
      settled.filter((each) => each.branch === branch),
      count,
    )
  },
  check: ({ told }: { told: readonly Told[] }): Promise<readonly string[]> =>
    checkKept(open().service.app, told, settled),
}

export type ServiceCalls = typeof calls

serveCalls(calls, () => house?.stop() ?? Promise.resolve())
