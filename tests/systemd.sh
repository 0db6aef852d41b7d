#!/bin/sh
# The systemd units: what an Oracle server process that RMAN starts would not
# survive stands in no unit that it inherits, what the daemon relies on does
# stand there, systemd reads all of them without a word, and the daemon's own
# unit is as closed as we say. Each breach, planted in a copy, is found.
# shellcheck disable=SC1003,SC2016 # the backslash and dollar are for systemd
set -eu
: "${top_srcdir:?run me with make check}" "${top_builddir:?}"
units=$top_builddir/contrib/systemd
daemon=$units/backupexecd.service
worker=$units/backupexec-worker@.service
socket=$units/backupexec-worker.socket
drop_in=$top_srcdir/contrib/systemd/backupexecd-oracle.conf
highest=20 # exposure that systemd-analyze may find, in tenths
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trials=0
failed=0

complain() {
	echo "systemd.sh: $*"
	failed=$((failed + 1))
}

# What these files say together, read in this order as systemd does: lines
# "Section Key=value", of a key only what holds in the end.
effective() {
	awk '
	BEGIN {
		n = split("SystemCallFilter SystemCallArchitectures " \
		    "SystemCallLog RestrictAddressFamilies ReadWritePaths " \
		    "ReadOnlyPaths InaccessiblePaths NoExecPaths " \
		    "DeviceAllow TemporaryFileSystem", words)
		for (i = 1; i <= n; i++)
			lists[words[i]]
	}
	function take(line,   at, key, value) {
		sub(/^[ \t]+/, "", line)
		sub(/[ \t]+$/, "", line)
		if (line ~ /^\[.*\]$/) {
			section = substr(line, 2, length(line) - 2)
			return
		}
		at = index(line, "=")
		if (at == 0)
			return
		key = substr(line, 1, at - 1)
		value = substr(line, at + 1)
		sub(/[ \t]+$/, "", key)
		sub(/^[ \t]+/, "", value)
		if (value != "" && key in lists && (section " " key) in all)
			value = all[section " " key] " " value
		all[section " " key] = value
	}
	FNR == 1 { section = "" }
	/^[ \t]*[#;]/ { next }
	/\\$/ { held = held substr($0, 1, length($0) - 1) " "; next }
	{ take(held $0); held = "" }
	END { for (key in all) print key "=" all[key] }' "$@"
}

# What these files together say that RMAN would not survive, one name a line:
# DESIGN.md, section 11; what implies NoNewPrivileges after systemd.exec(5);
# and what takes rights or devices away.
breaches() {
	effective "$@" | awk '
	BEGIN {
		n = split("RemoveIPC NoNewPrivileges PrivateTmp PrivateIPC " \
		    "PrivateUsers PrivateDevices ProtectClock ProtectHome " \
		    "ProtectSystem MemoryDenyWriteExecute DynamicUser " \
		    "LockPersonality ProtectHostname ProtectKernelLogs " \
		    "ProtectKernelModules ProtectKernelTunables " \
		    "RestrictNamespaces RestrictRealtime RestrictSUIDSGID " \
		    "PrivateNetwork PrivatePIDs", words)
		for (i = 1; i <= n; i++)
			switches[words[i]]
		n = split("RestrictAddressFamilies SystemCallArchitectures " \
		    "SystemCallFilter SystemCallLog SecureBits DeviceAllow " \
		    "ReadOnlyPaths InaccessiblePaths NoExecPaths " \
		    "TemporaryFileSystem RootDirectory RootImage", words)
		for (i = 1; i <= n; i++)
			lists[words[i]]
		memlock = "its standard"
	}
	$1 != "Service" { next }
	{
		at = index($0, "=")
		key = substr($0, 9, at - 9)
		value = substr($0, at + 1)
	}
	key in switches && value != "" &&
	    tolower(value) !~ /^(no|n|false|f|off|0)$/
	key in lists && value != ""
	key == "CapabilityBoundingSet" && value != "~"
	key == "DevicePolicy" && value != "" && value != "auto"
	key == "LimitCORE" && value ~ /^0[A-Za-z]*(:|$)/
	key == "LimitMEMLOCK" { memlock = value }
	END {
		if (memlock != "infinity")
			print "Service LimitMEMLOCK=" memlock
	}' | sed 's/^Service //'
}

# bears WHAT FILE...: nothing in them breaks RMAN.
bears() {
	what=$1
	shift
	found=$(breaches "$@" | sort)
	[ -z "$found" ] ||
	    complain "$what breaks RMAN:" "$(echo "$found" | tr '\n' ' ')"
}

# finds KEY WHAT FILE...: they break RMAN by that key, and by no other.
finds() {
	key=$1
	what=$2
	shift 2
	trials=$((trials + 1))
	found=$(breaches "$@")
	case $found in
	*'
'* | '') ;;
	"$key="*) return 0 ;;
	esac
	complain "$what: not $key is found but '$found'"
}

# has FILE SECTION KEY VALUE
has() {
	value=$(effective "$1" | sed -n "s/^$2 $3=//p")
	[ "$value" = "$4" ] ||
	    complain "$(basename "$1"): [$2] $3 is '$value' and not '$4'"
}

# The worker's unit, and the daemon's as the owner of the Oracle software.
bears 'the worker' "$worker"
bears 'the daemon with the drop-in' "$daemon" "$drop_in"

# planted LINE...: the worker's unit with these lines.
planted() {
	cat "$worker"
	printf '%s\n' "$@"
}
while read -r line; do
	planted "$line" >"$work/planted"
	finds "${line%%=*}" "a planted $line" "$work/planted"
