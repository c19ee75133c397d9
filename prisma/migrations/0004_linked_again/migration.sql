-- DropIndex
DROP INDEX "remedy_round_id_member_id_question_key";

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "relink_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid;

-- AlterTable
ALTER TABLE "answer" ADD COLUMN     "relink_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid;

-- AlterTable
ALTER TABLE "assessment" ADD COLUMN     "relink_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid;

-- AlterTable
ALTER TABLE "consent" ADD COLUMN     "relink_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid;

-- AlterTable
ALTER TABLE "link_code" ADD COLUMN     "issued_by" TEXT;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "first_linked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "remedy" ADD COLUMN     "relink_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid;

-- DropTable
DROP TABLE "wrong_code_hour";

-- CreateTable
CREATE TABLE "group_code_try" (
    "bot_id" TEXT NOT NULL,
    "chat_hash" BYTEA NOT NULL,
    "person_hash" BYTEA NOT NULL,
    "wrong_tries" INTEGER NOT NULL,
    "wrong_since" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "group_code_try_pkey" PRIMARY KEY ("bot_id","chat_hash","person_hash")
);

-- CreateIndex
CREATE INDEX "audit_subject_member_id_seq_idx" ON "audit"("subject_member_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "remedy_round_id_member_id_question_relink_id_key" ON "remedy"("round_id", "member_id", "question", "relink_id");

-- A chat that was linked again can never be taken for one that was not, whoever writes its state.
ALTER TABLE "account" ADD CONSTRAINT "account_relinked_is_closed" CHECK
  ("relink_id" = '00000000-0000-0000-0000-000000000000' OR "state" <> 'linked');

-- Who had a chat before: by their accounts, by codes they used, by consents they gave in a chat.
UPDATE "member" m SET "first_linked_at" = x."at" FROM (
  SELECT "member_id", min("at") AS "at" FROM (
    SELECT "member_id", coalesce("linked_at", "created_at") AS "at" FROM "account"
      WHERE "member_id" IS NOT NULL
    UNION ALL SELECT "member_id", "used_at" FROM "link_code"
      WHERE "purpose" IN ('member', 'sheet') AND "used_at" IS NOT NULL
    UNION ALL SELECT "member_id", "at" FROM "consent" WHERE "recorded_by" IS NULL
  ) "told" GROUP BY "member_id"
) x WHERE x."member_id" = m."id";

-- Until now the code on a sheet of paper linked whoever typed it. Where its member had a chat before,
-- such a chat is one that was linked again.
UPDATE "account" a SET "relink_id" = c."id",
  "state" = CASE WHEN a."state" = 'linked' THEN 'relinked' ELSE a."state" END
FROM "link_code" c JOIN "member" m ON m."id" = c."member_id"
WHERE c."id" = a."link_code_id" AND c."purpose" = 'sheet' AND a."member_id" = c."member_id"
  AND m."first_linked_at" < a."linked_at";

-- Sheets that are printed already find as before, and link nobody any more.
UPDATE "link_code" SET "purpose" = 'sheet' WHERE "purpose" = 'sheetOnly';
