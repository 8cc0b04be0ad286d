#!/bin/sh
# A PostgreSQL cluster of its own for tests: an unprivileged user, a unix socket only, nothing of the machine's
# own PostgreSQL touched.
#   postgres.sh start DIR   makes and starts it in DIR, prints its URL
#   postgres.sh stop DIR    stops it and removes DIR
# Whoever calls makes DIR (mktemp -d, a short name: a socket's path has 107 bytes at most).
# PARAPH_PG_FSYNC=on: commits wait for the disk, as in earnest. Default off.
set -eu
bin=${PARAPH_PG_BIN:-/usr/lib/postgresql/15/bin}
user=postgres

as_user() {
	if [ "$(id -u)" = 0 ]; then
		(cd / && runuser -u "$user" -- "$@")
	else
		"$@"
	fi
}

start() {
	if [ "$(id -u)" = 0 ]; then
		chown "$user" "$dir"
	fi
	as_user mkdir "$dir/socket"
	as_user "$bin/initdb" --pgdata="$dir/data" --username="$user" --auth=trust --encoding=UTF8 \
		--locale=C.UTF-8 --no-sync >"$dir/initdb.log"
	as_user tee -a "$dir/data/postgresql.conf" >/dev/null <<-END
		listen_addresses = ''
		unix_socket_directories = '$dir/socket'
		max_connections = 50
		shared_buffers = 128MB
		fsync = ${PARAPH_PG_FSYNC:-off}
		full_page_writes = ${PARAPH_PG_FSYNC:-off}
		max_wal_size = 2GB
		autovacuum = off
		timezone = 'UTC'
	END
	as_user "$bin/pg_ctl" start --pgdata="$dir/data" --log="$dir/log" --wait --silent >/dev/null
	echo "postgresql:///postgres?host=$dir/socket&user=$user"
}

stop() {
	if [ -f "$dir/data/postmaster.pid" ]; then
		as_user "$bin/pg_ctl" stop --pgdata="$dir/data" --mode=immediate --silent >/dev/null || true
	fi
	rm -rf "$dir"
}

case "${1:-} ${2:-}" in
"start /"* | "stop /"*)
	dir=$2
	"$1"
	;;
*)
	echo "usage: postgres.sh start|stop DIR (DIR from the root)" >&2
	exit 2
	;;
esac
