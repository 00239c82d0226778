#!/usr/bin/env bash
# Makes the roles and the database, once, on the first primary, as the operating system's user of the server:
#   despatch              owns the database and is whom the silos connect as; the host makes the schema itself when it starts
#   despatch_replication  whom the standbys connect as
# Passwords come from files: DESPATCH_PASSWORD_FILE, REPLICATION_PASSWORD_FILE.
set -euo pipefail

: "${DESPATCH_PASSWORD_FILE:?names the file with the password of the role despatch}"
: "${REPLICATION_PASSWORD_FILE:?names the file with the password of the role despatch_replication}"

# There is no standby yet that could confirm what is committed here.
export PGOPTIONS='-c synchronous_commit=local'

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set silos="$(cat "$DESPATCH_PASSWORD_FILE")" --set standbys="$(cat "$REPLICATION_PASSWORD_FILE")" <<'SQL'
CREATE ROLE despatch LOGIN PASSWORD :'silos';
CREATE ROLE despatch_replication LOGIN REPLICATION PASSWORD :'standbys';
CREATE DATABASE despatch OWNER despatch TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
-- promote.sh asks a standby what it still has to apply.
GRANT pg_monitor TO despatch_replication;
REVOKE ALL ON DATABASE despatch FROM PUBLIC;
SQL