done <<'END'
RemoveIPC=yes
NoNewPrivileges=yes
NoNewPrivileges=1
NoNewPrivileges=TRUE
NoNewPrivileges=on
PrivateTmp=yes
PrivateTmp=disconnected
PrivateIPC=yes
PrivateUsers=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHome=read-only
ProtectHome=tmpfs
ProtectSystem=strict
ProtectSystem=yes
MemoryDenyWriteExecute=yes
LimitCORE=0
LimitCORE=0:0
LimitMEMLOCK=64K
LimitMEMLOCK=
DynamicUser=yes
LockPersonality=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX
RestrictNamespaces=~user
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=~@mount
SystemCallLog=@raw-io
CapabilityBoundingSet=CAP_IPC_LOCK
CapabilityBoundingSet=
SecureBits=noroot
DevicePolicy=closed
DeviceAllow=/dev/null rw
InaccessiblePaths=/u01
PrivateNetwork=yes
END
planted 'PrivateTmp = \' '# in between' ' yes' >"$work/planted"
finds PrivateTmp 'a line in two parts' "$work/planted"
planted 'PrivateTmp=no' 'PrivateTmp=yes' >"$work/planted"
finds PrivateTmp 'the last of two' "$work/planted"
sed '/^LimitMEMLOCK=/d' "$worker" >"$work/planted"
finds LimitMEMLOCK 'a missing LimitMEMLOCK' "$work/planted"

# What breaks nothing is not found.
planted '#PrivateTmp=yes' ';PrivateTmp=yes' 'ProtectHome=yes' \
    'ProtectHome=no' 'PrivateTmp=FALSE' 'SystemCallFilter=@mount' \
    'SystemCallFilter=' 'LimitCORE=infinity' 'LimitCORE=0M:infinity' \
    'LimitCORE=512M' '[Install]' 'PrivateTmp=yes' >"$work/planted"
trials=$((trials + 1))
bears 'what breaks nothing' "$work/planted"

# The drop-in takes back each thing that the daemon's unit forbids.
breaches "$daemon" | sed 's/=.*//' >"$work/keys"
while read -r key; do
	sed "/^$key=/d" "$drop_in" >"$work/drop-in"
	finds "$key" "the drop-in without $key" "$daemon" "$work/drop-in"
done <"$work/keys"

# What the daemon relies on.
has "$daemon" Service Type notify
has "$daemon" Service NotifyAccess main
has "$daemon" Service KillMode process
has "$daemon" Service Restart on-failure
has "$daemon" Service ExecReload '/bin/kill -HUP $MAINPID'
has "$daemon" Service User backupexec
has "$daemon" Service Group backupexec
has "$daemon" Service StateDirectory backupexec
has "$daemon" Service StateDirectoryMode 0711
has "$daemon" Service RuntimeDirectoryPreserve yes
for key in PrivateTmp PrivateUsers ProcSubset ProtectProc RemoveIPC \
    MemoryDenyWriteExecute; do
	has "$daemon" Service $key ''
done
has "$socket" Socket ListenStream /run/backupexec/worker.sock
has "$socket" Socket Accept yes
has "$socket" Socket SocketMode 0600
has "$socket" Socket SocketUser backupexec
has "$worker" Service StandardInput socket
has "$worker" Service KillMode process
for unit in "$daemon" "$worker" "$socket"; do
	! grep -n '@[A-Za-z_]*@' "$unit" ||
	    complain "$(basename "$unit"): configure left a word"
done

# What systemd says itself. The programs need not be there yet.
mkdir "$work/units" "$work/bin"
for name in backupexecd backupexec-worker; do
	printf '#!/bin/sh\n' >"$work/bin/$name"
	chmod +x "$work/bin/$name"
done
for unit in "$daemon" "$worker" "$socket"; do
	sed "s,^ExecStart=/.*/,ExecStart=$work/bin/," "$unit" \
	    >"$work/units/$(basename "$unit")"
done

# verified: systemd has nothing to say of our units.
verified() {
	status=0
	(cd "$work/units" && systemd-analyze verify --man=no \
	    ./backupexecd.service ./backupexec-worker.socket \
	    ./backupexec-worker@.service) >"$work/out" 2>&1 || status=$?
	[ $status -eq 0 ] && ! grep -q backupexec "$work/out"
}

# closed: the daemon's unit is within the exposure that we promise.
closed() {
	systemd-analyze security --offline=true --no-pager \
	    --threshold=$highest "$work/units/backupexecd.service" \
	    >"$work/out" 2>&1
}

# misses WHAT COMMAND...: systemd does find a breach.
misses() {
	what=$1
	shift
	trials=$((trials + 1))
	! "$@" || complain "systemd says nothing of $what"
}

show() {
	sed 's/^/    /' "$work/out"
}

skipped=
if command -v systemd-analyze >/dev/null 2>&1; then
	verified || {
		complain 'systemd-analyze verify is not content'
		show
	}
	closed || {
		complain "the daemon's unit is more exposed than promised"
		show
	}
	mkdir "$work/units/backupexecd.service.d"
	cp "$drop_in" "$work/units/backupexecd.service.d/"
	verified || {
		complain 'systemd-analyze verify dislikes the drop-in'
		show
	}
	misses 'a wide open unit' closed
	rm -r "$work/units/backupexecd.service.d"
	echo 'PrivatTmp=yes' >>"$work/units/backupexec-worker@.service"
	misses 'an unknown key' verified
	rm "$work/bin/backupexecd"
	misses 'a missing program' verified
else
	skipped='systemd-analyze is not installed, it was not asked'
fi

echo "systemd.sh: $trials trials, $failed failed"
[ $failed -eq 0 ] || exit 1
[ -z "$skipped" ] || {
	echo "SKIP: $skipped"
	exit 77
}
