-- Saved filters.
CREATE TABLE "segment" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "name" TEXT,
  "filter" TEXT,
  "created_at" INTEGER
) STRICT;
