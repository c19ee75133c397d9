// What a turn may change about a branch's settings and its office of secretary.
import type { MenuEntry } from '../domain/conversation.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { Period } from '../domain/period.ts'
import type { SettingKey, SettingValue } from '../domain/settings.ts'

export type SettingChange =
  /** `memberId`: whose setting it is; null: the branch's. */
  | {
      readonly kind: 'changeSetting'
      readonly branchId: string
      readonly memberId: string | null
      readonly byMember: string
      readonly key: SettingKey
      readonly before: SettingValue
      readonly after: SettingValue
      readonly follow: Follow
    }
  /** As it was before the change of this id. */
  | {
      readonly kind: 'undoSetting'
      readonly changeId: string
      readonly branchId: string
      readonly memberId: string | null
      readonly key: SettingKey
      readonly value: SettingValue
      readonly follow: Follow
    }
  /**
   * An older offer of the branch is withdrawn. `menu`: what a typed number means to the one it is
   * made to.
   */
  | {
      readonly kind: 'offerHandover'
      readonly branchId: string
      readonly fromMember: string
      readonly toMember: string
      readonly expiresAt: Date
      readonly menu: readonly MenuEntry[]
    }
  | {
      readonly kind: 'endHandover'
      readonly handoverId: string
      readonly state: 'declined' | 'withdrawn'
    }
  /** The old rights end where the new ones begin. */
  | {
      readonly kind: 'acceptHandover'
      readonly handoverId: string
      readonly branchId: string
      readonly fromMember: string
      readonly toMember: string
    }

/** What moves with a setting; what is null stays where it is. */
export interface Follow {
  /**
   * The branch's months are planned anew for meetings from this day on: what was not said yet, and
   * what was skipped.
   */
  readonly replanFrom: LocalDate | null
  /** Where the open round of a period now closes. */
  readonly closing: { readonly period: Period; readonly closesAt: Date } | null
  /** What waited for the end of the quiet hours, `was`, waits until `until`. */
  readonly waiting: { readonly was: Date; readonly until: Date } | null
}
