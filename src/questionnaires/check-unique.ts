import type { Finding } from './fault.ts'

/** One finding for every entry whose key an earlier entry already has. */
export function checkUnique<T>(
  entries: readonly T[],
  key: (entry: T) => string,
  path: string,
): readonly Finding[] {
  const keys = entries.map(key)
  return keys.flatMap((value, at) => {
    const isFirst = keys.indexOf(value) === at
    return isFirst ? [] : [{ path: `${path}[${String(at)}]`, reason: `“${value}” is there twice` }]
  })
}
