/**
 * Bodies one socket address may have under way, and all together. Well below what the server has in
 * flight: whatever hangs here, the other bots' calls find room.
 */
const usual = { perAddress: 64, inAll: 128 }

interface UnprovenCalls {
  /**
   * Collects a body while there is room for it. The signal fires when it has to make room for a
   * younger call.
   */
  during<T>(address: string, collect: (givenUp: AbortSignal) => Promise<T>): Promise<T>
}

interface Call {
  readonly address: string
  readonly giveUp: AbortController
}

/**
 * The calls whose signature is over a body that is not here yet: anybody can open them and leave
 * them half sent. A genuine body follows its headers within milliseconds, so the oldest is the
 * first that is given up, of one address before of all: behind a reverse proxy every call has one
 * address, and turning away the new ones would let one forger shut the platform out.
 */
export function createUnprovenCalls({ perAddress, inAll } = usual): UnprovenCalls {
  /** In the order they came. */
  const calls = new Set<Call>()
  const makeRoom = (address: string): void => {
    const ofAddress = [...calls].filter((call) => call.address === address)
    const inTheWay =
      ofAddress.length >= perAddress
        ? ofAddress[0]
        : calls.size >= inAll
          ? [...calls][0]
          : undefined
    if (inTheWay === undefined) return
    calls.delete(inTheWay)
    inTheWay.giveUp.abort()
  }
  return {
    async during(address, collect) {
      makeRoom(address)
      const call = { address, giveUp: new AbortController() }
      calls.add(call)
      try {
        return await collect(call.giveUp.signal)
      } finally {
        calls.delete(call)
      }
    },
  }
}
