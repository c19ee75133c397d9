// What decides an intent: purely, or after the one look it may take.
import type { Snapshot } from '../../store/snapshot.ts'
import type { Tables } from '../../store/tables.ts'
import type { Intent, IntentOf } from '../intent.ts'
import type { Moment, Turn } from '../turn.ts'

export type Decider<K extends Intent['kind']> = (
  snapshot: Snapshot,
  intent: IntentOf<K>,
  moment: Moment,
  tables: Tables,
) => Turn | Promise<Turn>

export type Deciders = { readonly [K in Intent['kind']]: Decider<K> }
