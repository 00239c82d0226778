-- Marks the file as ours: the letters DSPL.
PRAGMA application_id = 1146310732;

-- The head of every stream: makes the version check and the next hash one look-up.
CREATE TABLE streams (
  id      INTEGER PRIMARY KEY,
  stream  TEXT    NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  hash    BLOB    NOT NULL
) STRICT;

-- at: microseconds since 1970-01-01T00:00Z.
CREATE TABLE events (
  position  INTEGER PRIMARY KEY,
  stream_id INTEGER NOT NULL,
  version   INTEGER NOT NULL,
  name      TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  data      BLOB    NOT NULL,
  hash      BLOB    NOT NULL,
  UNIQUE (stream_id, version)
) STRICT;

CREATE TABLE tags (
  tag      TEXT    NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (tag, position)
) STRICT, WITHOUT ROWID;

-- position: that of the last event appended with the command.
CREATE TABLE commands (
  id          TEXT    NOT NULL UNIQUE,
  fingerprint TEXT    NOT NULL,
  answer      BLOB    NOT NULL,
  position    INTEGER NOT NULL
) STRICT;

-- SQLite has no grants; these stop a slip of the hand, and the hash chain shows the rest.
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
