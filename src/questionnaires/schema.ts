// What the YAML files may hold. Each schema has the name of the domain type it yields; an unknown
// key is a fault, so that a slip shows.
import { z } from 'zod'
import { scoreFacts, type ScoreSheet as Sheet } from '../domain/meeting-score.ts'
import { agendaParts, branchTypes, type StandardAgendas as Agendas } from '../domain/agenda.ts'
import { noticeData } from '../domain/questionnaire.ts'
import type * as domain from '../domain/questionnaire.ts'

/** Ids go into answer keys and into button payloads of 64 bytes. */
const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,15}$/, 'an id has 1 to 16 of a–z, 0–9 and -, and begins with a letter')
const version = z
  .string()
  .regex(/^\d{4}\.\d+$/, 'a version is a year and a number, in quotes: "2026.1"')
const text = z.string().normalize('NFC').trim().min(1, 'empty')
const reviewStatus = z.string().regex(/^[a-z-]+$/, 'lower-case words joined by -')
const words = z.array(text).min(1, 'empty list')

const Localised: z.ZodType<domain.Localised> = z.strictObject({ vi: text, en: text })
const localised = z.array(Localised).min(1, 'at least one')
/** Two, or the wording could not change from month to month. */
const wordings = z
  .array(Localised)
  .min(2, 'at least two wordings, so that two months running never ask alike')

const Visibility: z.ZodType<domain.Visibility> = z.enum(['self', 'aggregate', 'committee'])
const Level: z.ZodType<domain.Level> = z.strictObject({
  id,
  label: Localised,
  weight: z.number(),
  admits: z.boolean(),
})
const Scale: z.ZodType<domain.Scale> = z.strictObject({
  levels: z.array(Level).min(2, 'at least two levels').max(6, 'at most six levels'),
})
const Cause: z.ZodType<domain.Cause> = z.strictObject({ id, label: Localised })
const causes = z.array(Cause).min(1, 'at least one cause').max(8, 'at most eight causes')

const question = { wordings, visibility: Visibility, why: Localised }
const Question: z.ZodType<domain.Question> = z.strictObject(question)
const Head: z.ZodType<domain.Head> = z.strictObject({
  ...question,
  id,
  name: Localised,
  tags: z.array(id),
  source: Localised,
  causes,
})

/** A pack's file: `monthly.yaml`, `standards-144.yaml`, or a branch's own. */
export const PackContent: z.ZodType<domain.PackContent> = z.strictObject({
  id,
  version,
  title: Localised,
  sources: localised,
  reviewStatus,
  mark: Localised.nullable(),
  scale: Scale,
  manifestationScale: Scale,
  heads: z.array(Head).min(1, 'at least one head'),
  manifestation: z.strictObject({ ...question, causes }),
  acknowledgement: z.strictObject({
    text: Localised,
    confirm: Localised,
    visibility: Visibility,
    why: Localised,
  }),
  deed: Question,
  voice: Question,
  gentle: z.strictObject({ allGood: localised, sameText: localised }),
})

const groupId = z.enum(['I', 'II', 'III'])

/** `manifestations.yaml` */
export const Manifestations: z.ZodType<domain.Manifestations> = z.strictObject({
  version,
  source: Localised,
  reviewStatus,
  mark: Localised,
  groups: z.array(z.strictObject({ id: groupId, name: Localised })),
  items: z.array(z.strictObject({ id: z.string(), group: groupId, text: Localised })),
})

const readers = z.array(z.enum(['secretary', 'deputy', 'committee']))
const PurposeMeaning: z.ZodType<domain.PurposeMeaning> = z.strictObject({
  data: z.partialRecord(z.enum(noticeData), readers),
  keptDays: z.int().positive().nullable(),
  fewestSheets: z.int().positive().nullable(),
})

/** `consent.yaml` */
export const ConsentContent: z.ZodType<domain.ConsentContent> = z.strictObject({
  version,
  meaning: z.strictObject({
    controller: z.literal('branchCommittee'),
    abroad: z.array(z.literal('telegram')),
    paperReaders: readers,
  }),
  reviewStatus,
  sources: localised,
  intro: localised,
  purposes: z.array(
    z.strictObject({
      id: z.enum(['remind', 'store', 'remedies']),
      meaning: PurposeMeaning,
      text: Localised,
      whoSees: Localised,
    }),
  ),
  closing: localised,
  paper: Localised,
})

const percent = z.int().min(0).max(100)
const points = z.int().min(0).max(100)
const ScoreStep = z.strictObject({ from: percent, isClean: z.boolean().optional(), points })
const ScoreCriterion = z.strictObject({
  id,
  max: points.min(1),
  name: Localised,
  hint: Localised,
  suggests: z
    .strictObject({ of: z.enum(scoreFacts), steps: z.array(ScoreStep).min(1, 'at least one step') })
    .nullable(),
})
const ScoreBand = z.strictObject({ id, from: points, label: Localised })

/** `meeting-score.yaml` */
export const ScoreSheet: z.ZodType<Sheet> = z.strictObject({
  version,
  reviewStatus,
  sources: localised,
  mark: Localised,
  minutes: z.strictObject({
    regular: z.int().positive(),
    thematic: z.int().positive(),
    late: z.int().min(0),
  }),
  criteria: z
    .array(ScoreCriterion)
    .min(1, 'at least one criterion')
    .max(9, 'at most nine criteria'),
  bands: z.array(ScoreBand).min(1, 'at least one band'),
})

const count = z.int().positive()
const span = z.strictObject({ from: count, to: count })
const AgendaLine = z.strictObject({ part: z.enum(agendaParts), title: Localised, minutes: count })

/** `agenda.yaml` */
export const StandardAgendas: z.ZodType<Agendas> = z.strictObject({
  version,
  reviewStatus,
  sources: localised,
  mark: Localised,
  rules: z.strictObject({
    atLeast: z.strictObject({ regular: count, thematic: count }),
    atMost: count,
    line: span,
    selfReview: span,
    lines: count,
    title: count,
  }),
  types: z.array(
    z.strictObject({
      id: z.enum(branchTypes),
      name: Localised,
      lines: z.array(AgendaLine).min(1, 'at least one line'),
    }),
  ),
})

/** `screening.yaml` */
export const ScreeningWords: z.ZodType<domain.ScreeningWords> = z.strictObject({
  version,
  classified: z.strictObject({
    marks: words,
    harmless: words,
    phrases: words,
    numberMarks: words,
    bracketMarks: words,
  }),
  accusation: z.strictObject({
    titles: words,
    collectives: words,
    offices: words,
    surnames: words,
    allowedNames: words,
    notNames: words,
    placeWords: words,
    selfWords: words,
    selfIntroductions: words,
    grave: words,
    faults: words,
    denouncing: words,
    belonging: words,
    neutral: words,
    connectors: words,
    matters: words,
  }),
  personalData: z.strictObject({ identityWords: words }),
})
