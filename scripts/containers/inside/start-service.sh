#!/bin/sh
# Entry point of the PostgreSQL and Redis images that the tests make where no registry answers. As in the official images:
# a first start makes the cluster, and the server runs as its own user.
set -eu

if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then
  mkdir -p /var/lib/postgresql/data /var/run/postgresql
  chown -R postgres: /var/lib/postgresql/data /var/run/postgresql
  exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
fi

if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  chown -R redis: /data
  cd /data
  exec setpriv --reuid redis --regid redis --init-groups "$@"
fi

if [ "$1" = postgres ]; then
  data=/var/lib/postgresql/data
  if [ ! -s "$data/PG_VERSION" ]; then
    printf '%s' "$POSTGRES_PASSWORD" >/tmp/password
    initdb --pgdata "$data" --username "$POSTGRES_USER" --pwfile /tmp/password --auth-host scram-sha-256 --auth-local trust
    rm /tmp/password
    echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
    pg_ctl --pgdata "$data" --options '-c listen_addresses=' --wait start
    createdb --username "$POSTGRES_USER" "$POSTGRES_DB"
    pg_ctl --pgdata "$data" --wait stop
  fi
  exec postgres -D "$data" -c 'listen_addresses=*'
fi

[ -w /data ] && cd /data
exec "$@"
