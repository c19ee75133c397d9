import type { ScoreSheet } from '../domain/meeting-score.ts'
import { checkUnique } from './check-unique.ts'
import type { Finding } from './fault.ts'

const whole = 100

/**
 * The maxima come to 100; bands go from the best down to 0; steps from the most down, each within
 * its criterion.
 */
export function checkScoreSheet({ criteria, bands }: ScoreSheet): readonly Finding[] {
  const sum = criteria.reduce((total, { max }) => total + max, 0)
  const [last] = bands.slice(-1)
  return [
    ...checkUnique(criteria, ({ id }) => id, 'criteria'),
    ...checkUnique(bands, ({ id }) => id, 'bands'),
    ...(sum === whole
      ? []
      : [{ path: 'criteria', reason: `the maxima come to ${String(sum)}, not ${String(whole)}` }]),
    ...(last?.from === 0 ? [] : [{ path: 'bands', reason: 'the last band begins at 0' }]),
    ...(isFalling(
      bands.map(({ from }) => from),
      true,
    )
      ? []
      : [{ path: 'bands', reason: 'from the best down' }]),
    ...criteria.flatMap(({ max, suggests }, place) => {
      const path = `criteria[${String(place)}].suggests.steps`
      const steps = suggests?.steps ?? []
      const isWithin = steps.every(({ points }) => points <= max)
      return [
        ...(isWithin
          ? []
          : [{ path, reason: `more points than the criterion has: ${String(max)}` }]),
        ...(isFalling(
          steps.map(({ from }) => from),
          false,
        ) &&
        isFalling(
          steps.map(({ points }) => points),
          false,
        )
          ? []
          : [{ path, reason: 'from the most down' }]),
      ]
    }),
  ]
}

function isFalling(numbers: readonly number[], isStrict: boolean): boolean {
  return numbers.every((number, place) => {
    const before = numbers[place - 1] ?? Infinity
    return isStrict ? number < before : number <= before
  })
}
