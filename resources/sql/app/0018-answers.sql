-- Where a sender's answers come.
ALTER TABLE sender ADD COLUMN "imap_host" TEXT;
ALTER TABLE sender ADD COLUMN "imap_port" INTEGER;
ALTER TABLE sender ADD COLUMN "imap_security" TEXT;
ALTER TABLE sender ADD COLUMN "imap_user" TEXT;
