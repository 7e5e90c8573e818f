-- A few line hashes of each device's last whole config: enough to tell that a later text lacks its end; never its text.
CREATE TABLE outline (
  device        TEXT PRIMARY KEY, -- the name in lower case
  bytes         INTEGER NOT NULL,
  marks         TEXT NOT NULL,    -- JSON array of 32-bit numbers
  doubted_since TEXT              -- when a text first came that lacked the end; null when none did
) STRICT;
