-- Every fact, for ever. The collation compares bytes: streams that differ in case or form only are different.
-- at: microseconds since 1970-01-01T00:00Z.
CREATE TABLE IF NOT EXISTS despatch.events (
  stream   text   COLLATE "C" NOT NULL,
  version  bigint NOT NULL,
  position bigint NOT NULL,
  name     text   COLLATE "C" NOT NULL,
  at       bigint NOT NULL,
  data     bytea  NOT NULL,
  hash     bytea  NOT NULL,
  PRIMARY KEY (stream, version)
);
