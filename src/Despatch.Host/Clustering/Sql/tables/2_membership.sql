-- One row a cluster: its number rises with every change of membership, so that two silos cannot both change what they read.
CREATE TABLE IF NOT EXISTS orleans.membership_version (
  cluster text PRIMARY KEY,
  version integer NOT NULL DEFAULT 0
);

-- One row a start of a silo. generation tells starts at the same address apart; status is Orleans' SiloStatus (3 active, 6 dead).
CREATE TABLE IF NOT EXISTS orleans.membership (
  cluster    text        NOT NULL,
  address    text        NOT NULL,
  port       integer     NOT NULL,
  generation integer     NOT NULL,
  name       text        NOT NULL,
  host       text        NOT NULL,
  status     integer     NOT NULL,
  proxy_port integer     NOT NULL,
  suspects   text,
  started_at timestamptz NOT NULL,
  alive_at   timestamptz NOT NULL,
  PRIMARY KEY (cluster, address, port, generation)
);
