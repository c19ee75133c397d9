// What is said in a group.
import * as bindGroup from '../intents/group/bind-group.ts'
import * as groupTalk from '../intents/group/group-talk.ts'
import type { Deciders } from './decider.ts'

export const groupDeciders = {
  groupCode: (snapshot, _intent, moment) => bindGroup.giveCode(snapshot, moment),
  groupSchedule: (snapshot, _intent, moment) => groupTalk.schedule(snapshot, moment),
  groupHelp: (_snapshot, _intent, moment) => groupTalk.help(moment),
  groupMistake: (snapshot, _intent, moment) => groupTalk.hint(snapshot, moment),
  groupWords: groupTalk.words,
  groupStanding: groupTalk.standing,
  groupRenamed: groupTalk.renamed,
  groupMigrated: groupTalk.migrated,
  bindGroup: async (snapshot, intent, moment, tables) =>
    bindGroup.bind(
      snapshot,
      intent,
      await bindGroup.load(tables, snapshot, intent, moment.now),
      moment,
    ),
} satisfies Partial<Deciders>
