/** What a command's exit code says; the numbers are documented and never change their meaning. */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  badInput: 3,
  configuration: 4,
  database: 5,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
