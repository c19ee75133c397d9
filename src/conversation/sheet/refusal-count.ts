import { localOf } from '../../domain/local-time.ts'
import type { Problem } from '../../domain/problems.ts'
import type { Change } from '../../store/change.ts'
import type { Moment } from '../turn.ts'

const refusedReasons: readonly string[] = ['classified', 'accusation', 'personalData']

/** A text that must not be kept is counted, without content; other problems are not. */
export function refusalCount({ code }: Problem, zone: string, { now }: Moment): readonly Change[] {
  return refusedReasons.includes(code)
    ? [{ kind: 'countRefusedText', reason: code, localDate: localOf(now, zone).date }]
    : []
}
