-- What was erased for ever is few, and asked for whenever something comes by sync.
CREATE INDEX prospect_erased ON prospect (n) WHERE erased IS NOT NULL;
CREATE INDEX message_erased ON message (n) WHERE erased IS NOT NULL;
CREATE INDEX consent_erased ON consent (n) WHERE erased IS NOT NULL;
CREATE INDEX activity_erased ON activity (n) WHERE erased IS NOT NULL;
