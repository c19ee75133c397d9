// Which words are commands. The words themselves are data in locales/<language>/commands.json, both
// languages always heard.
import { attendanceStates } from '../domain/attendance.ts'
import type { AttendanceWords } from '../domain/attendance-line.ts'
import { controlKinds, type ControlWords } from '../domain/control-text.ts'
import { fold } from '../domain/folded-words.ts'
import { languages, type MessageKey, type Translators } from '../i18n/translator.ts'

/**
 * Commands by their slash name (design §4). `member` ones anyone may type; the others ask for an
 * office.
 */
export const commandNames = [
  'start',
  'tusoi',
  'tusua',
  'lichhop',
  'baovang',
  'veroi',
  'bieuhien',
  'gopy',
  'dulieucuatoi',
  'dongy',
  'rutdongy',
  'xoadulieu',
  'aidaxem',
  'ngonngu',
  'huongdan',
  'huy',
  'tonghop',
  'baocao',
  'danhsach',
  'bienban',
  'kehoach',
  'thamgia',
  'hop',
  'xoayvong',
  'diemdanh',
  'congviec',
  'danhgia',
  'buoihop',
  'phieugiay',
  'nhapho',
  'caidat',
  'hoantac',
  'khacphuc',
  'moi',
  'nhom',
  'nhacnho',
  'xemgopy',
  'tieptuc',
  'phieunhanh',
  'tungcau',
] as const
export type CommandName = (typeof commandNames)[number]

/** What is said of a meeting's papers, whole phrases. */
export const paperPhrases = [
  'documents',
  'documentsNot',
  'minutes',
  'minutesNot',
  'resolution',
  'resolutionNot',
  'posted',
  'postedNot',
  'closing',
  'closingNot',
] as const
export type PaperPhrase = (typeof paperPhrases)[number]

export interface Vocabulary {
  readonly commands: ReadonlyMap<string, CommandName>
  readonly controls: ControlWords
  /** What is said of somebody's attendance. */
  readonly attendance: AttendanceWords
  readonly papers: ReadonlyMap<string, PaperPhrase>
  /** "Không phải tôi", whole. */
  readonly objections: ReadonlySet<string>
}

function wordsOf<N extends string>(
  words: Translators,
  names: readonly N[],
  key: (name: N) => MessageKey,
): ReadonlyMap<string, N> {
  return new Map(
    names.flatMap((name) =>
      languages.flatMap((language) =>
        words[language](key(name))
          .split('|')
          .map((word) => [fold(word), name] as const),
      ),
    ),
  )
}

/** Made once at start from the locales. */
export function createVocabulary(words: Translators): Vocabulary {
  return {
    commands: wordsOf(words, commandNames, (name) => `commands.${name}.words`),
    controls: Object.fromEntries(
      controlKinds.map((kind) => [
        kind,
        languages.flatMap((language) => words[language](`commands.controls.${kind}`).split('|')),
      ]),
    ) as unknown as ControlWords,
    attendance: wordsOf(words, attendanceStates, (state) => `attendance.words.${state}`),
    objections: new Set(
      languages.flatMap((language) =>
        words[language]('linking.objectWords')
          .split('|')
          .map((phrase) => fold(phrase)),
      ),
    ),
    papers: wordsOf(words, paperPhrases, (phrase) => `meetingPapers.words.${phrase}`),
  }
}

export interface TypedCommand {
  readonly name: CommandName
  readonly argument: string
  /** Written with a slash: meant as a command whatever is being asked. */
  readonly hasSlash: boolean
}

/**
 * `/tonghop 11/2026`, `/Tổng hợp`, `tong hop 11` → the command and what follows it; null when it is
 * none.
 */
export function readCommand(typed: string, { commands }: Vocabulary): TypedCommand | null {
  const trimmed = typed.trim()
  const hasSlash = /^[/／]/u.test(trimmed)
  const text = hasSlash ? trimmed.slice(1) : trimmed
  const words = [...text.matchAll(/\S+/gu)]
  // The longest run of words that is a command, so that "tổng hợp 11/2026" is heard with its
  // argument.
  for (let length = Math.min(words.length, 5); length > 0; length -= 1) {
    const head = words
      .slice(0, length)
      .map(([word]) => word)
      .join(' ')
    const name =
      commands.get(fold(head)) ??
      (hasSlash
        ? commandNames.find((candidate) => candidate === fold(head).replaceAll(' ', ''))
        : undefined)
    // What follows keeps its lines: several may be typed at once.
    if (name !== undefined)
      return { name, argument: text.slice(words[length]?.index ?? text.length), hasSlash }
  }
  return null
}
