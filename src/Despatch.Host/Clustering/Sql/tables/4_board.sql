-- The board of open incidents and units on duty as some silo last kept it, one for each format, for the next start. A cache like the states
-- above: deleting it costs the next start the reading of the whole log.
CREATE TABLE IF NOT EXISTS orleans.board (
  format   text        PRIMARY KEY,
  position bigint      NOT NULL,
  board    bytea       NOT NULL,
  kept_at  timestamptz NOT NULL DEFAULT now()
);
