-- What a round shows is said once, when it closes, and kept as it was said.

-- AlterTable
ALTER TABLE "round"
ADD COLUMN     "has_old_papers" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "is_shown_early" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "publication" JSONB;

-- AlterTable
ALTER TABLE "voice" ADD COLUMN     "shown_with" UUID;

-- CreateIndex
CREATE INDEX "voice_branch_id_shown_with_idx" ON "voice"("branch_id", "shown_with");

-- Words that were said before the closing go. That they were said is kept.
UPDATE "round" SET "is_shown_early" = ("checkpoint" IS NOT NULL), "has_old_papers" = true;
ALTER TABLE "round" DROP COLUMN "checkpoint";

-- Words to the committee of a closed round were read at once, the anonymous ones from five sheets on.
UPDATE "voice" v SET "shown_with" = v."round_id" FROM "round" r
WHERE r."id" = v."round_id" AND r."closed_at" IS NOT NULL
  AND (v."member_id" IS NOT NULL OR coalesce((r."tally"->>'sheets')::int, 0) >= 5);
