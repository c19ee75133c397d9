// What every turn works with.
import type { Database } from '../../database/database.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import type { DirectSender } from '../../outbox/queue.ts'
import type { Keyring } from '../../sealing/keyring.ts'

export interface TurnsOptions {
  readonly database: Database
  readonly keyring: Keyring
  readonly sender: DirectSender
  readonly meaningHash: string
  readonly id?: () => string
}

export interface TurnTools extends Required<TurnsOptions> {
  readonly packs: Map<string, Pack>
}
