import type { Snapshot } from '../store/snapshot.ts'
import type { Library } from './turn.ts'

/** Has the member answered every purpose of the notice in force? Without that nothing is asked. */
export function hasAnsweredNotice({ member }: Snapshot, { notice }: Library): boolean {
  return member !== null && notice.purposes.every(({ id }) => member.consents.has(id))
}

/** Did the member agree to this purpose of the notice in force? */
export function agreesTo({ member }: Snapshot, purpose: 'remind' | 'store' | 'remedies'): boolean {
  return member?.consents.get(purpose) === true
}
