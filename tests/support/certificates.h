/*
 * certificates - an authority and what it certified, in files of a folder.
 *
 * Thread: maker.
 */
#ifndef TESTS_SUPPORT_CERTIFICATES_H
#define TESTS_SUPPORT_CERTIFICATES_H

/*
 * FOLDER/NAME.crt and FOLDER/NAME.key: an authority when `issuer` is NULL, else
 * a certificate of that authority for `host`, a name or an address.
 */
void certificate_make(const char *folder, const char *name, const char *issuer,
    const char *host);

#endif
