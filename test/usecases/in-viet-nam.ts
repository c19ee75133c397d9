// Times of the tests, as a clock in Viet Nam shows them.

export const zone = 'Asia/Ho_Chi_Minh'

/** `at('2026-12-03 19:30')` in Viet Nam, which is seven hours ahead of UTC all year. */
export function at(local: string): Date {
  return new Date(`${local.replace(' ', 'T')}:00+07:00`)
}
