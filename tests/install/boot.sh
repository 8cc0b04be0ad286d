#!/bin/sh
# Starts systemd as the first process of a throw-away layer over this machine, with a network of its own, and lets it
# run walk.sh there and nothing else of what this machine starts.
#   boot.sh LAYER DEB OUT    LAYER: an empty folder; DEB: the package; OUT: the folder that walk.sh writes to
# For unshare --mount --pid --net --ipc --uts --cgroup --fork --kill-child. Exit status 77: it cannot be done here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
layer=$1 deb=$2 out=$3

mount --make-rprivate / || exit 77
mount -t tmpfs tmpfs "$layer" || exit 77
root=$layer/root
mkdir "$layer/up" "$layer/in" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/up,workdir=$layer/in" "$root" || exit 77
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,ro,bind "$root/proc/sys" # the kernel is this machine's
mount -t sysfs -o ro sysfs "$root/sys" || exit 77
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup" || exit 77
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir "$root/run/walk" "$root/run/out"
mount --bind "$out" "$root/run/out"
cp "$deb" "$root/run/walk/paraph.deb"
cp "$here/walk.sh" "$root/run/walk"

# Of this machine's units only what a service needs: no devices, no clock, no file systems, nothing enabled.
rm -rf "$root"/etc/systemd/system/*.wants "$root"/lib/systemd/system/*.target.wants "$root/usr/sbin/policy-rc.d"
: >"$root/etc/fstab"
echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
mkdir -p "$root/run/systemd/system"
cat >"$root/run/systemd/system/walk.service" <<-'END'
	[Unit]
	DefaultDependencies=no
	Wants=systemd-journald.service
	After=systemd-journald.service
	[Service]
	Type=oneshot
	ExecStart=/bin/sh /run/walk/walk.sh
	StandardOutput=file:/run/out/said
	StandardError=file:/run/out/log
END
cat >"$root/run/systemd/system/walk.target" <<-'END'
	[Unit]
	DefaultDependencies=no
	Wants=walk.service
END
mkdir "$root/run/old"
cd "$root"
pivot_root . run/old
umount --lazy /run/old
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=other /lib/systemd/systemd --system \
	--unit=walk.target --show-status=no --log-target=null
