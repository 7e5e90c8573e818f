-- How the last pulls of each device went; never its text.
CREATE TABLE pull (
  device   TEXT PRIMARY KEY, -- the name in lower case
  tried_at TEXT NOT NULL,
  bytes    INTEGER,          -- of the last text that was whole by its own signs
  failure  TEXT              -- class of the last try's failure; null when it was whole
) STRICT;
