-- Records that one side of a sync could not take, and why: they hold up nobody, and are tried again
-- when they change or when the user asks for it.
CREATE TABLE put_aside (
  id BLOB NOT NULL,
  pulled INTEGER NOT NULL CHECK (pulled IN (0, 1)),
  kind TEXT,
  code TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (id, pulled)
) STRICT, WITHOUT ROWID;

-- What was written here and gave way to what another device wrote later.
CREATE TABLE replaced (
  kind INTEGER NOT NULL,
  n INTEGER NOT NULL,
  field TEXT NOT NULL,
  stamp INTEGER NOT NULL,
  value TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, n, field, stamp)
) STRICT, WITHOUT ROWID;

-- By how much the relay's clock is before this computer's, as it last said: stamps follow it. And
-- the latest stamp that ever came from there: what is stamped anew lies above.
ALTER TABLE clock ADD COLUMN relay_ahead_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clock ADD COLUMN received INTEGER NOT NULL DEFAULT 0;
