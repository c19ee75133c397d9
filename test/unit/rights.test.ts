import { describe, expect, it } from 'vitest'
import {
  type Actor,
  type Deed,
  type Verdict,
  mayDo,
  needsAudit,
  rights,
} from '../../src/domain/rights.ts'

const here = 'branch-5'
const there = 'branch-6'
const self = 'member-1'

type Member = Extract<Actor, { kind: 'member' }>

function member(role: Member['role'], more: Partial<Member> = {}): Actor {
  return {
    kind: 'member',
    memberId: self,
    branchId: here,
    role,
    isExempt: false,
    follows: [],
    ...more,
  }
}

/** Who asks about branch 5, and how a refusal of something that is not theirs sounds to them. */
const actors = {
  secretary: member('secretary'),
  deputy: member('deputy'),
  committee: member('committee'),
  member: member('member'),
  exempt: member('secretary', { isExempt: true }),
  otherSecretary: member('secretary', { branchId: there }),
  follower: member('member', { branchId: there, follows: [here] }),
  followerWithin: member('member', { follows: [here] }),
  operator: { kind: 'operator' } as const,
}
const columns = Object.keys(actors) as (keyof typeof actors)[]

// One row a deed, one letter an actor in the order above. y: allowed. r: not with this role. x: not
// the exempt. b: not in another branch. o: not the operator.
const table: Readonly<Record<Deed, string>> = {
  seeMeeting: 'y y y y y b y y o',
  seeParticipation: 'y y r r x b r r o',
  seeSummary: 'y y y r x b y y o',
  seeRemediesOfBranch: 'y y y r x b y y o',
  seeVoices: 'y y r r x b r r o',
  remindUnfinished: 'y y r r x b r r o',
  setMeeting: 'y y r r x b r r o',
  arrangeRotation: 'y y r r x b r r o',
  takeAttendance: 'y y r r x b r r o',
  setTasks: 'y y r r x b r r o',
  scoreMeeting: 'y y r r x b r r o',
  settlePapers: 'y y r r x b r r o',
  runMeeting: 'y y r r x b r r o',
  settleDelivery: 'y y r r x b r r o',
  givePaperSheets: 'y y r r x b r r o',
  recordPaper: 'y y r r x b r r o',
  enterPaperCodes: 'y r r r x b r r o',
  changeSettings: 'y r r r x b r r o',
  handOver: 'y r r r x b r r o',
  bindGroup: 'y r r r x b r r o',
  inviteMembers: 'y r r r x b r r y',
  openRound: 'r r r r x b r r y',
  answerOwnSheet: 'y y y y x b r y o',
  mendOwnRemedies: 'y y y y x b r y o',
  giveVoice: 'y y y y x b r y o',
  declareAbsence: 'y y y y x b r y o',
  seeOwnTasks: 'y y y y y b r y o',
  agreeToPaperCodes: 'y y y y x b r y o',
  changeOwnSettings: 'y y y y y b r y o',
  takeOffice: 'r y y y x b r y o',
  linkChat: 'y y y y y b r y o',
  objectToChat: 'y y y y y b r y o',
  seeOwnData: 'y y y y y b r y o',
  eraseOwnData: 'y y y y y b r y o',
  withdrawConsent: 'y y y y y b r y o',
  seeWhoLooked: 'y y y y y b r y o',
}
const letters: Readonly<Record<string, Verdict>> = {
  y: 'allowed',
  r: { denied: 'role' },
  x: { denied: 'exempt' },
  b: { denied: 'otherBranch' },
  o: { denied: 'operator' },
}
const product = Object.entries(table).flatMap(([deed, row]) =>
  row
    .split(' ')
    .map((letter, place) => [deed as Deed, columns[place] ?? 'operator', letters[letter]] as const),
)

describe('mayDo', () => {
  it('is told whole: every deed, every actor', () => {
    expect(Object.keys(table).toSorted()).toEqual(Object.keys(rights).toSorted())
    expect(product).toHaveLength(Object.keys(rights).length * columns.length)
  })

  it.each(product)('%s by %s', (deed, actor, verdict) => {
    expect(mayDo(actors[actor], deed, { branchId: here, memberId: self })).toEqual(verdict)
  })

  it.each(product)('%s by %s, about another member', (deed, actor, verdict) => {
    const isOwn = rights[deed].isOwn && verdict === 'allowed'
    expect(mayDo(actors[actor], deed, { branchId: here, memberId: 'member-2' })).toEqual(
      isOwn ? { denied: 'otherPerson' } : verdict,
    )
    if (isOwn)
      expect(mayDo(actors[actor], deed, { branchId: here })).toEqual({ denied: 'otherPerson' })
  })
})

describe('needsAudit', () => {
  const looks: readonly Deed[] = [
    'seeParticipation',
    'seeSummary',
    'seeRemediesOfBranch',
    'seeVoices',
    'bindGroup',
    'inviteMembers',
    'givePaperSheets',
    'recordPaper',
    'enterPaperCodes',
    'changeSettings',
    'handOver',
    'changeOwnSettings',
    'takeOffice',
    'linkChat',
    'objectToChat',
  ]
  it.each(Object.keys(rights) as Deed[])('%s', (deed) => {
    expect(needsAudit(deed, 'allowed')).toBe(looks.includes(deed))
    expect(needsAudit(deed, { denied: 'role' })).toBe(true)
  })
})
