-- The base of a workspace. Each synced kind is a table of the same head: the row number that never
-- leaves this computer, the id, the mark (time and device) of the row, the marks of what was
-- written later than the row (palier_record_dup_marks), and what hides it. Its other columns are
-- the fields of the wire's table of that kind, by their names.

CREATE TABLE "prospect" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "kind" TEXT,
  "company" TEXT,
  "title" TEXT,
  "first_name" TEXT,
  "last_name" TEXT,
  "job" TEXT,
  "email" TEXT,
  "phone" TEXT,
  "mobile" TEXT,
  "website" TEXT,
  "linkedin" TEXT,
  "siret" TEXT,
  "siren" TEXT,
  "naf" TEXT,
  "street" TEXT,
  "postal_code" TEXT,
  "city" TEXT,
  "insee_code" TEXT,
  "country" TEXT,
  "birthdate" TEXT,
  "creation_date" TEXT,
  "staff" INTEGER,
  "team_size" TEXT,
  "specializations" TEXT,
  "property_types" TEXT,
  "zones" TEXT,
  "tools" TEXT,
  "portals" TEXT,
  "active_listings" INTEGER,
  "social_active_at" TEXT,
  "site_https" TEXT,
  "site_fast" TEXT,
  "site_mobile" TEXT,
  "site_listings" TEXT,
  "site_form" TEXT,
  "site_fresh" TEXT,
  "market_position" TEXT,
  "growth" TEXT,
  "project" TEXT,
  "horizon_months" INTEGER,
  "estimated_value_cents" INTEGER,
  "surface_m2" INTEGER,
  "stage" TEXT,
  "owner" TEXT,
  "source" TEXT,
  "source_date" TEXT,
  "source_cost_cents" INTEGER,
  "legal_basis" TEXT,
  "last_sign_at" INTEGER,
  "tags" TEXT,
  "notes" TEXT,
  "created_at" INTEGER,
  originals TEXT
) STRICT;

CREATE TABLE "message" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "prospect" BLOB,
  "channel" TEXT,
  "template_key" TEXT,
  "angle" TEXT,
  "subject" TEXT,
  "body" TEXT,
  "state" TEXT,
  "due_at" INTEGER,
  "created_at" INTEGER,
  "approved_at" INTEGER,
  "personalization" INTEGER,
  "reading_s" INTEGER,
  "facts" TEXT,
  "checks" TEXT,
  "sender" BLOB,
  "to" TEXT,
  "to_name" TEXT,
  "notice" TEXT
) STRICT;

CREATE TABLE "event" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "name" TEXT,
  "at" INTEGER,
  "prospect" BLOB,
  "message" BLOB,
  "data" TEXT
) STRICT;

CREATE TABLE "consent" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "subject" BLOB,
  "purpose" TEXT,
  "channel" TEXT,
  "given" TEXT,
  "at" INTEGER,
  "expires_at" INTEGER,
  "origin" TEXT,
  "proof" TEXT
) STRICT;

CREATE TABLE "suppression" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "hash" TEXT,
  "address_kind" TEXT,
  "at" INTEGER,
  "reason" TEXT,
  "message" BLOB
) STRICT;

CREATE TABLE "setting" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "key" TEXT,
  "value" TEXT
) STRICT;

CREATE TABLE "sender" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "channel" TEXT,
  "host" TEXT,
  "port" INTEGER,
  "security" TEXT,
  "user" TEXT,
  "from_name" TEXT,
  "from_email" TEXT,
  "reply_to" TEXT,
  "daily_cap" INTEGER,
  "allow_plain_loopback" TEXT
) STRICT;

CREATE TABLE "activity" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "prospect" BLOB,
  "type" TEXT,
  "at" INTEGER,
  "ends_at" INTEGER,
  "due_at" INTEGER,
  "done_at" INTEGER,
  "outcome" TEXT,
  "text" TEXT
) STRICT;

