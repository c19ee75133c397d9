// Every sentence of the command line. English only: it is for whoever runs the service.
import type { RosterFault, RosterReason } from '../documents/roster-file.ts'
import { largestRosterBytes } from '../documents/roster-file.ts'
import type { UnreadableReason } from '../documents/unreadable-roster.ts'
import type { LinkedMember } from '../store/codes.ts'
import type { BotFace } from '../store/snapshot.ts'

interface ConfigFault {
  readonly variable: string
  readonly wrong: string
  readonly todo: string
}

interface Counts {
  readonly added: number
  readonly changed: number
}

const nothingChanged = 'Nothing was changed.'
const nothingImported = 'Nothing was imported.'

const reasons: Record<RosterReason, string> = {
  noRows: 'there are no rows of members',
  columnMissing: 'this column is missing from the heading',
  columnRepeated: 'this column stands in the heading twice',
  missing: 'is empty',
  tooLong: 'is too long (names: 120 characters, keys: 64)',
  badCharacter: 'holds a control character or one that turns the direction of text; type it anew',
  noLetter: 'has no letter in it',
  badCode: 'is not a code: 1 to 32 letters and digits, with ".", "_" or "-" between',
  unknownRole:
    'is none of secretary, deputy, committee, member (bí thư, phó bí thư, chi ủy viên, đảng viên)',
  unknownStatus: 'is none of official, probationary, exempt (chính thức, dự bị, miễn sinh hoạt)',
  unreadable:
    'was lost by the spreadsheet (an error value, or a number of over 15 digits); type it as text',
  roundedNumber:
    'was rounded by the spreadsheet (like 3.07E+11); make the column text and type it anew',
  refRepeated: 'is the key of another person too',
  secondSecretary: 'is a second secretary of this branch',
  nameDiffers: 'gives the same organisation another name',
  parentDiffers: 'puts the same organisation under another parent',
  codeDiffersByCase: 'differs from another code only by capital letters',
  circle: 'would put an organisation above itself',
}

const unreadable: Record<UnreadableReason, string> = {
  empty: 'The file is empty.',
  notUtf8: 'The file is not text in UTF-8. Save it as "CSV UTF-8", or as .xlsx.',
  brokenCsv: 'A quotation mark is opened and not closed. Close it, or save the file as .xlsx.',
  brokenXlsx:
    'The spreadsheet cannot be opened; it may be damaged or protected by a password. Save it ' +
    'anew as .xlsx.',
  oldExcel:
    'The file is an old .xls spreadsheet (or one protected by a password). Save it as .xlsx.',
}

/** More lines help nobody: what is wrong in one way is mostly wrong in all rows. */
const mostFaults = 50

