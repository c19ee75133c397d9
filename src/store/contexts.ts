// Where each sealed value stands: table, column, row and owner. A value moved to another place does
// not open (reliability.md §5.2). These texts are part of what was stored: changing one makes old
// values unreadable.

export const contexts = {
  memberKey: (memberId: string) => `member_key.wrapped:${memberId}`,
  memberName: (memberId: string) => `member.name:${memberId}`,
  memberRef: (memberId: string) => `member.ref:${memberId}`,
  branchKey: (branchId: string) => `branch.wrapped_key:${branchId}`,
  branchPlace: (branchId: string) => `branch.meeting_place:${branchId}`,
  meetingPlace: (meetingId: string, branchId: string) => `meeting.place:${meetingId}:${branchId}`,
  revieweeReason: (branchId: string, period: string, memberId: string) =>
    `reviewee.reason:${branchId}:${period}:${memberId}`,
  branchTaskBody: (taskId: string, branchId: string) => `branch_task.body:${taskId}:${branchId}`,
  branchTaskReason: (taskId: string, branchId: string) =>
    `branch_task.reason:${taskId}:${branchId}`,
  agendaLines: (branchId: string, period: string, version: number) =>
    `meeting_agenda.lines:${branchId}:${period}:${String(version)}`,
  attendanceReason: (markId: string, branchId: string) => `attendance.reason:${markId}:${branchId}`,
  voiceBody: (voiceId: string, branchId: string) => `voice.body:${voiceId}:${branchId}`,
  answerValue: (answerId: string, assessmentId: string, question: string) =>
    `answer.body:${answerId}:${assessmentId}:${question}`,
  remedyBody: (remedyId: string, memberId: string) => `remedy.body:${remedyId}:${memberId}`,
  remedyResult: (remedyId: string, memberId: string) => `remedy.result:${remedyId}:${memberId}`,
  accountAddress: (accountId: string) => `account.address:${accountId}`,
  groupAddress: (groupId: string) => `branch_group.address:${groupId}`,
  groupTitle: (groupId: string) => `branch_group.title:${groupId}`,
  outboxAddress: (messageId: string) => `outbox.address:${messageId}`,
  outboxBody: (messageId: string) => `outbox.body:${messageId}`,
  zaloTokens: (botId: string) => `zalo_tokens.tokens:${botId}`,
  oneTimeLink: (tokenHash: string) => `one_time_link.body:${tokenHash}`,
  playgroundBody: (entryId: string) => `playground_entry.body:${entryId}`,
} as const

/** The kinds of things that are found by a keyed hash (`Keyring.lookupHash`). */
export const lookups = {
  memberRef: 'member.ref',
  linkCode: 'link_code.code',
  person: 'account.person',
  chat: 'chat',
  zaloRefreshToken: 'zalo_tokens.refresh_token',
} as const
