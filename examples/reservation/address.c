#include "address.h"

#include <string.h>
#include <sys/socket.h>

bool
address_local(const char *path, struct sockaddr_un *out_address,
    struct fault *fault)
{
	size_t size = strlen(path);

	if (size == 0 || size >= sizeof(out_address->sun_path))
		return fault_set(fault,
		    "the path of a socket has 1 to %zu bytes, not %zu",
		    sizeof(out_address->sun_path) - 1, size);
	*out_address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(out_address->sun_path, path, size);
	return true;
}
