-- What Orleans' providers read at start: the statements in ../queries, each under its file's name. Only this table's shape is theirs.
CREATE TABLE IF NOT EXISTS orleans.OrleansQuery (
  QueryKey  text PRIMARY KEY,
  QueryText text NOT NULL
);
