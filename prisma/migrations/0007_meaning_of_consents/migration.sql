-- AlterTable
ALTER TABLE "consent" ADD COLUMN     "meaning_hash" TEXT;

-- The notice of v0.1.0 had one hash, of its words. What it meant is what the notice of this version means, so whoever agreed to
-- it has agreed (docs/decisions/033-a-notice-has-a-meaning.md). Any other wording is not known here, and is asked again.
UPDATE "consent" SET "meaning_hash" = '43426bd6cc620528cbdcd8a439104888a7200d081e3a78bb7044a7aeb210d0ff'
  WHERE "notice_hash" = 'd088db267a8050d178898b24545cb067422eccf7c7b3f54cb28bf5357316722f';
