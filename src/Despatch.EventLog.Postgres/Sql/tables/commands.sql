-- Every command done, with its first answer. position: that of the last event appended with it.
CREATE TABLE IF NOT EXISTS despatch.commands (
  id          text   COLLATE "C" PRIMARY KEY,
  fingerprint text   NOT NULL,
  answer      bytea  NOT NULL,
  position    bigint NOT NULL
);
