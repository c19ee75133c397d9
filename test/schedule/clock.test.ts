import { afterEach, describe, expect, it, vi } from 'vitest'
import type { App, AppEvent } from '../../src/app.ts'
import { startClock } from '../../src/schedule/clock.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { type Job, timetable } from '../../src/schedule/timetable.ts'
import { countRows } from '../../src/usecases/count-rows.ts'
import { forEachBranch } from '../../src/usecases/for-each-branch.ts'

function fakeApp(): { app: App; events: AppEvent[] } {
  const events: AppEvent[] = []
  return { app: { report: (event: AppEvent) => void events.push(event) } as unknown as App, events }
}

const later = (): { promise: Promise<void>; done: () => void } => {
  let done = (): void => undefined
  const promise = new Promise<void>((resolve) => {
    done = resolve
  })
  return { promise, done }
}

describe('a run of a job', () => {
  const job: Job = {
    name: 'one',
    cron: '* * * * *',
    run: (app) => {
      const work = ({ branchId }: { branchId: string }): Promise<void> =>
        branchId === 'b' ? Promise.reject(new Error('no')) : Promise.resolve()
      const items = ['a', 'a', 'b', 'c'].map((branchId) => ({ branchId }))
      return forEachBranch(app, 'one', items, work).then(() => {
        countRows(app, 7)
      })
    },
  }

  it('tells what it did: branches, subjects, failures, rows', async () => {
    const { app, events } = fakeApp()
    const done: unknown[] = []
    await runDue({ ...app, onJobDone: (...told) => done.push(told) }, [job, job])
    const counts = { branches: 3, subjects: 4, failed: 1, slots: 0, messages: 0, count: 7 }
    expect(done).toEqual([
      ['one', counts, expect.any(Number)],
      ['one', counts, expect.any(Number)],
    ])
    expect(events.map(({ code }) => code)).toEqual(['branch.failed', 'branch.failed'])
  })

  it('counts nothing where nobody asks', async () => {
    const { app } = fakeApp()
    const seen: App['tally'][] = []
    const looks: Job = { ...job, run: ({ tally }) => Promise.resolve(void seen.push(tally)) }
    await runDue(app, [looks])
    expect(seen).toEqual([undefined])
  })
})

describe('the clock', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('runs every job once at the start, one after another, and waits for the one at work when it stops', async () => {
    const { app } = fakeApp()
    const ran: string[] = []
    const gate = later()
    const first: Job = {
      name: 'first',
      cron: '0 0 1 1 *',
      run: async () => {
        await gate.promise
        ran.push('first')
      },
    }
    const second: Job = {
      name: 'second',
      cron: '0 0 1 1 *',
      run: () => {
        ran.push('second')
        return Promise.resolve()
      },
    }
    const clock = startClock(app, [first, second])
    await Promise.resolve()
    expect(ran).toEqual([])
    gate.done()
    await vi.waitFor(() => {
      expect(ran).toEqual(['first', 'second'])
    })
    await clock.stop()
  })

  it('started no job after it was stopped', async () => {
    const { app } = fakeApp()
    const gate = later()
    const ran: string[] = []
    const clock = startClock(app, [
      { name: 'a', cron: '* * * * *', run: () => gate.promise },
      { name: 'b', cron: '* * * * *', run: () => Promise.resolve(void ran.push('b')) },
    ])
    await Promise.resolve()
    const stopped = clock.stop()
    gate.done()
    await stopped
    expect(ran).toEqual([])
  })

  it('ticks, and a job that takes longer than a tick is not run beside itself nor put in line twice', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-26T01:00:30Z') })
    const { app } = fakeApp()
    const gates = [later(), later(), later(), later()]
    let begun = 0
    let beside = 0
    let most = 0
    const clock = startClock(app, [
      {
        name: 'slow',
        cron: '* * * * *',
        run: async () => {
          beside += 1
          most = Math.max(most, beside)
          await gates[begun++]?.promise
          beside -= 1
        },
      },
    ])
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    expect(begun).toBe(1)
    gates[0]?.done()
    await vi.advanceTimersByTimeAsync(1000)
    expect(begun).toBe(2)
    gates[1]?.done()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(begun).toBe(3)
    expect(most).toBe(1)
    for (const gate of gates) gate.done()
    await clock.stop()
  })

  it('reports what a job throws, and goes on', async () => {
    const { app, events } = fakeApp()
    const ran: string[] = []
    await runDue(app, [
      { name: 'broken', cron: '* * * * *', run: () => Promise.reject(new Error('no')) },
      { name: 'whole', cron: '* * * * *', run: () => Promise.resolve(void ran.push('whole')) },
    ])
    expect(events).toMatchObject([{ code: 'job.failed', job: 'broken' }])
    expect(ran).toEqual(['whole'])
  })

  it('the timetable names each job once', () => {
    expect(new Set(timetable.map(({ name }) => name)).size).toBe(timetable.length)
  })
})
