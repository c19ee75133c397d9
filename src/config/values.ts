// What one configured value may look like. A message is "what is wrong|what to do": `Reading` parts
// it.
import { z } from 'zod'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export const words = {
  path: 'is not a path|Give the path of a file.',
  token: 'is not a token|Copy the token as the platform gave it.',
  webhookSecret: 'is not a secret the platform takes|Use 1 to 256 letters, digits, "_" and "-".',
  address:
    'is not an address we may use|Give an https address (http only on this machine), without ' +
    'user, "?" and "#".',
  code: 'is not a code|Give the code of one organisation of the tree.',
  codes: 'is not a list of codes|Give the codes of one or more branches.',
  botName:
    'is not a name|Use 1 to 32 lower-case letters, digits and "-", beginning with a letter ' +
    'or digit.',
  platform: 'is not a platform|Use telegram, zalo-bot or zalo-oa.',
  host: 'is not a host|Give a host name or an IP address, without scheme and port.',
  port: 'is not a port|Give a whole number from 0 (any free port) to 65535.',
  timeZone: 'is not a time zone|Give an IANA name, such as Asia/Ho_Chi_Minh.',
  logLevel: `is not a log level|Use ${logLevels.join(', ')}.`,
  mode: 'is not a known mode|Use production, development or test.',
  databaseUrl: 'is not a PostgreSQL address|Give postgresql://user:password@host:port/database.',
  oneWord: 'holds spaces|Use one word.',
  oneLine: 'is not a name|Give the name people see, 1 to 64 characters on one line.',
  link: 'is not a link|Give the https address that opens the bot.',
  limit: 'is not a limit|Give a whole number from 1.',
  plan: 'is not a plan|Give people, groups or messagesPerMonth.',
  template: 'is not a template|Give its id, and data with what stands in its places.',
  yesOrNo: 'is neither true nor false|Use true or false.',
}

const text = (message: string): z.ZodString => z.string({ error: message })

export const path = text(words.path).min(1, words.path)
/**
 * Lenient: the platform itself says whether it knows a token (`tusoi bot check`). It must only fit
 * into an address.
 */
export const token = text(words.token).regex(/^[^\s/?#]+$/, words.token)
export const webhookSecret = text(words.webhookSecret).regex(/^[\w-]{1,256}$/, words.webhookSecret)
export const code = text(words.code).trim().min(1, words.code)
export const botName = text(words.botName).regex(/^[a-z0-9][a-z0-9-]{0,31}$/, words.botName)
export const host = text(words.host).regex(/^[\w.:%-]+$/, words.host)
export const databaseUrl = text(words.databaseUrl).regex(
  /^postgres(?:ql)?:\/\/\S+$/,
  words.databaseUrl,
)
export const oneWord = text(words.oneWord).regex(/^\S+$/, words.oneWord)
export const oneLine = text(words.oneLine)
  .trim()
  .regex(/^[^\p{C}]{1,64}$/u, words.oneLine)
export const link = text(words.link).regex(/^https:\/\/[^\s]{1,200}$/, words.link)
export const limit = z.int({ error: words.limit }).min(1, words.limit)
export const mode = z.enum(['production', 'development', 'test'], { error: words.mode })
export const logLevel = z.enum(logLevels, { error: words.logLevel })
export const timeZone = text(words.timeZone).refine(isTimeZone, words.timeZone)
export const port = text(words.port)
  .refine((digits) => /^\d{1,5}$/.test(digits) && Number(digits) <= 65_535, words.port)
  .transform(Number)
export const address = text(words.address)
  .refine(isGoodAddress, words.address)
  .transform((url) => url.replace(/\/+$/, ''))

function isTimeZone(name: string): boolean {
  try {
    // Newer engines also take offsets such as +07:00, which are no zones: they know no change of
    // rules.
    return (
      /^[A-Z]/i.test(name) &&
      new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    )
  } catch {
    return false
  }
}

/**
 * Plain http would show tokens and answers to everyone on the way, except where there is no way.
 */
function isGoodAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.username || url.password || /[?#]/.test(text)) return false
  const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)
}
