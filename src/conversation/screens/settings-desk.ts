// What the screens of `/caidat` share: whose settings, what stands now, what a button says.
import { type SettingKey, settingOf, type SettingValue } from '../../domain/settings.ts'
import type { Choice } from '../../messaging/outbound.ts'
import type { BranchView, Snapshot } from '../../store/snapshot.ts'
import type { SettingsPerson, SettingsSource } from '../../store/tables.ts'
import { choice } from '../turn.ts'

export type ItemId =
  | 'meeting'
  | 'rules'
  | 'quiet'
  | 'pack'
  | 'rotation'
  | 'voice'
  | 'deputy'
  | 'language'
  | 'unit'
  | 'elderOf'
  | 'handover'
  | 'speech'
  | 'elder'
  | 'undo'

/** What is typed behind the command for each, without accents as it is compared. */
export const itemWords: Readonly<Record<Exclude<ItemId, 'meeting'>, string>> = {
  rules: 'lich nhac',
  quiet: 'yen lang',
  pack: 'bo cau hoi',
  rotation: 'xoay vong',
  voice: 'gop y',
  deputy: 'pho bi thu',
  language: 'ngon ngu nhom',
  unit: 'don vi',
  elderOf: 'cao tuoi dong chi',
  handover: 'ban giao',
  speech: 'ngon ngu',
  elder: 'cao tuoi',
  undo: 'hoan tac',
}

/** For a unit's part: worked out again, or written by hand. */
export const clearWords = 'de trong'

export function say(label: string, words: string): Choice {
  return choice(label, { kind: 'say', text: `/caidat ${words}` })
}

export interface Desk {
  readonly snapshot: Snapshot
  readonly branch: BranchView
  readonly memberId: string
  readonly isSecretary: boolean
  readonly source: SettingsSource
}

export function personOf({ source }: Desk, memberId: string | null): SettingsPerson | undefined {
  return source.people.find((person) => person.memberId === memberId)
}

/** Whose name goes with a setting: another member's. */
export function nameIn(desk: Desk, memberId: string | null): string | null {
  return memberId === desk.memberId ? null : (personOf(desk, memberId)?.name ?? null)
}

/** What stands under a key now, the branch's or a member's; null for a member who is gone. */
export function currentOf(desk: Desk, key: SettingKey, memberId: string | null): SettingValue {
  if (key !== 'elder' && key !== 'speech') return settingOf(desk.branch, key)
  const person = personOf(desk, memberId)
  return person === undefined ? null : key === 'elder' ? person.isElder : person.language
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)
}
