import { codesCsv } from '../../documents/codes-file.ts'
import { botsOfBranch } from '../../store/bots.ts'
import { issueMemberCodes, membersByRef } from '../../store/codes.ts'
import type { CodeRequest, IssuedCode, IssuedCodes } from '../../store/codes.ts'
import type { BotFace } from '../../store/snapshot.ts'
import type { Call, Command, Io } from '../command.ts'
import { drawInvitations } from '../compose/invitations.ts'
import { withInstallation } from '../compose/installation.ts'
import type { Opened } from '../compose/installation.ts'
import { exitCode } from '../exit-code.ts'
import { Failure } from '../failure.ts'
import { nameEndsIn, openPrivateFile, reasonOf } from '../files.ts'
import type { PrivateFile } from '../files.ts'
import { requireBranch } from '../require-branch.ts'
import { texts } from '../texts.ts'

export const invite: Command = {
  name: 'invite',
  usage: '--branch CODE [--out FILE.csv|FILE.docx] [--member REF]… [--replace]',
  about:
    'Issues one-time codes to the members of a branch who never had a chat account, or to those ' +
    'named; with --replace also to those who have or had one.',
  argumentCount: 0,
  options: {
    branch: { type: 'string' },
    out: { type: 'string' },
    member: { type: 'string', multiple: true },
    replace: { type: 'boolean' },
  },
  required: ['branch'],
  async run(call) {
    const out = outFile(call)
    await withInstallation(call.env, async (opened) => {
      const file = out === undefined ? undefined : openPrivateFile(out)
      try {
        const issued = await issue(opened, call)
        sayWhoHears(call, issued)
        const bots = await botsOfBranch(opened.database, issued.branchId)
        if (file === undefined || out === undefined) show(call.io, issued, opened.config.timeZone)
        else await save(call.io, issued, file, { out, timeZone: opened.config.timeZone, bots })
        if (issued.codes.length > 0 && bots.length > 0) call.io.err(texts.codesBots(bots))
      } finally {
        file?.abandon()
      }
    })
    return exitCode.ok
  },
}

function outFile({ options }: Call): string | undefined {
  const out = options['out']
  if (typeof out !== 'string') return undefined
  if (!nameEndsIn(out, 'csv', 'docx'))
    throw new Failure(exitCode.usage, 'usage', texts.usageError(texts.codesKind))
  return out
}

async function issue(
  { database, keyring }: Opened,
  { options, io }: Call,
): Promise<IssuedCodes & { readonly branchId: string }> {
  const { id: branchId } = await requireBranch(database, options['branch'])
  const named = options['member']
  const members = Array.isArray(named)
    ? await membersByRef(database, keyring, branchId, named)
    : 'unlinked'
  const unknown = members === 'unlinked' ? [] : members.unknown
  if (unknown.length > 0)
    throw new Failure(exitCode.badInput, 'no-member', texts.noMembers(unknown))
  const who = members === 'unlinked' ? members : members.ids
  const request: CodeRequest = {
    branchId,
    members: who,
    mayReplace: options['replace'] === true,
    now: io.now(),
    randomBytes: (count: number) => io.randomBytes(count),
  }
  const issued = await issueMemberCodes(database, keyring, request)
  if (who !== 'unlinked' && request.mayReplace !== true && issued.linked.length > 0)
    throw new Failure(exitCode.badInput, 'already-linked', texts.alreadyLinked(issued.linked))
  return { ...issued, branchId }
}

/** Those linked before: whom their codes will tell, or that they were left out. */
function sayWhoHears({ io, options }: Call, { linked }: IssuedCodes): void {
  if (linked.length === 0) return
  io.err(options['replace'] === true ? texts.willBeTold(linked) : texts.leftOut(linked))
}

function show(io: Io, { codes, expiresAt }: IssuedCodes, timeZone: string): void {
  if (codes.length === 0) {
    io.err(texts.nobodyToInvite)
    return
  }
  const width = (cell: (code: IssuedCode) => string): number =>
    Math.max(...codes.map((code) => cell(code).length))
  const [refs, names] = [width(({ memberRef }) => memberRef), width(({ fullName }) => fullName)]
  const lines = codes.map(
    ({ memberRef, fullName, code }) =>
      `${memberRef.padEnd(refs)}  ${fullName.padEnd(names)}  ${code}`,
  )
  io.out(lines.join('\n'))
  io.err(texts.codesRules(day(expiresAt, timeZone)))
}

/** The codes as a table, or as slips to cut out. */
async function contentOf(
  { codes, expiresAt }: IssuedCodes,
  { out, timeZone, bots }: Saving,
  now: Date,
): Promise<Uint8Array> {
  if (!nameEndsIn(out, 'docx')) return codesCsv(codes)
  const until = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short' }).format(expiresAt)
  return drawInvitations(codes, bots, until, now)
}

interface Saving {
  readonly out: string
  readonly timeZone: string
  readonly bots: readonly BotFace[]
}

async function save(io: Io, issued: IssuedCodes, file: PrivateFile, saving: Saving): Promise<void> {
  const { codes, expiresAt } = issued
  const { out, timeZone } = saving
  try {
    file.finish(await contentOf(issued, saving, io.now()))
  } catch (error) {
    throw new Failure(exitCode.failed, 'codes-lost', texts.codesLost(out, reasonOf(error)))
  }
  if (codes.length === 0) io.err(texts.nobodyToInvite)
  io.out(texts.codesWritten(codes.length, out))
  io.out(texts.codesRules(day(expiresAt, timeZone)))
}

/** The local date, 2026-12-04. */
function day(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
}
