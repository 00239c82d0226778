-- States of grains: snapshots, which may be deleted at any time. version rises with every write.
CREATE TABLE IF NOT EXISTS orleans.state (
  service     text        NOT NULL,
  kind        text        NOT NULL,
  extension   text        NOT NULL,
  n0          bigint      NOT NULL,
  n1          bigint      NOT NULL,
  payload     bytea,
  version     integer     NOT NULL,
  modified_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (service, kind, extension, n1, n0)
);
