/**
 * What Zalo's error numbers mean to us.
 * https://developers.zalo.me/docs/official-account/phu-luc/ma-loi
 */
export type Meaning =
  | 'tokenRefused'
  | 'rate'
  | 'quota'
  | 'notFollowing'
  | 'window'
  | 'inactive'
  | 'blocked'
  | 'invalid'
  | 'tooLong'
  | 'accountTier'
  | 'notPermitted'
  | 'accountStopped'
  | 'unsupported'
  | 'night'
  | 'groupGone'
  | 'groupAsset'
  | 'oldApi'
  | 'content'
  | 'money'
  | 'attachmentExpired'
  | 'templateRefused'
  | 'unknown'

const numbers: Readonly<Record<Exclude<Meaning, 'unknown'>, readonly number[]>> = {
  tokenRefused: [-216, 216, -220, -401, 401, -124],
  rate: [-32],
  quota: [-211, -218, -115, -144],
  notFollowing: [-213],
  window: [-230, -232],
  inactive: [-227],
  blocked: [-217, -244],
  invalid: [-201, -108],
  tooLong: [-210],
  accountTier: [-221, -224],
  notPermitted: [-223, -212, -135],
  accountStopped: [-209, -219, -204, -205],
  unsupported: [-233, -235, -114, -119],
  night: [-234, -133],
  groupGone: [-237, -241, -403],
  groupAsset: [-238],
  oldApi: [-240],
  content: [-248],
  money: [-320, -321],
  attachmentExpired: [-100],
  templateRefused: [-131],
}

const meanings = new Map(
  Object.entries(numbers).flatMap(([meaning, codes]) =>
    codes.map((code) => [code, meaning as Meaning] as const),
  ),
)

export function meaningOf(error: number): Meaning {
  return meanings.get(error) ?? 'unknown'
}

const forTheOperator: ReadonlySet<Meaning> = new Set<Meaning>([
  'quota',
  'accountTier',
  'notPermitted',
  'accountStopped',
  'groupGone',
  'groupAsset',
  'oldApi',
  'money',
  'templateRefused',
])

/** Whether only a human can put it right: buy, verify, register, renew. */
export function needsOperator(meaning: Meaning): boolean {
  return forTheOperator.has(meaning)
}
