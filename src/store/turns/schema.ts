/**
 * The border of what is kept as JSON: read by whichever program comes after the one that wrote it.
 */
import { z } from 'zod'
import type { AnswerValue } from '../../domain/answer.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { toneMarks } from '../../domain/tone-marks.ts'
import type { Unit } from '../../domain/unit.ts'

const Focus = z.object({ at: z.string() }).loose()
export const StoredConversation = z.object({
  focus: Focus,
  sheet: z.object({ round: z.number(), step: z.string() }).loose().optional(),
  menu: z.array(z.object({ label: z.string(), payload: z.string() })).optional(),
  asked: z.number().optional(),
  refusedAt: z.string().optional(),
})
export const StoredAnswer: z.ZodType<AnswerValue> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('choice'), id: z.string(), tookMs: z.number().exactOptional() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('date'), date: z.string().transform((text) => text as LocalDate) }),
  z.object({ kind: z.literal('skipped') }),
])
export const StoredUnit: z.ZodType<Unit> = z.object({
  superior: z.string().exactOptional(),
  issuer: z.string().exactOptional(),
  place: z.string().exactOptional(),
  toneMark: z.enum(toneMarks).exactOptional(),
  symbol: z.string().exactOptional(),
})
export const StoredRemedy = z.object({
  cause: z.string().nullable(),
  measure: z.string().nullable(),
})
