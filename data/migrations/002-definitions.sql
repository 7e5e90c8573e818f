-- What approvals call by name: collectors and tags. One row for each name in force.
CREATE TABLE definition (
  id   INTEGER PRIMARY KEY,
  uid  TEXT NOT NULL UNIQUE,
  key  TEXT NOT NULL UNIQUE, -- kind and name in lower case
  body TEXT NOT NULL
) STRICT;

-- What one person proposed and another has to confirm.
CREATE TABLE proposal (
  id   INTEGER PRIMARY KEY,
  uid  TEXT NOT NULL UNIQUE,
  by   TEXT NOT NULL,
  at   TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

-- Each step's hash covers the one before it, so that no step can be changed, removed or moved unseen. Null: a step that was
-- taken before there was a chain; the next step seals it.
ALTER TABLE approval_step ADD COLUMN hash TEXT;

-- What people say of a finding without taking a step.
CREATE TABLE finding_comment (
  id      INTEGER PRIMARY KEY,
  finding INTEGER NOT NULL REFERENCES finding,
  by      TEXT NOT NULL,
  at      TEXT NOT NULL,
  comment TEXT NOT NULL
) STRICT;
CREATE INDEX finding_comment_finding ON finding_comment (finding);

-- When a change of this finding was seen that waits for more of its kind before it becomes a step.
ALTER TABLE finding ADD COLUMN held_at TEXT;
CREATE INDEX finding_held ON finding (held_at) WHERE held_at IS NOT NULL;
CREATE INDEX finding_resolved ON finding (last_seen) WHERE state = 'resolved';

-- `finding`, or `heartbeat`.
ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'finding';
CREATE INDEX outbox_heartbeat ON outbox (seq) WHERE kind = 'heartbeat';
