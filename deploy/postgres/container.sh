#!/usr/bin/env bash
# The entry point of a site's PostgreSQL in a container: what systemd does with before-start.sh, then the image's own start. The image
# runs initialise.sh when, and only when, it has just made the first primary's database.
set -euo pipefail

here=$(dirname "$0")

# Secrets may be readable by root alone; the server's user gets copies that are its own.
copies=/run/despatch
install -d -o postgres -g postgres -m 0700 "$copies" "$(dirname "$PGDATA")"
for secret in DESPATCH_PASSWORD_FILE REPLICATION_PASSWORD_FILE POSTGRES_PASSWORD_FILE; do
  install -o postgres -g postgres -m 0400 "${!secret}" "$copies/${secret,,}"
  export "$secret=$copies/${secret,,}"
done

gosu postgres "$here/before-start.sh"
install -m 0755 "$here/initialise.sh" /docker-entrypoint-initdb.d/initialise.sh
exec docker-entrypoint.sh postgres -c "config_file=$here/$SITE.conf"
