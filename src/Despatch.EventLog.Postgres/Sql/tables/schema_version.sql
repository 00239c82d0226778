-- One row: which schema this is. A program that knows only older ones refuses it.
CREATE TABLE IF NOT EXISTS despatch.schema_version (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version  integer NOT NULL
);
