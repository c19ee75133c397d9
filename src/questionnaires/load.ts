// Reads the questions, the consent notice and the word lists, once at start, and refuses to start
// on any fault.
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { StandardAgendas } from '../domain/agenda.ts'
import type { ScoreSheet } from '../domain/meeting-score.ts'
import {
  type ConsentNotice,
  type Manifestations,
  meaningOf,
  type Pack,
  type PackContent,
} from '../domain/questionnaire.ts'
import { compileScreening, type Screening } from '../domain/screening-words.ts'
import { checkAgenda } from './check-agenda.ts'
import { checkConsent } from './check-consent.ts'
import { checkManifestations } from './check-manifestations.ts'
import { checkPack } from './check-pack.ts'
import { checkScoreSheet } from './check-score-sheet.ts'
import { type Fault, type Finding, QuestionnaireFaults } from './fault.ts'
import { messageOf, readFile } from './read-file.ts'
import * as schema from './schema.ts'

export interface Questionnaires {
  /** By id. Each is complete in itself, manifestations included, so that a round can freeze it. */
  readonly packs: ReadonlyMap<string, Pack>
  readonly manifestations: Manifestations
  readonly consent: ConsentNotice
  readonly screening: Screening
  readonly scoreSheet: ScoreSheet
  readonly agendas: StandardAgendas
}

/** Files with a meaning of their own; every other .yaml file of the folder is a pack. */
const ownFiles = {
  manifestations: 'manifestations.yaml',
  consent: 'consent.yaml',
  screening: 'screening.yaml',
  agendas: 'agenda.yaml',
  scoreSheet: 'meeting-score.yaml',
}

/**
 * Everything in `folder`, checked. Throws `QuestionnaireFaults` with all that is wrong in all
 * files.
 */
export function loadQuestionnaires(folder: string): Questionnaires {
  const faults: Fault[] = []
  const names = listFiles(folder, faults)
  const manifestations = readFile(
    folder,
    ownFiles.manifestations,
    schema.Manifestations,
    checkManifestations,
    faults,
  )
  const consent = readFile(folder, ownFiles.consent, schema.ConsentContent, checkConsent, faults)
  const screening = readFile(folder, ownFiles.screening, schema.ScreeningWords, () => [], faults)
  const scoreSheet = readFile(
    folder,
    ownFiles.scoreSheet,
    schema.ScoreSheet,
    checkScoreSheet,
    faults,
  )
  const agendas = readFile(folder, ownFiles.agendas, schema.StandardAgendas, checkAgenda, faults)
  const packs = names.flatMap((name) => {
    const check = (pack: PackContent): readonly Finding[] => [
      ...checkId(pack, name),
      ...checkPack(pack, manifestations),
    ]
    const pack = readFile(folder, name, schema.PackContent, check, faults)
    return pack === null ? [] : [pack]
  })
  if (
    faults.length > 0 ||
    manifestations === null ||
    consent === null ||
    screening === null ||
    agendas === null ||
    scoreSheet === null
  )
    throw new QuestionnaireFaults(faults)
  return {
    packs: new Map(packs.map((pack) => [pack.id, seal(pack, manifestations)])),
    manifestations,
    consent: { ...consent, hash: hash(consent), meaningHash: hash(meaningOf(consent)) },
    screening: compileScreening(screening),
    scoreSheet,
    agendas,
  }
}

function listFiles(folder: string, faults: Fault[]): readonly string[] {
  try {
    const packs = readdirSync(folder)
      .filter((name) => name.endsWith('.yaml') && !Object.values(ownFiles).includes(name))
      .sort()
    if (packs.length === 0)
      faults.push({ file: folder, path: '', reason: 'holds no question pack (*.yaml)' })
    return packs
  } catch (error) {
    faults.push({ file: folder, path: '', reason: `cannot be read: ${messageOf(error)}` })
    return []
  }
}

function checkId({ id }: PackContent, file: string): readonly Finding[] {
  return `${id}.yaml` === file
    ? []
    : [{ path: 'id', reason: `“${id}” is not the name of the file` }]
}

function seal(content: PackContent, manifestations: Manifestations): Pack {
  const whole = { ...content, manifestations }
  return { ...whole, hash: hash(whole) }
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/**
 * JSON with the keys of every object in order, so that moving lines about in a file changes no
 * hash.
 */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
