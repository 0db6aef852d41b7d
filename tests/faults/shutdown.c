/*
 * shutdown - end an ext4 file system as a power cut does: nothing more is
 * written, not even what its own log holds in memory.
 *
 *	shutdown FOLDER
 */
#include "config.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	uint32_t without_log = 2;
	int descriptor = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;

	if (descriptor < 0 ||
	    ioctl(descriptor, _IOR('X', 125, uint32_t), &without_log) != 0) {
		perror("shutdown");
		return 1;
	}
	(void)close(descriptor);
	return 0;
}
