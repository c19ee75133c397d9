// A secretary's slips, over real HTTP: uploaded where the platform takes files, else taken once at
// a link.
import { randomBytes } from 'node:crypto'
import JSZip from 'jszip'
import { afterEach, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { issueMemberCodes } from '../../src/store/codes.ts'
import { findBranch } from '../../src/store/organisations.ts'
import { databaseKinds, openTestDatabase } from '../support/database.ts'
import { importMembers } from '../support/house.ts'
import { startLive, type Live } from '../support/live-service.ts'
import { telegramStoodIn, zaloBotStoodIn, type StoodIn } from '../support/stood-in.ts'
import { startStandIn as startTelegram } from '../support/telegram/standin.ts'
import { TelegramMember } from '../support/telegram-member.ts'
import { startStandIn as startZalo } from '../support/zalo-bot/standin.ts'
import { ZaloMember } from '../support/zalo-member.ts'

const start = '2026-11-20T02:00:00Z'
const keyring = createKeyring(randomBytes(32))
const after: (() => unknown)[] = []
afterEach(async () => {
  for (const step of after.splice(0).toReversed()) await step()
})

/** A branch of two, whose secretary is linked last; its lines of log. */
async function serve(standIn: StoodIn): Promise<{ live: Live; code: string; logged: string[] }> {
  const at = await openTestDatabase(databaseKinds[0] ?? 'embedded')
  after.push(() => at.close())
  const { database } = at
  await importMembers(
    database,
    keyring,
    ['A1|Trần Văn Lâm|secretary', 'A2|Nguyễn Thị Hoa'],
    new Date(start),
  )
  const logged: string[] = []
  const log = createLog({ level: 'trace', stream: { write: (line) => logged.push(line) } })
  const live = await startLive({
    database,
    keyring,
    standIns: [standIn],
    mode: 'webhook',
    hasLinks: true,
    start,
    log,
  })
  after.push(() => live.stop())
  const branchId = (await findBranch(database, 'CB5'))?.id ?? ''
  const issued = await issueMemberCodes(database, keyring, {
    branchId,
    members: 'unlinked',
    now: new Date(start),
    randomBytes,
  })
  return {
    live,
    code: issued.codes.find(({ memberRef }) => memberRef === 'A1')?.code ?? '',
    logged,
  }
}

async function textsOf(docx: Uint8Array): Promise<string> {
  const zip = await JSZip.loadAsync(docx)
  const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
  return [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)].map(([, text]) => text).join('\n')
}

it('on Telegram the slips come as a file after the codes', async () => {
  const standIn = await startTelegram()
  after.push(standIn.close)
  const { live, code, logged } = await serve(telegramStoodIn(standIn))
  const secretary = new TelegramMember(standIn.person(101), { ref: 'A1', code })
  await secretary.onboards()
  await live.settles()
  secretary.person.says('/moi')
  await live.settles()
  const [words, paper] = secretary.person.messages().slice(-2)
  const typed = /– Nguyễn Thị Hoa: (\w{4} \w{4})/u.exec(words?.text ?? '')?.[1] ?? 'no code'
  expect(words?.isProtected).toBe(true)
  expect(paper?.file?.fileName).toBe('Phiếu mời.docx')
  expect(await textsOf(paper?.file?.bytes ?? Buffer.of())).toContain(`Nguyễn Thị Hoa\n${typed}`)
  expect(standIn.requests.filter(({ method }) => method === 'sendDocument')).toHaveLength(1)
  expect(logged.join('')).not.toContain(typed)
})

it('on a Zalo Bot they wait at a link in the same message, for one taker', async () => {
  const standIn = await startZalo()
  after.push(standIn.close)
  const { live, code, logged } = await serve(zaloBotStoodIn(standIn))
  // What is said before somebody listens is lost, as at Zalo.
  await standIn.until(() => standIn.delivery.webhook !== undefined)
  const secretary = new ZaloMember(standIn.person('hoa'), { ref: 'A1', code, types: 'numbers' })
  await secretary.onboards()
  await live.settles()
  const before = secretary.person.messages().length
  secretary.person.says('/moi')
  await live.settles()
  const said = secretary.person.messages().slice(before)
  expect(said).toHaveLength(1)
  const url = /http:\/\/\S+\/d\/([\w-]{22})$/mu.exec(said[0]?.text ?? '')
  const typed = /– Nguyễn Thị Hoa: (\w{4} \w{4})/u.exec(said[0]?.text ?? '')?.[1] ?? 'no code'
  const [address = '', token = 'no token'] = url ?? []
  // What a messenger does to show a preview.
  expect(await (await fetch(address)).text()).toContain('<form method="post">')
  const taken = await Promise.all([1, 2, 3].map(() => fetch(address, { method: 'POST' })))
  expect(taken.map(({ status }) => status).toSorted()).toEqual([200, 410, 410])
  const file = taken.find(({ status }) => status === 200)
  expect(file?.headers.get('content-disposition')).toContain(
    "filename*=UTF-8''Phi%E1%BA%BFu%20m%E1%BB%9Di.docx",
  )
  expect(
    await textsOf(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0))),
  ).toContain(`Nguyễn Thị Hoa\n${typed}`)
  const metrics = await (await fetch(`${live.url}/metrics`)).text()
  for (const secret of [token, typed]) expect(logged.join('') + metrics).not.toContain(secret)
})
