const collator = new Intl.Collator('vi', { numeric: true })
const givenName = (fullName: string): string => fullName.split(' ').at(-1) ?? ''

/** For `sort`: full names as Vietnamese lists have them, by the given name, which stands last. */
export function byGivenName(a: string, b: string): number {
  return collator.compare(givenName(a), givenName(b)) || collator.compare(a, b)
}
