/** A no of the Bot API, in its own words. */
export interface ApiError {
  readonly ok: false
  readonly error_code: number
  readonly description: string
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number }
}

export function apiError(
  code: number,
  description: string,
  parameters?: ApiError['parameters'],
): ApiError {
  return { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) }
}

export function tooMany(retryAfterSeconds: number): ApiError {
  return apiError(429, `Too Many Requests: retry after ${String(retryAfterSeconds)}`, {
    retry_after: retryAfterSeconds,
  })
}
