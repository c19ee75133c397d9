import { defineConfig } from 'vitest/config'

// Two projects: `unit` needs nothing and starts at once; `service` needs databases, which
// test/support/databases.ts starts once a run and stops at its end.
export default defineConfig({
  test: {
    // Two cores: a third worker only makes all of them slow.
    maxWorkers: 2,
    pool: 'forks',
    // No test asserts speed: these only end what hangs, on a machine however busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        // Pure tests leave nothing behind: they share what was imported, which is half of their
        // time.
        test: {
          name: 'unit',
          isolate: false,
          include: ['test/unit/**/*.test.ts', 'test/*.test.ts'],
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
          exclude: ['test/unit/**', 'test/support/**'],
          globalSetup: ['test/support/databases.ts'],
        },
      },
    ],
  },
})
