#!/usr/bin/env bash
# Before PostgreSQL starts on a site's machine: decides whether it may, and as what.
#   no data, a primary elsewhere      copies it and will follow it
#   no data, no primary, FIRST=yes    leaves the folder empty, for the very first primary
#   data of a standby                 nothing: it follows whichever of the others is the primary
#   data of a primary                 only if no other server is the primary by now: two of them would each go on by themselves
# Environment: PGDATA; SITE (lambeth ...); PEERS, the other servers' hosts, by commas, and PEER_PORTS, theirs (5432);
# REPLICATION_PASSWORD_FILE; PGPASSFILE, which is written from it (default: .pgpass beside PGDATA).
set -euo pipefail

: "${PGDATA:?}" "${SITE:?}" "${PEERS:?}" "${REPLICATION_PASSWORD_FILE:?}"
export PGPASSFILE="${PGPASSFILE:-$(dirname "$PGDATA")/.pgpass}"

say() { echo "before-start: $*" >&2; }

(umask 077 && printf '*:*:*:despatch_replication:%s\n' "$(sed 's/[:\\]/\\&/g' "$REPLICATION_PASSWORD_FILE")" > "$PGPASSFILE")

# libpq tries the hosts in turn until one is the primary. The passfile is named, since the server itself uses this text later on.
peers="host=$PEERS port=${PEER_PORTS:-5432} user=despatch_replication passfile=$PGPASSFILE connect_timeout=2 target_session_attrs=primary"

other_is_primary() { psql --no-psqlrc --quiet --dbname "$peers dbname=postgres" --command 'SELECT 1' > /dev/null 2>&1; }

if [ ! -e "$PGDATA/PG_VERSION" ]; then
  if other_is_primary; then
    say "copying the primary; the server will follow it as $SITE."
    pg_basebackup --dbname "$peers application_name=$SITE" --pgdata "$PGDATA" --wal-method stream --checkpoint fast --write-recovery-conf
  elif [ "${FIRST:-no}" = yes ]; then
    say "no data here and no primary elsewhere: a first primary may be made."
  else
    say "no data here, and none of $PEERS is a primary to copy."
    exit 1
  fi
elif [ ! -e "$PGDATA/standby.signal" ] && other_is_primary; then
  say "this was a primary, and now one of $PEERS is. Move $PGDATA away and start again: it will be copied anew."
  exit 1
fi
