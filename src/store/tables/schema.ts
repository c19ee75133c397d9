/**
 * The border of what is kept as JSON of meetings: read by whichever program comes after the one
 * that wrote it.
 */
import { z } from 'zod'
import { type AgendaLine, agendaParts } from '../../domain/agenda.ts'
import type { MeetingCourse } from '../../domain/meeting-course.ts'

const instant = z.iso.datetime().transform((text) => new Date(text))
const Line = z.object({
  part: z.enum(agendaParts).catch('other'),
  title: z.object({ vi: z.string(), en: z.string() }),
  minutes: z.number(),
})
export const StoredAgenda: z.ZodType<readonly AgendaLine[]> = z.array(Line)
export const StoredCourse: z.ZodType<MeetingCourse> = z.object({
  startedAt: instant,
  endedAt: instant.nullable(),
  steps: z.array(
    z.object({ startedAt: instant, endedAt: instant.nullable(), isSkipped: z.boolean() }),
  ),
})
