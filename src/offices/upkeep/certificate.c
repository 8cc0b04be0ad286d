/* The certificate of the settings, as a browser will judge it. */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "offices/upkeep/doctor.h"

#define PEM_BYTES_MAX (256u << 10)
#define SOON_DAYS 14 /* before its end it should have been renewed */
#define DAY_S 86400

static BIO *opened(struct findings *f, const char *path)
{
	char *text;
	size_t len;
	struct err e;

	if (file_read(f->run->arena, path, PEM_BYTES_MAX, &text, &len, &e) == 0)
		return BIO_new_mem_buf(text, (int)len);
	finding_err(f, FINDING_BAD, &e);
	return NULL;
}

static bool fits_address(struct findings *f, X509 *cert)
{
	const char *host = f->run->site_url ? strstr(f->run->site_url, "://") : NULL;
	size_t len = host ? strcspn(host + 3, ":/") : 0;

	if (!host || X509_check_host(cert, host + 3, len, 0, NULL) == 1)
		return true;
	finding(f, FINDING_BAD,
		arena_printf(f->run->arena, "%s is not for %.*s, which PARAPH_URL names", f->run->tls_cert,
			(int)len, host + 3));
	return false;
}

static void look_at_time(struct findings *f, X509 *cert)
{
	struct arena *a = f->run->arena;
	time_t now = (time_t)(f->run->now_ms / 1000);
	struct tm tm = {0};
	char day[11];

	if (ASN1_TIME_to_tm(X509_get0_notAfter(cert), &tm) != 1)
		return;
	day_format(date_to_day((struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday}), day);
	time_t soon = now + (time_t)SOON_DAYS * DAY_S;
	if (X509_cmp_time(X509_get0_notBefore(cert), &now) > 0)
		finding(f, FINDING_BAD,
			arena_printf(a, "%s is not valid yet; is the clock right?", f->run->tls_cert));
	else if (X509_cmp_time(X509_get0_notAfter(cert), &now) < 0)
		finding(f, FINDING_BAD,
			arena_printf(a, "%s ended on %s: renew it, then systemctl reload paraph",
				f->run->tls_cert, day));
	else if (X509_cmp_time(X509_get0_notAfter(cert), &soon) < 0)
		finding(f, FINDING_NOTE, arena_printf(a, "%s ends on %s", f->run->tls_cert, day));
	else
		finding(f, FINDING_OK, arena_printf(a, "valid until %s", day));
}

static void look_at_pair(struct findings *f, X509 *cert, EVP_PKEY *key)
{
	struct arena *a = f->run->arena;
	struct stat st;

	if (!cert)
		finding(f, FINDING_BAD, arena_printf(a, "%s holds no certificate in PEM", f->run->tls_cert));
	if (!key)
		finding(f, FINDING_BAD, arena_printf(a, "%s holds no private key in PEM", f->run->tls_key));
	if (cert && key && X509_check_private_key(cert, key) != 1)
		finding(f, FINDING_BAD,
			arena_printf(a, "%s is not the key of %s", f->run->tls_key, f->run->tls_cert));
	if (stat(f->run->tls_key, &st) == 0 && st.st_mode & S_IROTH)
		finding(f, FINDING_BAD,
			arena_printf(
				a, "everybody on this computer may read %s: chmod 640", f->run->tls_key));
	if (cert && fits_address(f, cert))
		look_at_time(f, cert);
}

void certificate_look(struct findings *f)
{
	f->part = "TLS";
	if (!f->run->tls_cert != !f->run->tls_key) {
		finding(f, FINDING_BAD, "PARAPH_TLS_CERT and PARAPH_TLS_KEY go together: set both");
		return;
	}
	if (!f->run->tls_cert)
		return;
	BIO *cert_in = opened(f, f->run->tls_cert), *key_in = opened(f, f->run->tls_key);
	X509 *cert = cert_in ? PEM_read_bio_X509(cert_in, NULL, NULL, NULL) : NULL;
	EVP_PKEY *key = key_in ? PEM_read_bio_PrivateKey(key_in, NULL, NULL, NULL) : NULL;

	if (cert_in && key_in)
		look_at_pair(f, cert, key);
	ERR_clear_error();
	EVP_PKEY_free(key);
	X509_free(cert);
	BIO_free(key_in);
	BIO_free(cert_in);
}
