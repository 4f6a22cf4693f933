-- What is asked once for a file, and what became of its rows.
ALTER TABLE "import" ADD COLUMN "unchanged" INTEGER;
ALTER TABLE "import" ADD COLUMN "suppressed" INTEGER;
ALTER TABLE "import" ADD COLUMN "legal_basis" TEXT;
ALTER TABLE "import" ADD COLUMN "source" TEXT;
ALTER TABLE "import" ADD COLUMN "source_date" TEXT;

-- Where prospects are from, on this computer: lines first_line … + count - 1 of the file of a
-- changeset are prospects first_n … + count - 1, made or filled by them. A file without doubles is
-- one range for each 4,096 rows; none is longer, so that all that may hold a prospect are found
-- from its number.
CREATE TABLE origin (
  first_n INTEGER NOT NULL,
  changeset INTEGER NOT NULL,
  first_line INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 4096),
  PRIMARY KEY (first_n, changeset, first_line)
) STRICT, WITHOUT ROWID;
