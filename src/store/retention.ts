// What is kept no longer than it is needed (reliability.md §5.2, 9). A bounded number each time;
// the rest waits for the next run.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'

interface RetentionLimits {
  /**
   * Of rounds closed before, answers and words to the committee go; so do remedies closed before,
   * attendance taken before, agendas and times of meetings made before and absences over before.
   * What was said of a round stays.
   */
  readonly answersBefore: Date
  /** Of the inbox, and of outbox rows and codes that are settled. */
  readonly traffic: Date
  readonly slotsBefore: Date
  /** Counts of what bots sent in months that were over before. */
  readonly countsBefore: Date
  /** Wrong codes in groups whose lock, if any, was over before. */
  readonly wrongCodesBefore: Date
  /** Waiting messages whose time was over before are given up, whoever was to send them. */
  readonly staleBefore: Date
  /** Notices in doubt since before can no longer be sent again: their texts go. */
  readonly doubtBefore: Date
  readonly now: Date
}

const atOnce = 5000

type Sweep = (queryable: Queryable, limits: RetentionLimits) => Promise<readonly unknown[]>

const sweeps: Readonly<Record<string, Sweep>> = {
  answers: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-answers')`
    DELETE FROM answer WHERE id IN (SELECT n.id FROM answer n
      JOIN assessment s ON s.id = n.assessment_id JOIN round r ON r.id = s.round_id
      WHERE r.closed_at < ${answersBefore} LIMIT ${atOnce}::int) RETURNING id`),
  remedies: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-remedies')`
    DELETE FROM remedy WHERE id IN (SELECT id FROM remedy WHERE closed_at < ${answersBefore}
      LIMIT ${atOnce}::int) RETURNING id`),
  voices: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-voices')`
    DELETE FROM voice WHERE id IN (SELECT v.id FROM voice v JOIN round r ON r.id = v.round_id
      WHERE r.closed_at < ${answersBefore} LIMIT ${atOnce}::int) RETURNING id`),
  /** Who had a turn when is kept: it makes the order. */
  reviewReasons: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-review-reasons')`
    UPDATE reviewee SET reason = NULL WHERE (branch_id, period, member_id) IN (SELECT branch_id,
      period, member_id FROM reviewee
      WHERE reason IS NOT NULL AND at < ${answersBefore} LIMIT ${atOnce}::int)
        RETURNING member_id`),
  attendance: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-attendance')`
    DELETE FROM attendance WHERE id IN (SELECT id FROM attendance WHERE at < ${answersBefore}
      LIMIT ${atOnce}::int) RETURNING id`),
  agendas: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-agendas')`
    DELETE FROM meeting_agenda WHERE ctid = ANY(ARRAY(SELECT ctid FROM meeting_agenda
      WHERE at < ${answersBefore}
      LIMIT ${atOnce}::int)) RETURNING period`),
  courses: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-courses')`
    DELETE FROM meeting_course WHERE ctid = ANY(ARRAY(SELECT ctid FROM meeting_course
      WHERE at < ${answersBefore}
      LIMIT ${atOnce}::int)) RETURNING period`),
  /** With their words; what was written and never confirmed goes with the traffic. */
  branchTasks: (queryable, { answersBefore, traffic }) =>
    queryable.query(sql('retention-branch-tasks')`
    DELETE FROM branch_task WHERE id IN (SELECT id FROM branch_task
      WHERE (state IN ('done', 'dropped') AND changed_at < ${answersBefore})
      OR (state = 'draft' AND created_at < ${traffic}) LIMIT ${atOnce}::int) RETURNING id`),
  absences: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-absences')`
    DELETE FROM absence WHERE id IN (SELECT id FROM absence
      WHERE to_on < ${answersBefore}::timestamptz::date
      LIMIT ${atOnce}::int) RETURNING id`),
  settings: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-settings')`
    DELETE FROM setting_change WHERE id IN (SELECT id FROM setting_change
      WHERE at < ${answersBefore} LIMIT ${atOnce}::int) RETURNING id`),
  handovers: (queryable, { answersBefore }) =>
    queryable.query(sql('retention-handovers')`
    DELETE FROM handover WHERE id IN (SELECT id FROM handover WHERE at < ${answersBefore}
      LIMIT ${atOnce}::int) RETURNING id`),
  stale: (queryable, { staleBefore, now }) =>
    queryable.query(sql('retention-stale')`
    UPDATE outbox SET state = CASE WHEN doubts > 0 THEN 'unknown'
      ELSE 'skipped' END, reason = 'expired', body = NULL,
      settled_at = ${now}
    WHERE id IN (SELECT id FROM outbox WHERE state = 'pending' AND not_after < ${staleBefore}
      LIMIT ${atOnce}::int FOR UPDATE SKIP LOCKED)
    RETURNING id`),
  /**
   * Texts kept for somebody who never came for them: a notice that failed is worth nothing after so
   * long.
   */
  keptTexts: (queryable, { staleBefore }) =>
    queryable.query(sql('retention-texts')`
    UPDATE outbox SET body = NULL WHERE id IN (SELECT id FROM outbox
      WHERE state = 'failed' AND body IS NOT NULL
      AND settled_at < ${staleBefore} LIMIT ${atOnce}::int) RETURNING id`),
  doubtfulTexts: (queryable, { doubtBefore }) =>
    queryable.query(sql('retention-doubtful-texts')`
    UPDATE outbox SET body = NULL WHERE id IN (SELECT id FROM outbox
      WHERE state = 'unknown' AND body IS NOT NULL
      AND settled_at < ${doubtBefore} LIMIT ${atOnce}::int) RETURNING id`),
  outbox: (queryable, { traffic }) =>
    queryable.query(sql('retention-outbox')`
    DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
      WHERE settled_at < ${traffic} AND state NOT IN ('pending', 'sending')
      LIMIT ${atOnce}::int) RETURNING id`),
  inbox: (queryable, { traffic }) =>
    queryable.query(sql('retention-inbox')`
    DELETE FROM inbox WHERE ctid = ANY(ARRAY(SELECT ctid FROM inbox WHERE at < ${traffic}
      LIMIT ${atOnce}::int)) RETURNING key`),
  codes: (queryable, { traffic }) =>
    queryable.query(sql('retention-codes')`
    DELETE FROM link_code WHERE id IN (SELECT id FROM link_code WHERE expires_at < ${traffic}
      LIMIT ${atOnce}::int) RETURNING id`),
  wrongCodes: (queryable, { wrongCodesBefore }) =>
    queryable.query(sql('retention-wrong-codes')`
    DELETE FROM group_code_try WHERE greatest(wrong_since, locked_until) < ${wrongCodesBefore}
      RETURNING bot_id`),
  links: (queryable, { now }) =>
    queryable.query(sql('retention-links')`
    DELETE FROM one_time_link WHERE token_hash = ANY(ARRAY(SELECT token_hash FROM one_time_link
      WHERE expires_at <= ${now}
      LIMIT ${atOnce}::int)) RETURNING kind`),
  slots: (queryable, { slotsBefore }) =>
    queryable.query(sql('retention-slots')`
    DELETE FROM slot WHERE id IN (SELECT id FROM slot
      WHERE local_date < ${slotsBefore}::timestamptz::date
      LIMIT ${atOnce}::int) RETURNING id`),
  /**
   * A month in which the limit lies is kept whole: the year before is compared with whole months.
   */
  messageCounts: (queryable, { countsBefore }) =>
    queryable.query(sql('retention-message-counts')`
    DELETE FROM message_count WHERE ctid = ANY(ARRAY(SELECT ctid FROM message_count
      WHERE month < to_char(${countsBefore}::timestamptz, 'YYYY-MM') LIMIT ${atOnce}::int))
        RETURNING month`),
}

/** Deletes what is past its time, and says how many of each kind went. */
export async function applyRetention(
  queryable: Queryable,
  limits: RetentionLimits,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const [kind, sweep] of Object.entries(sweeps))
    counts.set(kind, (await sweep(queryable, limits)).length)
  return counts
}
