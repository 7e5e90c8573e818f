-- Times are ISO 8601 in UTC; `body`, `record` and `event` hold JSON of the records in src/model.

-- One row for each router, switch or cloud account that was looked at.
CREATE TABLE device (
  id            INTEGER PRIMARY KEY,
  key           TEXT NOT NULL UNIQUE, -- the name in lower case
  name          TEXT NOT NULL,
  os            TEXT NOT NULL,
  last_seen     TEXT NOT NULL,
  last_complete TEXT                  -- when the newest complete config was taken
) STRICT;

-- The verdict on each config text that differed from the one before; never the text.
CREATE TABLE snapshot (
  id           INTEGER PRIMARY KEY,
  device       INTEGER NOT NULL REFERENCES device,
  hash         TEXT NOT NULL, -- SHA-256 of the text
  origin       TEXT NOT NULL,
  complete     INTEGER NOT NULL,
  completeness TEXT NOT NULL,
  first_at     TEXT NOT NULL,
  last_at      TEXT NOT NULL,
  by           TEXT NOT NULL
) STRICT;
CREATE INDEX snapshot_device ON snapshot (device, id);

-- The mirror sessions of each device's newest complete snapshot.
CREATE TABLE session (
  id          INTEGER PRIMARY KEY,
  device      INTEGER NOT NULL REFERENCES device,
  name        TEXT NOT NULL,
  context     TEXT,
  mechanism   TEXT NOT NULL,
  reach       TEXT NOT NULL,
  state       TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  record      TEXT NOT NULL
) STRICT;
CREATE INDEX session_device ON session (device);

-- What logs showed. `digest` recognises a record that is read twice.
CREATE TABLE observation (
  id       INTEGER PRIMARY KEY,
  device   TEXT NOT NULL,
  vantage  TEXT NOT NULL,
  at       TEXT NOT NULL,
  recorded TEXT NOT NULL,
  actor    TEXT,
  digest   TEXT NOT NULL UNIQUE,
  body     TEXT NOT NULL
) STRICT;
CREATE INDEX observation_recorded ON observation (recorded);

-- The approvals in force, one for each slot: a new one for the same slot takes the old one's place.
CREATE TABLE approval (
  id       INTEGER PRIMARY KEY,
  uid      TEXT NOT NULL UNIQUE,
  device   TEXT NOT NULL, -- the name in lower case; `*` for any pattern
  session  TEXT NOT NULL, -- the name; `*` for any pattern
  slot     TEXT NOT NULL,
  required INTEGER NOT NULL,
  body     TEXT NOT NULL,
  UNIQUE (device, session, slot)
) STRICT;
CREATE INDEX approval_required ON approval (device) WHERE required = 1;
CREATE INDEX approval_any_session ON approval (device) WHERE session = '*';

-- Everything that was ever done to an approval; rows are only added.
CREATE TABLE approval_step (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  uid     TEXT NOT NULL,
  step    TEXT NOT NULL,
  by      TEXT NOT NULL,
  at      TEXT NOT NULL,
  comment TEXT NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX approval_step_uid ON approval_step (uid);

CREATE TABLE finding (
  id         INTEGER PRIMARY KEY,
  uid        TEXT NOT NULL UNIQUE,
  key        TEXT NOT NULL UNIQUE,
  device     TEXT NOT NULL, -- the name in lower case
  session    TEXT NOT NULL,
  kind       TEXT NOT NULL,
  state      TEXT NOT NULL,
  severity   INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen  TEXT NOT NULL,
  digest     TEXT NOT NULL, -- changes when the finding changes in a way that a person must hear of
  body       TEXT NOT NULL
) STRICT;
CREATE INDEX finding_device ON finding (device, state);
CREATE INDEX finding_state ON finding (state, kind);

-- The life of each finding; rows are only added, each with its event in the same transaction.
CREATE TABLE finding_step (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  finding INTEGER NOT NULL REFERENCES finding,
  step    TEXT NOT NULL,
  by      TEXT NOT NULL,
  at      TEXT NOT NULL,
  comment TEXT NOT NULL,
  event   TEXT NOT NULL -- uuid of the event
) STRICT;
CREATE INDEX finding_step_finding ON finding_step (finding);

-- Events on their way out, in the order in which the steps were taken.
CREATE TABLE outbox (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid    TEXT NOT NULL UNIQUE,
  at      TEXT NOT NULL,
  event   TEXT NOT NULL,
  sent_at TEXT
) STRICT;
CREATE INDEX outbox_pending ON outbox (seq) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
