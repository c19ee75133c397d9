/**
 * The updates fetched and not yet confirmed. Confirming is one number, the offset: everything below
 * it is gone from Telegram for good. So it may pass an update only when that one and all before it
 * are settled (F1; telegraf's own loop confirms the whole batch when one handler fails).
 */
export interface PollWindow {
  /** Updates in the window, settled or not. */
  readonly size: number
  /**
   * What to ask from: one above the last update of the settled beginning, which leaves the window;
   * undefined before anything was settled. To be called as the request is made: an answer on its
   * way still holds what was settled since.
   */
  advance(): number | undefined
  /**
   * Takes a batch in the order given and returns those not already here; unconfirmed updates are
   * given again and again.
   */
  add<T extends { readonly update_id: number }>(batch: readonly T[]): readonly T[]
  /** Marks one as committed, ignored, or given up. */
  settle(updateId: number): void
}

export function createPollWindow(): PollWindow {
  const settled = new Map<number, boolean>()
  let offset: number | undefined
  return {
    get size() {
      return settled.size
    },
    advance() {
      for (const [id, isSettled] of settled) {
        if (!isSettled) break
        settled.delete(id)
        offset = id + 1
      }
      return offset
    },
    add(batch) {
      const fresh = batch.filter(({ update_id: updateId }) => !settled.has(updateId))
      for (const { update_id: updateId } of fresh) settled.set(updateId, false)
      return fresh
    },
    settle(updateId) {
      settled.set(updateId, true)
    },
  }
}
