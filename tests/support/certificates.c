#include "config.h"

#include "tests/support/certificates.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"

static FILE *
open_file(const char *folder, const char *name, const char *ending,
    const char *mode)
{
	char *path = mem_format("%s/%s.%s", folder, name, ending);
	FILE *file = fopen(path, mode);

	assert(file != NULL);
	(void)chmod(path, 0600);
	free(path);
	return file;
}

static void
add(X509 *certificate, int kind, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, kind,
	    value);

	assert(extension != NULL);
	(void)X509_add_ext(certificate, extension, -1);
	X509_EXTENSION_free(extension);
}

static void
name_it(X509_NAME *name, const char *text)
{
	(void)X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)text, -1, -1, 0);
}

static void
add_host(X509 *certificate, const char *host)
{
	const char *kind = host[0] >= '0' && host[0] <= '9' ? "IP" : "DNS";
	char *value = mem_format("%s:%s", kind, host);

	add(certificate, NID_subject_alt_name, value);
	free(value);
}

void
certificate_make(const char *folder, const char *name, const char *issuer,
    const char *host)
{
	static long serial;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	EVP_PKEY *signer = key;
	X509 *certificate = X509_new();
	FILE *file;

	(void)X509_set_version(certificate, 2);
	(void)ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
	(void)X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
	(void)X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
	(void)X509_set_pubkey(certificate, key);
	name_it(X509_get_subject_name(certificate), name);
	if (issuer == NULL) {
		(void)X509_set_issuer_name(certificate,
		    X509_get_subject_name(certificate));
		add(certificate, NID_basic_constraints, "critical,CA:TRUE");
	} else {
		name_it(X509_get_issuer_name(certificate), issuer);
		add_host(certificate, host);
		file = open_file(folder, issuer, "key", "r");
		signer = PEM_read_PrivateKey(file, NULL, NULL, NULL);
		(void)fclose(file);
	}
	assert(signer != NULL);
	(void)X509_sign(certificate, signer, EVP_sha256());
	file = open_file(folder, name, "key", "w");
	(void)PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
	(void)fclose(file);
	file = open_file(folder, name, "crt", "w");
	(void)PEM_write_X509(file, certificate);
	(void)fclose(file);
	if (signer != key)
		EVP_PKEY_free(signer);
	EVP_PKEY_free(key);
	X509_free(certificate);
}
