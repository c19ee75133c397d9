// A question and its choices fit one message of the smallest platform: 2,000 UTF-16 units, choices
// as numbered lines.
import { describe, expect, it } from 'vitest'
import { consentScreen } from '../../src/conversation/screens/consent.ts'
import { helpScreen } from '../../src/conversation/screens/help.ts'
import { confirmScreen, welcomeScreen } from '../../src/conversation/screens/linking.ts'
import { askScreen, meetingRuleScreen } from '../../src/conversation/screens/meeting.ts'
import { problemText } from '../../src/conversation/screens/problem.ts'
import { quickScreen } from '../../src/conversation/screens/quick-sheet.ts'
import { reviewScreen, sentScreen } from '../../src/conversation/screens/review.ts'
import { invitationChoices, questionScreen } from '../../src/conversation/screens/sheet.ts'
import { courseOf, type SheetSnapshot } from '../../src/conversation/sheet/course.ts'
import { promptOf } from '../../src/conversation/sheet/ask-step.ts'
import { nextPage, pageLimit } from '../../src/conversation/sheet/quick-page.ts'
import { beginConsent } from '../../src/conversation/intents/consent/answer-consent.ts'
import { afterConsent } from '../../src/conversation/intents/consent/after-consent.ts'
import { turn as openSheet } from '../../src/conversation/intents/sheet/open-sheet.ts'
import { answer } from '../../src/conversation/intents/sheet/quick-sheet.ts'
import { begin } from '../../src/conversation/intents/voice/give-voice.ts'
import type { Moment, Turn } from '../../src/conversation/turn.ts'
import { freshConversation } from '../../src/domain/conversation.ts'
import { quickSteps } from '../../src/domain/course.ts'
import { freshLock } from '../../src/domain/lockout.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { localTime } from '../../src/domain/local-time.ts'
import { period } from '../../src/domain/period.ts'
import type { Problem } from '../../src/domain/problems.ts'
import type { Pack } from '../../src/domain/questionnaire.ts'
import { buildSheet } from '../../src/domain/sheet.ts'
import { languages } from '../../src/i18n/translator.ts'
import { numberedLabels, type Outbound } from '../../src/messaging/outbound.ts'
import type { AnswerView } from '../../src/store/snapshot.ts'
import { library, words } from '../support/house.ts'

const { packs, notice: consent } = library
const limit = 2000
const now = new Date('2026-11-20T02:00:00Z')
/** As long as anyone may write, in the widest letters. */
const longText = '𠮷'.repeat(2000)
const remedyIds = ['r1', 'r2', 'r3']

/** As a platform without buttons has it. */
function lengthOf({ text, choices = [] }: Outbound): number {
  return [text, ...(choices.length === 0 ? [] : ['', ...numberedLabels(choices)])].join('\n').length
}

const momentOf = (language: 'vi' | 'en'): Moment => ({
  now,
  t: words[language],
  library,
  code: () => 'BBBB0000',
})

function snapshotOf(pack: Pack, monthIndex: number, isAnswered: boolean): SheetSnapshot {
  const openRemedies = remedyIds.map((id) => ({ id }))
  const sheet = buildSheet({
    pack,
    memberSeed: `m${String(monthIndex)}`,
    periodIndex: monthIndex,
    openRemedies,
    isQuarterStart: true,
    voiceOpen: true,
  })
  const view = (value: AnswerView['value']): AnswerView => ({ version: 1, at: now, value })
  const answers = new Map<string, AnswerView>()
  for (const { kind, key } of isAnswered ? sheet.items : []) {
    if (kind === 'promise')
      answers.set(`${key}.state`, view({ kind: 'choice', id: 'move', tookMs: 60_000 }))
    if (kind === 'head' || kind === 'manifestation') {
      const { levels } = kind === 'head' ? pack.scale : pack.manifestationScale
      answers.set(
        `${key}.level`,
        view({ kind: 'choice', id: levels.find(({ admits }) => admits)?.id ?? '', tookMs: 60_000 }),
      )
      answers.set(`${key}.due`, view({ kind: 'date', date: localDate('2026-12-31') }))
    }
    if (kind === 'deed') answers.set('deed.text', view({ kind: 'text', text: longText }))
  }
  return {
    from: { bot: 'b', chat: 'c', kind: 'private' },
    isTight: false,
    account: {
      id: 'a',
      isNew: false,
      version: 1,
      language: null,
      state: 'linked',
      relink: null,
      otherRelinks: [],
      wrongTries: 0,
      wrongSince: null,
      lockedUntil: null,
      elsewhere: 'nothing',
      conversation: {
        ...freshConversation,
        sheet: { round: 1, step: 'deed.text', hasSameText: isAnswered },
      },
    },
    member: {
      id: 'm',
      name: 'Nguyễn Thị Hoàng Phương Thảo',
      role: 'secretary',
      status: 'official',
      prefersQuick: null,
      isElder: false,
      consents: new Map(consent.purposes.map(({ id }) => [id, true])),
    },
    branch: {
      id: 'b',
      code: 'CB5',
      name: 'Chi bộ Tổ dân phố số 5',
      parentName: 'Đảng bộ phường An Hòa',
      path: '/',
      zone: 'Asia/Ho_Chi_Minh',
      meetingRule: null,
      meetingTime: null,
      meetingPlace: null,
      timeline: {},
      quiet: { from: localTime('21:00'), to: localTime('07:00') },
      pack: pack.id,
      isVoiceOpen: true,
      isDeputyTold: false,
      reviewees: 1,
      language: 'vi',
      unit: {},
      remindedOn: null,
      hasGroup: false,
      officialMembers: 45,
      bots: [],
    },
    round: {
      id: 'r',
      number: 1,
      period: period('2026-11'),
      closesAt: new Date('2026-12-02T13:00:00Z'),
      closedAt: null,
      pack,
    },
    assessment: {
      id: 's',
      state: 'inProgress',
      sheet,
      startedAt: now,
      submittedAt: null,
      isLate: false,
      submissions: 0,
      answers,
    },
    remedies: remedyIds.map((id) => ({
      id,
      roundId: 'r0',
      question: 'h.x',
      status: 'open',
      dueOn: localDate('2026-12-31'),
      moves: 2,
      cause: longText,
      measure: longText,
    })),
    meeting: {
      id: 'k',
      period: period('2026-11'),
      kind: 'regular',
      date: localDate('2026-12-03'),
      startsAt: localTime('19:30'),
      place: 'x'.repeat(120),
      source: 'hand',
      movedFor: null,
      nominalDate: null,
    },
    group: null,
    groupLock: freshLock,
  }
}

