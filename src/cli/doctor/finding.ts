/**
 * `warn`: it works, and somebody should look. `fail`: it does not work, or must not be used so in
 * production.
 */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail'
  readonly subject: string
  readonly text: string
}

export type Check = Promise<readonly Finding[]>

export const ok = (subject: string, text: string): Finding => ({ level: 'ok', subject, text })
export const warn = (subject: string, text: string): Finding => ({ level: 'warn', subject, text })
export const fail = (subject: string, text: string): Finding => ({ level: 'fail', subject, text })

/** What is a danger in production is a reminder elsewhere. */
export const failIn = (isProduction: boolean, subject: string, text: string): Finding =>
  (isProduction ? fail : warn)(subject, text)
