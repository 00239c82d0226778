-- The last event of every stream: the version check and the next hash are one look-up, and a tail cut off shows.
-- Room in each page lets a head move without touching its index.
CREATE TABLE IF NOT EXISTS despatch.heads (
  stream  text   COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  hash    bytea  NOT NULL
) WITH (fillfactor = 70);
