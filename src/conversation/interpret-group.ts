import type { Inbound } from '../messaging/inbound.ts'
import type { Snapshot } from '../store/snapshot.ts'
import { readControl } from '../domain/control-text.ts'
import { readCode } from '../domain/code.ts'
import { readCommand, type Vocabulary } from './commands.ts'
import type { Intent } from './intent.ts'

/**
 * Longest text in a group that is taken for an answer typed in the wrong place, when nothing else
 * tells.
 */
const shortAnswer = 2

function looksLikeAnswer(text: string, snapshot: Snapshot, vocabulary: Vocabulary): boolean {
  if (snapshot.member === null) return false
  const { focus, sheet } = snapshot.account.conversation
  const isAsked = focus.at === 'sheet' || sheet !== undefined
  return (
    isAsked &&
    (text.trim().length <= shortAnswer ||
      readControl(text, vocabulary.controls) !== null ||
      text.trim().startsWith('/'))
  )
}

function interpretText(text: string, snapshot: Snapshot, vocabulary: Vocabulary): Intent {
  const command = readCommand(text, vocabulary)
  if (command?.hasSlash === true) {
    if (command.name === 'lichhop') return { kind: 'groupSchedule' }
    if (command.name === 'huongdan' || command.name === 'start') return { kind: 'groupHelp' }
    if (command.name === 'nhom')
      return { kind: 'bindGroup', code: readCode(command.argument) ?? '' }
    return snapshot.member === null ? { kind: 'ignore' } : { kind: 'groupMistake' }
  }
  return looksLikeAnswer(text, snapshot, vocabulary)
    ? { kind: 'groupMistake' }
    : { kind: 'groupWords', text }
}

/** In a group only three commands are answered; nothing else said there is kept or repeated. */
export function interpretGroup(
  inbound: Inbound,
  snapshot: Snapshot,
  vocabulary: Vocabulary,
): Intent {
  switch (inbound.kind) {
    case 'text':
      return inbound.edited ? { kind: 'ignore' } : interpretText(inbound.text, snapshot, vocabulary)
    case 'membership':
      return { kind: 'groupStanding', standing: inbound.standing }
    case 'renamed':
      return { kind: 'groupRenamed', title: inbound.title }
    case 'migrated':
      return { kind: 'groupMigrated', toChat: inbound.toChat }
    case 'press':
    case 'attachment':
    case 'unsupported':
      return { kind: 'ignore' }
  }
}
