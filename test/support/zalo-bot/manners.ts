/**
 * Where sources disagree on how Zalo behaves, the stand-in can do it either way; to be changed at
 * any time.
 */
export interface Manners {
  /** Webhook calls as seen live, or as documented. */
  shape: 'bare' | 'wrapped'
  /** Ids made of digits as text, or as numbers whatever their length. */
  ids: 'text' | 'number'
  dates: 'ms' | 's'
  /** An empty long poll: HTTP 408, HTTP 200 with code 408, or a success without a result. */
  idle: 'status408' | 'ok408' | 'empty'
  /** A refusal comes with its code as HTTP status, or with 200. */
  refusals: 'status' | 'ok200'
  /** Mentions are also told by their place. */
  marksMentions: boolean
  /** Deliveries of each event. */
  deliveries: number
  /** The bot hears what it says itself. */
  echoes: boolean
  /** Bodies come in two pieces, cut at this byte. */
  cutAt: number | undefined
}

export function usualManners(): Manners {
  const usual = {
    shape: 'bare',
    ids: 'text',
    dates: 'ms',
    idle: 'status408',
    refusals: 'status',
  } as const
  return { ...usual, marksMentions: false, deliveries: 1, echoes: false, cutAt: undefined }
}

/** As JSON, with ids of digits as the manners want them. */
export function encode(value: unknown, { ids }: Pick<Manners, 'ids'>): Buffer {
  const json = JSON.stringify(value)
  return Buffer.from(ids === 'text' ? json : json.replace(/"(id|message_id)":"(\d+)"/g, '"$1":$2'))
}
