import { defineConfig } from 'vitest/config'

// `npm test` guards a change: `unit` needs nothing and starts at once, `service` needs databases,
// which test/support/databases.ts starts once a run. `npm run prove` proves what takes long.
const proofs = ['test/{crash,days,live,page}/**/*.test.ts', 'test/**/*.proof.test.ts']

/** TUSOI_TODAY=2028-02-29: everything runs as if it were that day, whatever starts what. */
function moveToday(day: string | undefined): void {
  if (day === undefined || day === '') return
  const midnight = new Date().setUTCHours(0, 0, 0, 0)
  process.env['TUSOI_CLOCK_OFFSET_MS'] ??= String(Date.parse(day) - midnight)
  const preload = new URL('test/support/move-today.mjs', import.meta.url).href
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --import=${preload}`
}
moveToday(process.env['TUSOI_TODAY'])

export default defineConfig({
  test: {
    // Two cores: a third worker only makes all of them slow.
    maxWorkers: 2,
    pool: 'forks',
    // No test asserts speed: these only end what hangs, on a machine however busy.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      {
        extends: true,
        // Pure tests leave nothing behind: they share what was imported, which is half of their
        // time.
        test: {
          name: 'unit',
          isolate: false,
          include: ['test/unit/**/*.test.ts', 'test/*.test.ts'],
          exclude: proofs,
          globalSetup: ['test/support/client.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'service',
          // Each file closes what it opens; importing the house anew for each was a sixth of the
          // time.
          isolate: false,
          include: ['test/*/**/*.test.ts'],
          exclude: ['test/unit/**', 'test/support/**', ...proofs],
          globalSetup: ['test/support/databases.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'proof',
          isolate: false,
          include: proofs,
          exclude: ['test/support/**'],
          globalSetup: ['test/support/databases.ts'],
        },
      },
    ],
  },
})
