#!/bin/sh
# The package under a running systemd (boot.sh): what its services are, and do. A line a case: ok or not ok.
deb=/run/walk/paraph.deb

case_is() { # case_is NAME COMMAND…: it ends with 0
	name=$1
	shift
	if "$@" >/run/walk/last 2>&1; then
		echo "ok $name"
	else
		echo "not ok $name: $(tail -n 3 /run/walk/last | tr '\n' ' ')"
		journalctl --no-pager -u 'paraph*' >&2
	fi
}
healthy() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		python3 -c 'import urllib.request
print(urllib.request.urlopen("http://127.0.0.1:8080/healthz", timeout=10).read())' && return
		sleep 0.5
	done
	return 1
}
install() {
	DEBIAN_FRONTEND=noninteractive dpkg --no-triggers --force-unsafe-io -i "$deb"
}
not() {
	! "$@"
}

ip link set lo up 2>/dev/null || : # systemd has done it
dpkg --purge paraph >/dev/null 2>&1
rm -rf /var/lib/paraph
case_is "systemd is there, and the package is installed" install
case_is "nothing runs yet" not systemctl --quiet is-active paraph paraph-backup.timer paraph-outbox
case_is "a register is made" paraph init --pack ccm
case_is "the services start" systemctl enable --now paraph paraph-backup.timer
case_is "/healthz answers from within the service" healthy
case_is "an act is recorded beside it" paraph act add accession --state KEN --on 2026-11-02 --source invented
case_is "reload is harmless without TLS" systemctl reload paraph
case_is "the copy of the night is made" systemctl start paraph-backup
case_is "and is there" test -n "$(ls /var/lib/paraph/backups 2>/dev/null)"
case_is "an upgrade stops and starts it" install
case_is "it runs again" healthy
case_is "doctor finds nothing bad" paraph doctor
case_is "the package is removed" dpkg --no-triggers --remove paraph
case_is "and no service of it runs" not systemctl --quiet is-active paraph paraph-backup.timer
touch /run/out/done