CREATE TABLE "import" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "file_name" TEXT,
  "file_hash" TEXT,
  "format" TEXT,
  "changeset" BLOB,
  "at" INTEGER,
  "rows" INTEGER,
  "created" INTEGER,
  "updated" INTEGER,
  "skipped" INTEGER,
  "mapping" TEXT
) STRICT;

CREATE TABLE "changeset" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),
  stamp INTEGER NOT NULL,
  device INTEGER NOT NULL,
  marks TEXT,
  deleted_ms INTEGER,
  merged_into BLOB,
  erased INTEGER,
  "action" TEXT,
  "label" TEXT,
  "at" INTEGER,
  "n_records" INTEGER,
  "undone" TEXT,
  step INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX message_prospect ON message (prospect);
CREATE INDEX message_state ON message (state);
CREATE INDEX event_prospect ON event (prospect, at) WHERE prospect IS NOT NULL;
CREATE INDEX event_message ON event (message, name) WHERE message IS NOT NULL;
CREATE INDEX event_at ON event (at, name);
CREATE INDEX consent_subject ON consent (subject);
CREATE INDEX suppression_hash ON suppression (hash);
CREATE INDEX activity_prospect ON activity (prospect);

-- The last stamp that any process wrote under: stamps never go back, not even after a restart.
CREATE TABLE clock (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
INSERT INTO clock VALUES (1, 0);

-- What concerns this copy alone, the device's id and the key of suppression hashes included.
CREATE TABLE local (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- What sync has to push: rows first_n to last_n of a kind. A bulk load costs one line; a record
-- that changes again moves to the end instead of standing twice.
CREATE TABLE change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  first_n INTEGER NOT NULL,
  last_n INTEGER NOT NULL,
  UNIQUE (kind, first_n, last_n)
) STRICT;

-- Undo: rows that a changeset made (made = 1) or deleted (made = 0) …
CREATE TABLE changeset_rows (
  changeset INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  first_n INTEGER NOT NULL,
  last_n INTEGER NOT NULL,
  made INTEGER NOT NULL,
  PRIMARY KEY (changeset, kind, made, first_n)
) STRICT, WITHOUT ROWID;

-- … and the values it wrote, with those before. While it is open they only wait here.
CREATE TABLE changeset_value (
  changeset INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  n INTEGER NOT NULL,
  field TEXT NOT NULL,
  old TEXT,
  new TEXT,
  original TEXT,
  stamp INTEGER,
  PRIMARY KEY (changeset, kind, n, field)
) STRICT, WITHOUT ROWID;

-- Prospects that nobody sees: of an open changeset, or of one that is being undone; but not those
-- that an undo leaves.
CREATE TABLE hidden (
  changeset INTEGER NOT NULL,
  first_n INTEGER NOT NULL,
  last_n INTEGER NOT NULL,
  PRIMARY KEY (changeset, first_n)
) STRICT, WITHOUT ROWID;
CREATE TABLE kept (n INTEGER PRIMARY KEY) STRICT;

-- Derived from prospects: outside change log, sync and undo.
CREATE TABLE score (
  n INTEGER PRIMARY KEY,
  total REAL NOT NULL,
  digital REAL NOT NULL,
  business REAL NOT NULL,
  timing REAL NOT NULL,
  band INTEGER NOT NULL,
  codes BLOB
) STRICT;

-- The search index holds exactly the rows of this view.
CREATE VIEW prospect_search AS
SELECT n, company, first_name, last_name, job, email, phone, mobile, website, siret, postal_code,
  city, tags, notes
FROM prospect
WHERE deleted_ms IS NULL AND merged_into IS NULL AND erased IS NULL;
CREATE VIRTUAL TABLE prospect_fts USING fts5 (
  company, first_name, last_name, job, email, phone, mobile, website, siret, postal_code, city,
  tags, notes,
  content = 'prospect_search', content_rowid = 'n', detail = none, prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 2'
);
