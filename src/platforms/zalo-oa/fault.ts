/** `unreachable` may pass by itself; the others need the operator. */
type ZaloOaFaultCode =
  'unreachable' | 'refused' | 'codeRefused' | 'needsAuthorisation' | 'noPublicUrl'

/**
 * An error that may be shown and logged: codes and numbers, never a token, a URL or a text, and no
 * `cause`.
 */
export class ZaloOaFault extends Error {
  readonly kind = 'zalo-oa'
  readonly code: ZaloOaFaultCode
  /** Zalo's own error number, or the HTTP status where there was none. */
  readonly status: number | undefined

  constructor(code: ZaloOaFaultCode, status?: number) {
    super(`Zalo Official Account: ${code}${status === undefined ? '' : ` (${String(status)})`}`)
    this.name = 'ZaloOaFault'
    this.code = code
    this.status = status
  }
}
