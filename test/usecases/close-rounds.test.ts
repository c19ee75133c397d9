import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { Publication } from '../../src/store/publications.ts'
import { tallyRound } from '../../src/store/tallies.ts'
import { closeRounds } from '../../src/usecases/close-rounds.ts'
import { openRound } from '../../src/usecases/open-round.ts'
import { planMeetings } from '../../src/usecases/plan-meetings.ts'
import { tellSummaries } from '../../src/usecases/tell-summaries.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type World } from './world.ts'
import type { BranchSpec } from './branch-rows.ts'
import { at } from './in-viet-nam.ts'

const members: BranchSpec['members'] = [
  { role: 'secretary' },
  { role: 'deputy' },
  {},
  {},
  {},
  {},
  {},
  { status: 'exempt' },
]

onOneDatabase('closing a round', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-26 08:00'))
  })

  const opened = async (spec: Partial<BranchSpec> = {}) => {
    const branch = await world.addBranch({
      code: 'CB5',
      rule: { kind: 'fixedDay', day: 3 },
      members,
      ...spec,
    })
    await planMeetings(world.app)
    const opening = await openRound(world.app, branch.id)
    if (opening.kind !== 'opened') throw new Error(opening.reason)
    await world.deliver()
    return { ...branch, round: opening.round }
  }
  const publication = async (): Promise<Publication | null> =>
    (await world.rows<{ publication: Publication | null }>('SELECT publication FROM round'))[0]
      ?.publication ?? null
  const tick = async (now: string, more: Partial<World['app']> = {}): Promise<void> => {
    world.setClock(at(now))
    await closeRounds(world.app)
    await tellSummaries({ ...world.app, ...more })
  }

  it('waits for its time, then counts in-time answers once and tells the secretary', async () => {
    const {
      id,
      members: [secretary = '', , ...others],
      round,
    } = await opened()
    world.setClock(at('2026-11-27 20:00'))
    for (const memberId of others.slice(0, 4)) await world.answerLevels(round.id, memberId, 'good')
    await world.answerLevels(round.id, secretary, 'effort')
    await world.rows(
      `UPDATE assessment SET state = 'onPaper' WHERE member_id = $1::uuid`,
      others[4] ?? '',
    )
    await world.rows(
      `INSERT INTO voice (id, branch_id, round_id, member_id, body)
        SELECT gen_random_uuid(), $1::uuid, $2::uuid, NULL, ''`,
      id,
      round.id,
    )
    await world.addRemedy({
      memberId: secretary,
      branchId: id,
      dueOn: '2026-12-31',
      measure: 'Đọc nghị quyết',
      createdAt: at('2026-11-27 20:00'),
    })

    await tick('2026-12-02 19:59')
    expect(await publication()).toBeNull()
    await tick('2026-12-02 20:00', { carriesFiles: (bot) => bot === 'telegram' })
    const counted = await publication()
    expect(counted).toMatchObject({
      published: {
        period: '2026-11',
        sheets: 5,
        heads: { duties: { kind: 'majority', respondents: 5, level: 'good' } },
        voices: 1,
        remedies: null,
      },
      roster: {
        members: 8,
        exempt: 1,
        away: 0,
        expected: 7,
        done: 5,
        onPaper: 1,
        inProgress: 0,
        notBegun: 1,
        late: 0,
      },
    })
    expect(await world.rows('SELECT tally FROM round')).toEqual([{ tally: null }])
    const sent = await world.deliver()
    expect(sent.map(({ memberId, class: kind }) => ({ memberId, kind }))).toEqual([
      { memberId: secretary, kind: 'document' },
    ])
    const { text = '', attachment, choices = [] } = sent[0]?.message ?? {}
    expect(text.split('\n\n').map((part) => part.split('\n')[0])).toEqual([
      'CHUẨN BỊ SINH HOẠT: 19 giờ 30, Thứ Năm, 03/12/2026',
      expect.stringMatching(/^I\. Tham gia: 8 đảng viên.*Đã tham gia 6/u),
      'II. Tự soi (5 phiếu):',
      'III. Tự sửa: không nêu số, để không ai bị nhận ra. Đề nghị đồng chí hỏi chung tại buổi sinh hoạt về kết quả các việc tự sửa.',
      'IV. Góp ý với chi ủy: 1 (xem: gõ “xem góp ý”).',
      'V. Việc nên làm:',
      'Sổ tay đảng viên điện tử: tài liệu buổi họp có trong ngày 02/12/2026; biên bản, nghị quyết chậm nhất ngày 05/12/2026.',
    ])
    expect(text).toContain('\nChưa làm: Đảng viên CB5-1\n')
    expect(attachment).toMatchObject({
      kind: 'picture',
      mediaType: 'image/png',
      alt: expect.stringContaining('11: 85,7.') as string,
    })
    expect(choices.map(({ label }) => label)).toEqual(['Ai chưa làm', 'Xem góp ý'])
    const looks = await world.rows('SELECT actor, action, is_allowed FROM audit ORDER BY seq')
    expect(looks).toEqual(
      ['seeSummary', 'seeParticipation'].map((action) => ({
        actor: secretary,
        action,
        is_allowed: true,
      })),
    )

    await tick('2026-12-02 20:01')
    expect(await publication()).toEqual(counted)
    expect(await world.deliver()).toEqual([])
    expect(await world.rows(`SELECT rule, state FROM slot ORDER BY rule`)).toEqual([
      { rule: 'close', state: 'done' },
      { rule: 'summary', state: 'queued' },
    ])
  })

  it('counts the last version in time, and no later one', async () => {
    const {
      members: [memberId = ''],
      round,
    } = await opened()
    world.setClock(at('2026-11-27 20:00'))
    await world.answerLevels(round.id, memberId, 'good')
    // A late version of an answer that stood in time: the member changed their mind after closing.
    await world.rows(`INSERT INTO answer (id, assessment_id, question, version, body, is_late, at)
      SELECT gen_random_uuid(), assessment_id, question, 2, '\\x00', true, at FROM answer`)
    await tick('2026-12-02 20:00')
    const { tally } = await tallyRound(database, world.app.keyring, round.id)
    expect(tally.heads['duties']).toEqual({ good: 1, effort: 0, mend: 0 })
  })

  it('what cannot be opened any more counts as without content, and closes all the same', async () => {
    const {
      members: [memberId = '', other = ''],
      round,
    } = await opened()
    await world.answerLevels(round.id, memberId, 'good')
    await world.answerLevels(round.id, other, 'effort')
    await world.rows(
      `UPDATE answer SET body = set_byte(body, 20, get_byte(body, 20) # 1) WHERE assessment_id =
      (SELECT id FROM assessment WHERE member_id = $1::uuid)`,
      other,
    )
    await tick('2026-12-02 20:00')
    expect(await publication()).toMatchObject({
      published: { sheets: 1 },
      roster: { done: 2 },
    })
  })

  it('is done however late, and at night told in the morning', async () => {
    await opened()
    await tick('2027-01-15 23:30')
    expect(await publication()).not.toBeNull()
    expect(await world.deliver()).toEqual([])
    world.setClock(at('2027-01-16 07:00'))
    const sent = await world.deliver()
    // The meeting is over: nothing to prepare.
    expect(sent.map(({ message }) => message.text.slice(0, 18))).toEqual(['DỰ THẢO – TỔNG HỢP'])
  })

  it('two instances close it once', async () => {
    await opened()
    world.setClock(at('2026-12-02 20:00'))
    await Promise.all([closeRounds(world.app), closeRounds(world.app), closeRounds(world.app)])
    await tellSummaries(world.app)
    await tellSummaries(world.app)
    expect(world.events.filter(({ code }) => code === 'round.closed')).toHaveLength(1)
    expect(await world.deliver()).toHaveLength(1)
  })

  describe('tells', () => {
    it('the deputy too where the branch wants it', async () => {
      const {
        members: [secretary, deputy],
      } = await opened({ isDeputyTold: true })
      await tick('2026-12-02 20:00')
      expect((await world.deliver()).map(({ memberId }) => memberId).toSorted()).toEqual(
        [secretary, deputy].toSorted(),
      )
    })

    it('in each one’s language, whose turn it is, and without a picture where none can arrive', async () => {
      const {
        members: [secretary = ''],
      } = await opened({
        isDeputyTold: true,
        timeline: { reviewFirst: { on: true } },
        members: [{ role: 'secretary' }, { role: 'deputy', language: 'en' }, {}, {}],
      })
      await world.rows(`UPDATE branch SET reviewees_at_meeting = 1`)
      await tick('2026-12-02 20:00')
      const sent = await world.deliver()
      expect(
        sent.map(({ memberId, message }) => [
          memberId === secretary,
          message.text.split('\n')[0],
          message.attachment,
        ]),
      ).toEqual(
        expect.arrayContaining([
          [true, 'CHUẨN BỊ SINH HOẠT: 19 giờ 30, Thứ Năm, 03/12/2026', undefined],
          [false, 'FOR THE MEETING: 19:30, Thursday, 03/12/2026', undefined],
        ]),
      )
      expect(sent.find(({ memberId }) => memberId === secretary)?.message.text).toMatch(
        /^Xoay vòng kiểm điểm: Đảng viên CB5-\d\.$/mu,
      )
    })

    it('the operator, once, when nobody of them is linked', async () => {
      const { id } = await opened({ members: [{ role: 'secretary', isLinked: false }, {}, {}] })
      await tick('2026-12-02 20:00')
      await tick('2026-12-02 20:01')
      expect(world.events.filter(({ code }) => code === 'round.nobodyTold')).toMatchObject([
        { branch: id },
      ])
      expect(await world.rows(`SELECT state, reason FROM slot WHERE rule = 'summary'`)).toEqual([
        { state: 'skipped', reason: 'nobodyToTell' },
      ])
    })
  })

  it('a branch that cannot be counted keeps no other from being closed', async () => {
    const { id, round } = await opened()
    const other = await opened({ code: 'CB6' })
    await world.rows(
      `INSERT INTO questionnaire (hash, pack, version, content)
        VALUES ('broken', 'monthly', '0', '{}')`,
    )
    await world.rows(`UPDATE round SET questionnaire_hash = 'broken' WHERE id = $1::uuid`, round.id)
    await tick('2026-12-02 20:00')
    expect(
      world.events.filter(({ code }) => code === 'branch.failed').map(({ branch }) => branch),
    ).toEqual([id])
    expect(await world.rows('SELECT branch_id FROM round WHERE closed_at IS NOT NULL')).toEqual([
      { branch_id: other.id },
    ])
  })
})