/** Whatever may stand before a question that goes on waiting. */
const before: readonly Problem[] = [
  { code: 'notUnderstood', count: 5 },
  { code: 'severalMatch' },
  { code: 'wordsNeeded' },
  { code: 'textTooLong', limit: 2000, length: 10_000 },
  { code: 'classified' },
  { code: 'accusation' },
  { code: 'personalData' },
  { code: 'attachment' },
  { code: 'tooFar', typed: 'x'.repeat(40) },
  { code: 'staleButton' },
  { code: 'roundOver' },
  { code: 'nothingToEdit', total: 12 },
  { code: 'cannotSkip' },
  { code: 'cannotKeep' },
  { code: 'unfinished', left: 12 },
  { code: 'otherQuestion', number: 12 },
  { code: 'quickCount', count: 12, given: 11 },
  { code: 'quickUnclear', count: 12 },
  { code: 'quickWhy' },
]
const cases = [...packs.values()].flatMap((pack) =>
  languages.map((language) => [pack.id, language, pack] as const),
)
const months = Array.from({ length: 12 }, (_, index) => 24_300 + index)

describe.each(cases)('%s in %s', (_, language, pack) => {
  const moment = momentOf(language)
  const prefaces = before.map((problem) => problemText(problem, moment.t))
  const worst = (lines: readonly string[]): number =>
    Math.max(...lines.map((line) => line.length)) + 2

  it('every question fits, while it is edited too, after every no, and after why it is asked', () => {
    for (const month of months) {
      const snapshot = snapshotOf(pack, month, true)
      const parts = {
        promise: ['state', 'result', 'reason', 'due'],
        head: ['level', 'cause', 'measure', 'due'],
        manifestation: ['level', 'cause', 'measure', 'due'],
        acknowledge: ['read'],
        deed: ['text'],
        voice: ['choice', 'text'],
      }
      const steps = [
        ...snapshot.assessment.sheet.items.flatMap(({ kind, key }) =>
          parts[kind].map((part) => `${key}.${part}`),
        ),
        'gentle.choice',
      ]
      for (const step of steps) {
        const { why } = promptOf(snapshot, step, moment)
        expect(
          lengthOf(questionScreen(snapshot, step, moment, true)) + worst([...prefaces, why ?? '']),
          `${String(month)} ${step}`,
        ).toBeLessThanOrEqual(limit)
      }
    }
  })

  it('a quick sheet fits in two messages at most, each with any no before it', () => {
    for (const month of months) {
      const snapshot = snapshotOf(pack, month, false)
      const first = nextPage(snapshot, null, moment)
      const second = nextPage(snapshot, first.at(-1) ?? null, moment)
      const all = quickSteps(courseOf(snapshot))
      expect([...first, ...second].length, String(month)).toBeGreaterThanOrEqual(all.length - 1)
      for (const page of [first, second].filter(({ length }) => length > 0)) {
        const length = lengthOf(quickScreen(snapshot, page, moment))
        expect(length).toBeLessThanOrEqual(pageLimit)
        expect(length + worst(prefaces)).toBeLessThanOrEqual(limit)
      }
    }
  })

  it('the review fits, with the longest texts', () => {
    for (const month of months) {
      const snapshot = snapshotOf(pack, month, true)
      for (const screen of [reviewScreen, sentScreen])
        expect(lengthOf(screen(snapshot, moment)), String(month)).toBeLessThanOrEqual(limit)
    }
  })
})

