// What a branch asks, as data: the shapes of the question packs, the manifestations, the consent
// notice and the word lists.

/** A text a person reads, in each language we speak. */
export interface Localised {
  readonly vi: string
  readonly en: string
}

/**
 * Who will see an answer: the member alone; the committee as numbers without names; the committee
 * as it was written.
 */
export type Visibility = 'self' | 'aggregate' | 'committee'

export interface Level {
  readonly id: string
  readonly label: Localised
  readonly weight: number
  /** Choosing it admits a shortcoming, which leads to a remedy. */
  readonly admits: boolean
}

/** Ordered from best to worst; a rare level is merged with its neighbour in this order. */
export interface Scale {
  readonly levels: readonly Level[]
}

export interface Cause {
  readonly id: string
  readonly label: Localised
}

/** What every question has: wordings that take turns, who sees the answer, and why it is asked. */
export interface Question {
  readonly wordings: readonly Localised[]
  readonly visibility: Visibility
  readonly why: Localised
}

/**
 * One head of the review, e.g. duties. Heads of different packs with a common tag may be compared.
 */
export interface Head extends Question {
  readonly id: string
  readonly name: Localised
  readonly tags: readonly string[]
  readonly source: Localised
  readonly causes: readonly Cause[]
}

interface ManifestationQuestion extends Question {
  readonly causes: readonly Cause[]
}

/** Group III is read and acknowledged as a whole; `confirm` is the label of the only choice. */
interface Acknowledgement {
  readonly text: Localised
  readonly confirm: Localised
  readonly visibility: Visibility
  readonly why: Localised
}

/** What follows, once and in private, on a sheet that looks hurried or repeated. Never a block. */
interface GentleQuestions {
  readonly allGood: readonly Localised[]
  readonly sameText: readonly Localised[]
}

export type ManifestationGroupId = 'I' | 'II' | 'III'

interface ManifestationGroup {
  readonly id: ManifestationGroupId
  readonly name: Localised
}

/** `id` is its group and its place in it, `I.5`, as in Nghị quyết 04-NQ/TW (khóa XII). */
export interface Manifestation {
  readonly id: string
  readonly group: ManifestationGroupId
  readonly text: Localised
}

export interface Manifestations {
  readonly version: string
  readonly source: Localised
  readonly reviewStatus: string
  /** Shown with every item: the words are ours, the meaning is the resolution's. */
  readonly mark: Localised
  readonly groups: readonly ManifestationGroup[]
  readonly items: readonly Manifestation[]
}

/** A pack as its file has it. */
export interface PackContent {
  readonly id: string
  readonly version: string
  readonly title: Localised
  readonly sources: readonly Localised[]
  readonly reviewStatus: string
  /** Shown with every head, when the heads put an official text in shorter words. */
  readonly mark: Localised | null
  readonly scale: Scale
  readonly manifestationScale: Scale
  readonly heads: readonly Head[]
  readonly manifestation: ManifestationQuestion
  readonly acknowledgement: Acknowledgement
  readonly deed: Question
  readonly voice: Question
  readonly gentle: GentleQuestions
}

/**
 * A pack complete in itself, so that a round can freeze it. `hash`: SHA-256, in hex, of the
 * canonical JSON of the rest.
 */
export interface Pack extends PackContent {
  readonly manifestations: Manifestations
  readonly hash: string
}

export type PurposeId = 'remind' | 'store' | 'remedies'

/** Officers who may read something. The member always may, and nobody who is not named. */
type NoticeReader = 'secretary' | 'deputy' | 'committee'

export const noticeData = [
  'name',
  'chat',
  'participation',
  'answers',
  'figures',
  'voices',
  'remedies',
  'remedyFigures',
] as const

/** What a purpose keeps or makes; figures are sums that name nobody. */
export type NoticeDatum = (typeof noticeData)[number]

/** What is agreed to, whatever its words: of this the members are asked again when it changes. */
export interface PurposeMeaning {
  readonly data: Readonly<Partial<Record<NoticeDatum, readonly NoticeReader[]>>>
  /** After the round, or the promise, was closed; null: until the office deletes it. */
  readonly keptDays: number | null
  /** Fewer sheets make no figures; null: it has none. */
  readonly fewestSheets: number | null
}

/** One purpose of processing, agreed to or not by itself. */
export interface ConsentPurpose {
  readonly id: PurposeId
  readonly meaning: PurposeMeaning
  readonly text: Localised
  readonly whoSees: Localised
}

export interface ConsentContent {
  readonly version: string
  /** What is agreed to beside the purposes. */
  readonly meaning: {
    readonly controller: 'branchCommittee'
    /** Platforms whose servers are abroad: to write there is to send data abroad. */
    readonly abroad: readonly 'telegram'[]
    /** Who enters the levels of a signed sheet on paper, and so reads them. */
    readonly paperReaders: readonly NoticeReader[]
  }
  readonly reviewStatus: string
  readonly sources: readonly Localised[]
  /** Each entry of `intro` and `closing` is one message. */
  readonly intro: readonly Localised[]
  readonly purposes: readonly ConsentPurpose[]
  readonly closing: readonly Localised[]
  /**
   * Signed on paper: then an officer may enter the letters of a member's answers (`paperPurpose`).
   */
  readonly paper: Localised
}

/**
 * A consent's own purpose beside those of the notice: not asked in the chat, and needed for nothing
 * else.
 */
export const paperPurpose = 'paperCodes'

/** Which notice: by `hash` in these words, by `meaningHash` in any that mean the same. */
export interface NoticeIdentity {
  readonly version: string
  readonly hash: string
  readonly meaningHash: string
}

/** Enough of the wording's hash to tell which words a question was asked in. */
export function noticeTag({ hash }: NoticeIdentity): string {
  return hash.slice(0, 8)
}

export interface ConsentNotice extends ConsentContent, NoticeIdentity {}

/**
 * What a notice means, without a word of how it is said: consents are looked up by its hash. Lists
 * are in order, so that moving them about in the file asks nobody again.
 */
export function meaningOf({ meaning, purposes }: ConsentContent): unknown {
  const sorted = purposes.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    controller: meaning.controller,
    abroad: meaning.abroad.toSorted(),
    paperReaders: meaning.paperReaders.toSorted(),
    purposes: sorted.map(({ id, meaning: { data, keptDays, fewestSheets } }) => ({
      id,
      keptDays,
      fewestSheets,
      data: Object.fromEntries(
        Object.entries(data).map(([datum, readers]) => [datum, readers.toSorted()]),
      ),
    })),
  }
}

/** Word lists of what is refused; how each is read stands in `screening.yaml` beside it. */
export interface ScreeningWords {
  readonly version: string
  readonly classified: Readonly<Record<ClassifiedList, readonly string[]>>
  readonly accusation: Readonly<Record<AccusationList, readonly string[]>>
  readonly personalData: Readonly<Record<'identityWords', readonly string[]>>
}

type ClassifiedList = 'marks' | 'harmless' | 'phrases' | 'numberMarks' | 'bracketMarks'

export type AccusationList =
  | 'titles'
  | 'collectives'
  | 'offices'
  | 'surnames'
  | 'allowedNames'
  | 'notNames'
  | 'placeWords'
  | 'selfWords'
  | 'selfIntroductions'
  | 'grave'
  | 'faults'
  | 'denouncing'
  | 'belonging'
  | 'neutral'
  | 'connectors'
  | 'matters'
