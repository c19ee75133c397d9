// Every command, in the order in which help shows them.
import type { Command } from '../command.ts'
import { botAuthorise } from './bot-authorise.ts'
import { botCheck } from './bot-check.ts'
import { doctor } from './doctor.ts'
import { invite } from './invite.ts'
import { migrate } from './migrate.ts'
import { orgImport } from './org-import.ts'
import { orgTemplate } from './org-template.ts'
import { orgTree } from './org-tree.ts'
import { roundOpen } from './round-open.ts'

export const commands: readonly Command[] = [
  doctor,
  migrate,
  orgTemplate,
  orgImport,
  orgTree,
  invite,
  roundOpen,
  botCheck,
  botAuthorise,
]