describe.each(languages)('in %s', (language) => {
  const moment = momentOf(language)
  const pack = packs.get('monthly')
  if (pack === undefined) throw new Error('the monthly pack is missing')
  const snapshot = snapshotOf(pack, 24_300, false)
  const unsaid = {
    ...snapshot,
    member: { ...snapshot.member, consents: new Map<string, boolean>() },
  }
  const place = { branchId: 'b', branch: 'x'.repeat(120), parent: 'x'.repeat(120) }
  const owner = {
    codeId: 'c',
    memberId: 'm',
    name: 'Nguyễn Thị Hoàng Phương Thảo',
    fullAt: null,
    seats: null,
    bots: [],
    hadChat: true,
    reached: 2,
    ...place,
  }

  it.each<[string, () => readonly Outbound[]]>([
    ['welcome', () => [welcomeScreen(moment), confirmScreen(owner, moment)]],
    [
      'the notice',
      () => [
        ...consent.purposes.map((__, index) => consentScreen(index, moment, index === 0)),
        ...beginConsent(unsaid, moment).replies.map(({ message }) => message),
      ],
    ],
    [
      'after the notice',
      () =>
        afterConsent(snapshot, { ...moment, quickOffer: 'offered' }, false).replies.map(
          ({ message }) => message,
        ),
    ],
    ['help', () => ['', '1', '2', '3', '4'].map((topic) => helpScreen(snapshot, moment, topic))],
    [
      'meeting',
      () => [
        meetingRuleScreen(moment),
        askScreen({ at: 'meetingTime', purpose: 'rule' }, moment),
        askScreen({ at: 'meetingPlace', purpose: 'rule' }, moment),
      ],
    ],
    ['voice', () => begin(snapshot, moment).replies.map(({ message }) => message)],
  ])('%s fits', (_, screens) => {
    for (const screen of screens())
      expect(lengthOf(screen) + 300, screen.text).toBeLessThanOrEqual(limit)
  })
})

describe('the quick sheet', () => {
  const moment = momentOf('vi')
  const pack = packs.get('monthly')
  if (pack === undefined) throw new Error('the monthly pack is missing')
  const whole = snapshotOf(pack, 24_300, false)
  const fresh: SheetSnapshot = {
    ...whole,
    account: { ...whole.account, conversation: freshConversation },
  }
  const preferring = (prefersQuick: boolean | null): SheetSnapshot => ({
    ...fresh,
    member: { ...fresh.member, prefersQuick },
  })
  const isQuick = (turn: Turn): boolean =>
    turn.replies[0]?.message.text.startsWith('Phiếu nhanh') === true

  it.each([
    ['onRequest', null, false],
    ['onRequest', true, true],
    ['offered', null, false],
    ['offered', true, true],
    ['byDefault', null, true],
    ['byDefault', true, true],
    ['byDefault', false, false],
  ] as const)('where it is %s, to one who said %s: %s', (quickOffer, prefersQuick, expected) => {
    expect(isQuick(openSheet(preferring(prefersQuick), { ...moment, quickOffer }))).toBe(expected)
  })

  it.each([
    ['onRequest', ['Bắt đầu', 'Để sau', 'Tôi ghi giấy']],
    ['offered', ['Bắt đầu', 'Phiếu nhanh', 'Để sau', 'Tôi ghi giấy']],
    ['byDefault', ['Bắt đầu', 'Từng câu một', 'Để sau', 'Tôi ghi giấy']],
  ] as const)('an invitation where it is %s', (quickOffer, labels) => {
    expect(
      invitationChoices(1, { ...moment, quickOffer }, false).map(({ label }) => label),
    ).toEqual(labels)
  })

  it('a long one comes as two pages, each with its line; what the first left open is asked after the second', () => {
    const conversationOf = (turn: Turn) =>
      turn.changes.findLast((change) => change.kind === 'converse')?.conversation ??
      freshConversation
    const first = openSheet(preferring(true), moment)
    const conversation = conversationOf(first)
    const asked = conversation.sheet?.quick?.asked ?? []
    const at: SheetSnapshot = { ...fresh, account: { ...fresh.account, conversation } }
    const line = asked.map((_, index) => (index === 1 ? '9' : '1')).join(' ')
    const second = answer(at, { kind: 'answerQuick', raw: { kind: 'typed', text: line } }, moment)
    expect(second.replies[0]?.message.text).toMatch(
      /^Đã ghi, số câu: \d+\. Câu chưa rõ: 2\. Trợ lý hỏi lại riêng\.\n\nPhiếu nhanh/u,
    )
    const rest = conversationOf(second).sheet?.quick?.asked ?? []
    expect(rest.some((step) => asked.includes(step))).toBe(false)
    expect([...asked, ...rest]).toEqual(quickSteps(courseOf(fresh)))
    expect(second.changes.filter(({ kind }) => kind === 'answer')).toHaveLength(asked.length - 1)
    expect(second.changes.filter(({ kind }) => kind === 'moveRemedy').length).toBeGreaterThan(0)
  })
})
