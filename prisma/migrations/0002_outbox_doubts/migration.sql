-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "crashes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "doubts" INTEGER NOT NULL DEFAULT 0;

-- What waits keeps its mark, as a number.
UPDATE "outbox" SET "doubts" = 1, "reason" = replace("reason", ' +unsure', '')
WHERE "state" IN ('pending', 'sending') AND "reason" LIKE '%+unsure%';

-- What is sent until it arrives needs an end (src/outbox/useful.ts).
UPDATE "outbox" SET "not_after" = "not_before" + CASE "class" WHEN 'reply' THEN interval '24 hours' ELSE interval '45 days' END
WHERE "state" IN ('pending', 'sending') AND "class" IN ('reply', 'prompt') AND "not_after" IS NULL;
