-- Campaigns, who is in them, and which step of one a message is.
CREATE TABLE "campaign" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "name" TEXT,
  "state" TEXT,
  "sequence" TEXT,
  "audience" TEXT,
  "live" TEXT,
  "sender" BLOB,
  "created_at" INTEGER,
  "started_at" INTEGER,
  "changed_at" INTEGER
) STRICT;

CREATE TABLE "enrolment" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "campaign" BLOB,
  "prospect" BLOB,
  "entered_at" INTEGER,
  "state" TEXT
) STRICT;
CREATE INDEX enrolment_of_campaign ON enrolment ("campaign");
CREATE INDEX enrolment_of_prospect ON enrolment ("prospect");

ALTER TABLE message ADD COLUMN "campaign" BLOB;
ALTER TABLE message ADD COLUMN "step" INTEGER;
CREATE INDEX message_of_campaign ON message ("campaign", "step") WHERE "campaign" IS NOT NULL;
