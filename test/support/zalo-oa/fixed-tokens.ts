import type { TokenSource } from '../../../src/platforms/zalo-oa/tokens.ts'
import type { StandIn } from './standin.ts'

/** Access tokens without a vault: the stand-in gives a new one whenever Zalo refused the old. */
export function fixedTokens(
  standIn: StandIn,
): TokenSource & { readonly renewed: readonly string[] } {
  const renewed: string[] = []
  let accessToken = standIn.oauth.issueAccessToken()
  return {
    renewed,
    current: () => Promise.resolve({ kind: 'token', accessToken }),
    renew: (refused) => {
      renewed.push(refused)
      if (accessToken === refused) accessToken = standIn.oauth.issueAccessToken()
      return Promise.resolve({ kind: 'token', accessToken })
    },
  }
}
