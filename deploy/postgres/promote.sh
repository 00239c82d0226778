#!/usr/bin/env bash
# Makes this machine's standby the primary, after the primary's site was lost. Refuses when that could lose an acknowledged commit, or
# make a second primary: when the primary still answers, when the other standby still hears it or cannot be asked, or when the other
# standby has more. Run it as the operating system's user of the server. Silos and the other standby find the new primary by themselves.
# Environment: PGDATA; PEERS and PEER_PORTS as for before-start.sh; PGPASSFILE likewise; PGHOST, PGPORT of this server.
# Argument --alone: both other sites are lost for good. What only they had is lost with them. Commits go on waiting for a standby.
set -euo pipefail

: "${PGDATA:?}" "${PEERS:?}"
export PGPASSFILE="${PGPASSFILE:-$(dirname "$PGDATA")/.pgpass}"
alone=no
if [ "${1:-}" = --alone ]; then alone=yes; fi

refuse() { echo "promote: $*" >&2; exit 1; }

# True once it hears no primary and waits for more: only then is what it has applied all that it has. (What it says it received goes
# back to the start of a file whenever it connects, and is nothing after a restart.)
settled="SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver) AND coalesce((
  SELECT lower(wait_event) IN ('recoveryretrieveretryinterval', 'recoverywalstream')
  FROM pg_stat_activity WHERE backend_type = 'startup'), false)"
applied='SELECT pg_last_wal_replay_lsn()'
patience=15

here() { psql --no-psqlrc --tuples-only --no-align --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres --command "$1"; }
there() { psql --no-psqlrc --tuples-only --no-align --set ON_ERROR_STOP=1 \
  --dbname "host=$1 port=$2 user=despatch_replication dbname=postgres passfile=$PGPASSFILE connect_timeout=2" --command "$3"; }

# Asks until the answer is yes; fails after some seconds.
until_yes() {
  for _ in $(seq "$patience"); do
    if [ "$("$@" "$settled")" = t ]; then return 0; fi
    sleep 1
  done
  return 1
}

[ "$(here 'SELECT pg_is_in_recovery()')" = t ] || refuse "this server is no standby."

IFS=, read -ra hosts <<< "$PEERS"
IFS=, read -ra ports <<< "${PEER_PORTS:-5432}"
others=()
for i in "${!hosts[@]}"; do
  host=${hosts[$i]} port=${ports[$i]:-${ports[0]}}
  role=$(there "$host" "$port" 'SELECT pg_is_in_recovery()' 2> /dev/null) || continue
  [ "$role" = t ] || refuse "$host:$port answers and is the primary. Stop it first."
  others+=("$host $port")
done
if [ "${#others[@]}" = 0 ] && [ "$alone" = no ]; then
  refuse "the other standby does not answer; it may have commits that this server lacks. With --alone they are given up."
fi

until_yes here || refuse "this server still hears a primary, or has not applied all it has."
for other in "${others[@]}"; do
  read -r host port <<< "$other"
  until_yes there "$host" "$port" || refuse "$host:$port still hears a primary, or has not applied all it has."
  theirs=$(there "$host" "$port" "$applied")
  [ "$(here "SELECT ($applied) >= '$theirs'::pg_lsn")" = t ] || refuse "$host:$port has more than this server: promote that one."
done

pg_ctl promote --wait --pgdata "$PGDATA"
