#!/bin/sh
# Run one script inside a small machine of its own, whose clock may be set and
# whose disk may fail: a kernel of Debian's, busybox, and what is named here.
# Without hardware support it takes some seconds to start.
# Usage: vm.sh -w FOLDER [-m MB] [-t SECONDS] [-b PROGRAM]... [-f HOST:GUEST]...
#        [-k MODULE]... SCRIPT
#	-w	where the machine is made; the kernel stays there
#	-b	a program and its libraries, into /bin
#	-l	a library that is loaded later, and its own, to the same place
#	-f	a file or folder, to that place
#	-k	a module of the kernel
# SCRIPT runs under busybox's sh as root. What it prints is printed, and it
# decides the exit status: 0 when it ended with 0. 77: something is missing.
set -eu
usage() {
	sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2
	exit 2
}
work=''
memory=512
seconds=120
programs=''
libraries=''
files=''
modules=''
while getopts w:m:t:b:l:f:k: option; do
	case $option in
	w) work=$OPTARG ;;
	m) memory=$OPTARG ;;
	t) seconds=$OPTARG ;;
	b) programs="$programs $OPTARG" ;;
	l) libraries="$libraries $OPTARG" ;;
	f) files="$files $OPTARG" ;;
	k) modules="$modules $OPTARG" ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
if [ -z "$work" ] || [ $# -ne 1 ] || [ ! -f "$1" ]; then
	usage
fi
script=$(cd "$(dirname "$1")" && pwd)/${1##*/}

missing() {
	echo "SKIP: $*"
	exit 77
}
for program in qemu-system-x86_64 busybox cpio apt-get dpkg-deb; do
	command -v $program >/dev/null || missing "$program is not installed"
done
mkdir -p "$work"
cd "$work"

# The kernel: taken out of its package, nothing is installed.
image() {
	find kernel/boot -name 'vmlinuz-*' 2>/dev/null | head -n 1
}
if [ -z "$(image)" ]; then
	package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null |
	    sed -n 's/.*Depends: //p' | head -n 1)
	if [ -z "$package" ] ||
	    ! apt-get -qq download "$package" >/dev/null 2>&1; then
		missing 'no kernel could be had from the packages'
	fi
	dpkg-deb -x "$package"_*.deb kernel
	rm -f "$package"_*.deb
fi

# The root: busybox, the programs, what they load.
rm -rf root
mkdir -p root/bin root/sbin root/lib/modules root/proc root/sys root/dev \
    root/tmp root/etc root/run root/var root/root
cp "$(command -v busybox)" root/bin/busybox
take() {
	[ -e "root$1" ] && return
	mkdir -p "root${1%/*}"
	cp -L "$1" "root$1"
}
take_libraries() {
	ldd "$1" 2>/dev/null | grep -o '/[^ )]*' | while read -r library; do
		take "$library"
	done
}
for program in $programs; do
	cp -L "$program" root/bin/
	take_libraries "$program"
done
for library in $libraries; do
	take "$library"
	take_libraries "$library"
done
for file in $files; do
	guest=${file#*:}
	mkdir -p "root${guest%/*}"
	cp -rL "${file%%:*}" "root$guest"
done
for module in $modules; do
	found=$(find kernel/lib/modules -name "$module.ko")
	[ -n "$found" ] || missing "the kernel has no $module"
	cp "$found" root/lib/modules/
done
cp "$script" root/script.sh
cat >root/init <<'END'
#!/bin/busybox sh
/bin/busybox --install -s /sbin
export PATH=/bin:/sbin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
for round in 1 2 3; do
	for module in /lib/modules/*.ko; do
		[ ! -e $module ] || insmod $module 2>/dev/null
	done
done
ifconfig lo 127.0.0.1 up
echo VM-BEGIN
sh /script.sh
echo "VM-END $?"
poweroff -f
END
chmod +x root/init
(cd root && find . | cpio -o -H newc 2>/dev/null | gzip -1 >../root.gz)

timeout -k 5 "$seconds" qemu-system-x86_64 -M q35 -accel tcg,thread=multi \
    -cpu max -smp 2 -m "$memory" -nographic -no-reboot -net none \
    -kernel "$(image)" -initrd root.gz \
    -append 'console=ttyS0 quiet panic=-1' </dev/null 2>&1 |
    tr -d '\r' >console || :
sed '1,/VM-BEGIN$/d; /^VM-END/,$d' console
grep -q '^VM-END' console || {
	echo "the machine did not come to its end within $seconds s:"
	tail -n 20 console
	exit 1
}
grep -q '^VM-END 0$' console