export const texts = {
  nothingChanged,
  usageError: (what: string) => `${what}. ${nothingChanged} Run "tusoi help" for what there is.`,
  unexpectedCommand: (typed: string) => `There is no command "${typed}"`,
  argumentCount: (usage: string) => `This command is used so: tusoi ${usage}`,
  badConfiguration: (faults: readonly ConfigFault[]) =>
    [
      'The configuration has faults; nothing was started.',
      ...faults.map(({ variable, wrong, todo }) => `  ${variable} ${wrong}. ${todo}`),
    ].join('\n'),
  foreignKey: {
    'wrong-key': (path: string) =>
      `The data of this installation were sealed with another master key than ${path}. ` +
      `${nothingChanged} ` +
      'Put the key in place that they were made with.',
    'key-lost': (path: string) =>
      `There is no master key at ${path}, and this installation has data that were sealed ` +
      `with one. ${nothingChanged} ` +
      'Put that key back; a new one could not read them.',
  },
  outcomeUnknown:
    'The connection to the database was lost at the last moment: either all of it was kept, ' +
    'or nothing. ' +
    'Run the command again; repeating it does no harm.',
  statementFailed: (statement: string, state: string) =>
    `PostgreSQL refused "${statement}" (SQLSTATE ${state}). Nothing of this command was kept. ` +
    `Run "tusoi doctor", and report this.`,
  unexpected: (name: string) =>
    `Something unforeseen happened (${name}). What was not yet finished was not kept. Please ` +
    `report this with the lines below.`,

  migrated: (names: readonly string[]) =>
    names.length === 0 ? 'The database is up to date.' : `Applied: ${names.join(', ')}.`,

  cannotRead: (file: string, reason: string) =>
    `${file} cannot be read (${reason}). ${nothingChanged} Check the path.`,
  cannotWrite: (file: string, reason: string) =>
    `${file} cannot be written (${reason}). ${nothingChanged} Choose another place.`,
  alreadyThere: (file: string) =>
    `${file} exists already. It was left as it is. Choose another name.`,
  templateWritten: (file: string) =>
    `Wrote ${file}. Fill in one member a row, then: tusoi org import ${file}`,
  templateKind: 'A template is a .csv or an .xlsx file',

  rosterTooLarge:
    `The file is over ${String(largestRosterBytes / 1024 / 1024)} MiB. ${nothingImported} ` +
    `Import it in parts.`,
  rosterUnreadable: (reason: UnreadableReason, line?: number) =>
    `${line === undefined ? '' : `Line ${String(line)}: `}${unreadable[reason]} ${nothingImported}`,
  rosterFaults: (faults: readonly RosterFault[]) =>
    [
      `The roster has ${plural(faults.length, 'fault')}. ${nothingImported} Correct them and ` +
        `import again:`,
      ...faults.slice(0, mostFaults).map(rosterFault),
      ...(faults.length > mostFaults
        ? [`  … and ${String(faults.length - mostFaults)} more.`]
        : []),
    ].join('\n'),
  rosterCircle: (code: string) =>
    `With what is stored already, ${code} would stand above itself. ${nothingImported} ` +
    `Correct the parent codes, or see "tusoi org tree".`,
  ignoredColumns: (names: readonly string[]) => `Columns that are not read: ${names.join(', ')}.`,
  imported: (
    organisations: Counts,
    members: Counts & { readonly moved: number; readonly unchanged: number },
  ) =>
    `Organisations: ${String(organisations.added)} added, ${String(organisations.changed)} ` +
    `changed.\n` +
    `Members: ${String(members.added)} added, ${String(members.changed)} changed ` +
    `(${String(members.moved)} into another branch), ` +
    `${String(members.unchanged)} as before.`,
  erased: (count: number) =>
    `${plural(count, 'row')} of people whose data were erased: left alone.`,
  missing: 'In these branches but not in the file; kept as they are:',
  stoodDown: 'The file names another secretary; these are members now:',

  noBranch: (code: string) =>
    `There is no branch "${code}". ${nothingChanged} See "tusoi org tree" for the codes.`,
  noMembers: (refs: readonly string[]) =>
    `Not in this branch: ${refs.join(', ')}. No code was issued. See the roster for the keys.`,
  emptyTree: 'There is no organisation yet. Begin with: tusoi org template roster.xlsx',
  codesKind: 'Codes go to a file whose name ends in .csv, or in .docx for slips to cut out',
  nobodyToInvite:
    'No code was issued: every other member of this branch has or had a chat account (those ' +
    'exempt are not invited unless named with --member).',
  alreadyLinked: (linked: readonly LinkedMember[]) =>
    [
      'Linked already; no code was issued:',
      ...linked.map(hears),
      'A code for them links one more chat, which sees nothing of what they wrote before and ' +
        'has no office; these chats hear of it at once and can end it. If that is what they asked ' +
        'for, in person, add --replace.',
    ].join('\n'),
  willBeTold: (linked: readonly LinkedMember[]) =>
    [
      'Linked before. When these codes are used, it is told at once, at any hour, to:',
      ...linked.map(hears),
    ].join('\n'),
  leftOut: (linked: readonly LinkedMember[]) =>
    [
      'Left out, as they have or had a chat account:',
      ...linked.map(hears),
      'If they have to link again, add --replace.',
    ].join('\n'),
  codesWritten: (count: number, file: string) =>
    `Wrote ${plural(count, 'code')} to ${file}, which only you can read. Delete it when they ` +
    `are handed out.`,
  codesRules: (until: string) =>
    `Each code works once, until ${until}. Older codes of the same people no longer work.`,
  codesBots: (bots: readonly BotFace[]) => `They are typed to: ${bots.map(botFace).join('; ')}.`,
  codesLost: (file: string, reason: string) =>
    `The codes were issued, but ${file} could not be written (${reason}). ` +
    'Run the command again: it issues new ones, and those lost stop working.',

  roundOpened: (code: string, period: string, roster: number, invited: number) =>
    `The round ${period} of ${code} is open for ${plural(roster, 'member')}; the running ` +
    `service invites ${String(invited)} of them.`,
  roundRefused: {
    noBranch: `That is not a branch. ${nothingChanged}`,
    alreadyOpen: `The round of this month was opened before. ${nothingChanged}`,
    alreadyOver:
      `The round of this month would be over already. ${nothingChanged} Its secretary sets the ` +
      `next meeting first (/hop).`,
    nobody:
      `This branch has no members who take part. ${nothingChanged} Import its roster: tusoi org ` +
      `import.`,
    takenElsewhere: `Another instance is opening this round. ${nothingChanged}`,
  },

  noAccount: (name?: string) =>
    `${name === undefined ? 'No Zalo Official Account is configured' : `There is no Zalo Official Account "${name}"`}. ` +
    `${nothingChanged} ` +
    'Set ZALO_OA_APP_ID and ZALO_OA_APP_SECRET, or name one of BOTS_FILE with --bot.',
  noRedirect:
    `It is not known where Zalo sends the browser after the consent. ${nothingChanged} ` +
    'Give --redirect, as it is registered for the app.',
  consentPage: (bot: string, url: string) =>
    `Open this page as an administrator of the account of ${bot}, and agree:\n\n  ${url}\n\n` +
    'The browser then goes to an address that may well not open. Copy that address whole; it ' +
    'is good for ten minutes.',
  pasteCode: 'Paste the address (or the code in it) here and press Enter:',
  badPaste: {
    nothing:
      `There is no code in that. ${nothingChanged} Run the command again and paste the whole ` +
      `address.`,
    state:
      `That address belongs to another run of this command. ${nothingChanged} Run it again and ` +
      `use the page it names then.`,
    account:
      `That is the consent of another account. ${nothingChanged} ` +
      'Sign in as an administrator of the right one and run the command again.',
  },
  authorised: (bot: string, until: string) =>
    `${bot} is authorised; the tokens are stored and refreshed by the running service. The ` +
    `present one is good until ${until}.`,
  accountFault: {
    codeRefused:
      `Zalo refused the code: it works once and for ten minutes, and only with this app's ` +
      `secret. ${nothingChanged} ` +
      'Run the command again.',
    unreachable:
      `Zalo's OAuth server did not answer, and the code may be used up. ${nothingChanged} Run ` +
      `the command again.`,
    refused: `Zalo refused. ${nothingChanged}`,
    needsAuthorisation: 'The account has to be authorised anew: tusoi bot authorise.',
    noPublicUrl: 'A Zalo Official Account hears by webhook only. Set PUBLIC_URL.',
  },

  noBot:
    `No bot is configured. ${nothingChanged} Set ZALO_BOT_TOKEN, ZALO_OA_APP_ID, ` +
    `TELEGRAM_BOT_TOKEN, or BOTS_FILE.`,
  botOk: (
    { name, platform }: { readonly name: string; readonly platform: string },
    standing: string,
  ) => (platform === 'zalo-oa' ? `${name}: ${standing}` : `${name} is ${standing}`),
  oaStanding: (until: Date) =>
    `is authorised; its present token lasts until ${until.toISOString()} and is renewed by ` +
    `the service`,
  plansInUse:
    'What each plan has used is not shown: the running service has the embedded database. ' +
    'Its /metrics has the figures.',
  oaNotBegun: 'has a refresh token, which the service takes up at its next start',
  botFault: {
    tokenRefused:
      'the platform does not know this token. Copy it anew from @BotFather, or from Zalo Bot ' +
      'Creator.',
    refused: 'the platform refused to answer. Try again in a minute.',
    unreachable:
      'the platform does not answer. Check the network, and its apiRoot (TELEGRAM_API_ROOT, ' +
      'ZALO_BOT_API_ROOT).',
    noWebhookSecret: 'TELEGRAM_WEBHOOK_SECRET is missing.',
    tokensUnseen:
      'its tokens cannot be read from the database. Run "tusoi migrate", then "tusoi doctor".',
    needsAuthorisation: 'is not authorised. Run "tusoi bot authorise".',
  },
}

function botFace({ id, platform, title, link }: BotFace): string {
  return `${title ?? id} (${platform}${link === null ? '' : `, ${link}`})`
}

function rosterFault({ line, column, reason, otherLine }: RosterFault): string {
  const other = otherLine === undefined ? '' : ` (see line ${String(otherLine)})`
  return `  line ${String(line)}${column === null ? '' : `, ${column}`}: ${reasons[reason]}${other}`
}

function hears({ memberRef, fullName, told, untold }: LinkedMember): string {
  const reached = told.length === 0 ? 'no chat that can be reached' : told.join(', ')
  const others = untold === 0 ? '' : `; ${plural(untold, 'chat')} cannot be reached`
  return `  ${memberRef} (${fullName}): ${reached}${others}`
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`
}
