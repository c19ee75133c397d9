// Whose turn it is at a meeting and at the one after it, for papers. (How turns are made:
// review-rotation.ts.)
import { addDays, type LocalDate } from './local-date.ts'
import {
  type Reviewee,
  type ReviewRotation,
  rotationAt,
  type RotationMeeting,
} from './review-rotation.ts'
import type { Turns } from './summary.ts'

/**
 * Of a meeting that has been, those who were named for it; of one to come, those whose turn it is.
 * The next follows from it.
 */
export function turnsAt(
  rotation: ReviewRotation,
  now: RotationMeeting | null,
  next: RotationMeeting | null,
  today: LocalDate,
): Turns {
  const here = now === null ? [] : chosenAt(rotation, now, today)
  if (next === null) return { now: here, next: [] }
  const known = new Set(
    rotation.reviewees
      .filter(({ period }) => period === now?.period)
      .map(({ memberId }) => memberId),
  )
  const to =
    now === null
      ? []
      : here
          .filter((id) => !known.has(id))
          .map((memberId): Reviewee => ({
            memberId,
            period: now.period,
            on: now.date,
            state: 'named',
          }))
  const after = now === null || now.date < today ? today : addDays(now.date, 1)
  return {
    now: here,
    next: rotationAt({ ...rotation, reviewees: [...rotation.reviewees, ...to] }, next, after)
      .chosen,
  }
}

function chosenAt(
  rotation: ReviewRotation,
  meeting: RotationMeeting,
  today: LocalDate,
): readonly string[] {
  if (meeting.date >= today) return rotationAt(rotation, meeting, today).chosen
  const named = rotation.reviewees.filter(
    ({ period, state }) => period === meeting.period && state === 'named',
  )
  return named.map(({ memberId }) => memberId)
}
