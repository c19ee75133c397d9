-- CreateTable
CREATE TABLE "installation" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "parent_id" UUID,
    "path" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "branch" (
    "id" UUID NOT NULL,
    "time_zone" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'vi',
    "meeting_rule" JSONB,
    "meeting_time" TEXT,
    "meeting_place" BYTEA,
    "timeline" JSONB NOT NULL DEFAULT '{}',
    "quiet_from" TEXT NOT NULL DEFAULT '21:00',
    "quiet_to" TEXT NOT NULL DEFAULT '07:00',
    "pack" TEXT NOT NULL DEFAULT 'monthly',
    "is_voice_open" BOOLEAN NOT NULL DEFAULT true,
    "is_deputy_told" BOOLEAN NOT NULL DEFAULT false,
    "unit" JSONB NOT NULL DEFAULT '{}',
    "reviewees_at_meeting" INTEGER NOT NULL DEFAULT 1,
    "type" TEXT NOT NULL DEFAULT 'residential',
    "wrapped_key" BYTEA NOT NULL,
    "reminded_on" DATE,
    "bot_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "bots_since" TIMESTAMPTZ(3),

    CONSTRAINT "branch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "ref_hash" BYTEA NOT NULL,
    "ref" BYTEA NOT NULL,
    "name" BYTEA NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'vi',
    "prefers_quick" BOOLEAN,
    "is_elder" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "moved_at" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_key" (
    "member_id" UUID NOT NULL,
    "kek_id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,

    CONSTRAINT "member_key_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "bot" (
    "id" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "poll_offset" TEXT,
    "is_tight" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "branches" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "subtree" TEXT,
    "title" TEXT,
    "link" TEXT,

    CONSTRAINT "bot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "bot_id" TEXT NOT NULL,
    "person_hash" BYTEA NOT NULL,
    "chat_hash" BYTEA NOT NULL,
    "address" BYTEA NOT NULL,
    "member_id" UUID,
    "language" TEXT,
    "state" TEXT NOT NULL DEFAULT 'new',
    "unreachable_reason" TEXT,
    "is_preferred" BOOLEAN NOT NULL DEFAULT false,
    "conversation" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 0,
    "wrong_tries" INTEGER NOT NULL DEFAULT 0,
    "wrong_since" TIMESTAMPTZ(3),
    "locked_until" TIMESTAMPTZ(3),
    "linked_at" TIMESTAMPTZ(3),
    "link_code_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_inbound_at" TIMESTAMPTZ(3),
    "closed_month" TEXT,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_code" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "branch_id" UUID NOT NULL,
    "member_id" UUID,
    "assessment_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wrong_code_hour" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "wrong_code_hour_pkey" PRIMARY KEY ("hour")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "notice_version" TEXT NOT NULL,
    "notice_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "is_granted" BOOLEAN NOT NULL,
    "recorded_by" UUID,
    "bot_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "branch_group" (
    "id" UUID NOT NULL,
    "bot_id" TEXT NOT NULL,
    "chat_hash" BYTEA NOT NULL,
    "address" BYTEA NOT NULL,
    "title" BYTEA,
    "branch_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'bound',
    "bound_at" TIMESTAMPTZ(3) NOT NULL,
    "link_code_id" UUID,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "branch_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "questionnaire" (
    "hash" TEXT NOT NULL,
    "pack" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "questionnaire_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "round" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "branch_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "questionnaire_hash" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "tally" JSONB,
    "checkpoint" JSONB,

    CONSTRAINT "round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assessment" (
    "id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'invited',
    "sheet" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "submitted_at" TIMESTAMPTZ(3),
    "is_late" BOOLEAN NOT NULL DEFAULT false,
    "submissions" INTEGER NOT NULL DEFAULT 0,
    "recorded_by" UUID,

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answer" (
    "id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "is_late" BOOLEAN NOT NULL DEFAULT false,
    "entered_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remedy" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "due_on" DATE,
    "moves" INTEGER NOT NULL DEFAULT 0,
    "body" BYTEA NOT NULL,
    "result" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "remedy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "voice" (
    "id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "member_id" UUID,
    "body" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "voice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting" (
    "id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'regular',
    "date" DATE NOT NULL,
    "starts_at" TEXT NOT NULL,
    "place" BYTEA,
    "source" TEXT NOT NULL,
    "nominal_date" DATE,
    "moved_for" TEXT,

    CONSTRAINT "meeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reviewee" (
    "branch_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "reason" BYTEA,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reviewee_pkey" PRIMARY KEY ("branch_id","period","member_id")
);

-- CreateTable
CREATE TABLE "meeting_agenda" (
    "branch_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "lines" BYTEA,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meeting_agenda_pkey" PRIMARY KEY ("branch_id","period","version")
);

-- CreateTable
CREATE TABLE "meeting_course" (
    "branch_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "course" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meeting_course_pkey" PRIMARY KEY ("branch_id","period","version")
);

-- CreateTable
CREATE TABLE "attendance" (
    "id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" BYTEA,
    "by_member" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attendance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "branch_task" (
    "id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "member_ids" UUID[],
    "body" BYTEA NOT NULL,
    "reason" BYTEA,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" UUID,
    "changed_at" TIMESTAMPTZ(3),

    CONSTRAINT "branch_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_score" (
    "branch_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "sheet" TEXT NOT NULL,
    "marks" JSONB NOT NULL,
    "by_member" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meeting_score_pkey" PRIMARY KEY ("branch_id","period")
);

-- CreateTable
CREATE TABLE "meeting_paper" (
    "branch_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "paper" TEXT NOT NULL,
    "is_done" BOOLEAN NOT NULL,
    "by_member" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meeting_paper_pkey" PRIMARY KEY ("branch_id","period","paper")
);

-- CreateTable
CREATE TABLE "absence" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "from_on" DATE NOT NULL,
    "to_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slot" (
    "id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "subject" UUID NOT NULL,
    "local_date" DATE NOT NULL,
    "branch_id" UUID NOT NULL,
    "meeting_on" DATE,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting_change" (
    "id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "member_id" UUID,
    "setting" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "by_member" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "setting_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover" (
    "id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "from_member" UUID NOT NULL,
    "to_member" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'offered',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "bot_id" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "lane" INTEGER NOT NULL,
    "chat_hash" BYTEA NOT NULL,
    "address" BYTEA NOT NULL,
    "body" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3),
    "merge_key" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "external_id" TEXT,
    "reason" TEXT,
    "tried_bots" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "member_id" UUID,
    "group_id" UUID,
    "branch_id" UUID,
    "slot_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_count" (
    "bot_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "branch_id" UUID NOT NULL,
    "replies" INTEGER NOT NULL DEFAULT 0,
    "bulk" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "message_count_pkey" PRIMARY KEY ("bot_id","month","branch_id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "bot_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("bot_id","key")
);

-- CreateTable
CREATE TABLE "audit" (
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "branch_id" UUID,
    "subject_member_id" UUID,
    "is_allowed" BOOLEAN NOT NULL,
    "mac" BYTEA NOT NULL,
    "previous" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "refused_text" (
    "reason" TEXT NOT NULL,
    "local_date" DATE NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "refused_text_pkey" PRIMARY KEY ("reason","local_date")
);

-- CreateTable
CREATE TABLE "zalo_tokens" (
    "bot_id" TEXT NOT NULL,
    "tokens" BYTEA NOT NULL,
    "refresh_hash" BYTEA NOT NULL,
    "seed_hash" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'ready',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "begun_at" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "obtained_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "zalo_tokens_pkey" PRIMARY KEY ("bot_id")
);

-- CreateTable
CREATE TABLE "playground_entry" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "chat" TEXT NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "playground_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "token_hash" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "body" BYTEA,
    "uses_left" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "organisation_code_key" ON "organisation"("code");

-- CreateIndex
CREATE INDEX "organisation_path_idx" ON "organisation"("path");

-- CreateIndex
CREATE UNIQUE INDEX "member_ref_hash_key" ON "member"("ref_hash");

-- CreateIndex
CREATE INDEX "member_branch_id_idx" ON "member"("branch_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_link_code_id_key" ON "account"("link_code_id");

-- CreateIndex
CREATE INDEX "account_member_id_idx" ON "account"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_bot_id_person_hash_key" ON "account"("bot_id", "person_hash");

-- CreateIndex
CREATE UNIQUE INDEX "link_code_code_hash_key" ON "link_code"("code_hash");

-- CreateIndex
CREATE INDEX "link_code_member_id_idx" ON "link_code"("member_id");

-- CreateIndex
CREATE INDEX "link_code_branch_id_purpose_idx" ON "link_code"("branch_id", "purpose");

-- CreateIndex
CREATE INDEX "consent_member_id_idx" ON "consent"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "branch_group_link_code_id_key" ON "branch_group"("link_code_id");

-- CreateIndex
CREATE INDEX "branch_group_branch_id_idx" ON "branch_group"("branch_id");

-- CreateIndex
CREATE UNIQUE INDEX "branch_group_bot_id_chat_hash_key" ON "branch_group"("bot_id", "chat_hash");

-- CreateIndex
CREATE UNIQUE INDEX "round_number_key" ON "round"("number");

-- CreateIndex
CREATE INDEX "round_closed_at_closes_at_idx" ON "round"("closed_at", "closes_at");

-- CreateIndex
CREATE UNIQUE INDEX "round_branch_id_period_key" ON "round"("branch_id", "period");

-- CreateIndex
CREATE INDEX "assessment_member_id_idx" ON "assessment"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "assessment_round_id_member_id_key" ON "assessment"("round_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "answer_assessment_id_question_version_key" ON "answer"("assessment_id", "question", "version");

-- CreateIndex
CREATE INDEX "remedy_member_id_status_idx" ON "remedy"("member_id", "status");

-- CreateIndex
CREATE INDEX "remedy_branch_id_status_due_on_idx" ON "remedy"("branch_id", "status", "due_on");

-- CreateIndex
CREATE INDEX "remedy_status_due_on_idx" ON "remedy"("status", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "remedy_round_id_member_id_question_key" ON "remedy"("round_id", "member_id", "question");

-- CreateIndex
CREATE INDEX "voice_round_id_idx" ON "voice"("round_id");

-- CreateIndex
CREATE INDEX "meeting_date_idx" ON "meeting"("date");

-- CreateIndex
CREATE UNIQUE INDEX "meeting_branch_id_period_key" ON "meeting"("branch_id", "period");

-- CreateIndex
CREATE INDEX "reviewee_member_id_idx" ON "reviewee"("member_id");

-- CreateIndex
CREATE INDEX "attendance_member_id_idx" ON "attendance"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "attendance_branch_id_period_member_id_version_key" ON "attendance"("branch_id", "period", "member_id", "version");

-- CreateIndex
CREATE INDEX "branch_task_branch_id_period_idx" ON "branch_task"("branch_id", "period");

-- CreateIndex
CREATE INDEX "branch_task_state_due_on_idx" ON "branch_task"("state", "due_on");

-- CreateIndex
CREATE INDEX "absence_member_id_to_on_idx" ON "absence"("member_id", "to_on");

-- CreateIndex
CREATE INDEX "slot_branch_id_local_date_idx" ON "slot"("branch_id", "local_date");

-- CreateIndex
CREATE UNIQUE INDEX "slot_rule_subject_local_date_key" ON "slot"("rule", "subject", "local_date");

-- CreateIndex
CREATE INDEX "setting_change_branch_id_at_idx" ON "setting_change"("branch_id", "at");

-- CreateIndex
CREATE INDEX "setting_change_member_id_idx" ON "setting_change"("member_id");

-- CreateIndex
CREATE INDEX "handover_branch_id_state_idx" ON "handover"("branch_id", "state");

-- CreateIndex
CREATE INDEX "handover_to_member_idx" ON "handover"("to_member");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_seq_key" ON "outbox"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_dedupe_key_key" ON "outbox"("dedupe_key");

-- CreateIndex
CREATE INDEX "outbox_bot_id_state_class_lane_not_before_seq_idx" ON "outbox"("bot_id", "state", "class", "lane", "not_before", "seq");

-- CreateIndex
CREATE INDEX "outbox_bot_id_state_chat_hash_seq_idx" ON "outbox"("bot_id", "state", "chat_hash", "seq");

-- CreateIndex
CREATE INDEX "outbox_member_id_state_idx" ON "outbox"("member_id", "state");

-- CreateIndex
CREATE INDEX "outbox_slot_id_idx" ON "outbox"("slot_id");

-- CreateIndex
CREATE INDEX "inbox_at_idx" ON "inbox"("at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_previous_key" ON "audit"("previous");

-- CreateIndex
CREATE INDEX "audit_branch_id_at_idx" ON "audit"("branch_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "playground_entry_seq_key" ON "playground_entry"("seq");

-- CreateIndex
CREATE INDEX "one_time_link_expires_at_idx" ON "one_time_link"("expires_at");

-- AddForeignKey
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "branch" ADD CONSTRAINT "branch_id_fkey" FOREIGN KEY ("id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_branch_id_fkey" FOREIGN KEY ("branch_id") REFERENCES "branch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_key" ADD CONSTRAINT "member_key_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "branch_group" ADD CONSTRAINT "branch_group_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "bot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "branch_group" ADD CONSTRAINT "branch_group_branch_id_fkey" FOREIGN KEY ("branch_id") REFERENCES "branch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "round" ADD CONSTRAINT "round_branch_id_fkey" FOREIGN KEY ("branch_id") REFERENCES "branch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "assessment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_branch_id_fkey" FOREIGN KEY ("branch_id") REFERENCES "branch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
