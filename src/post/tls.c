#include "post/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static void context_free(void *c)
{
	SSL_CTX_free(c);
}

int tls_context(struct arena *a, const char *ca, struct ssl_ctx_st **ret, struct err *e)
{
	SSL_CTX *c = SSL_CTX_new(TLS_client_method());
	int good;

	if (!c)
		return err_set(e, ERR_BUG, "OpenSSL does not start");
	arena_defer(a, context_free, c);
	SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);
	SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_mode(c, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	good = ca ? SSL_CTX_load_verify_file(c, ca) : SSL_CTX_set_default_verify_paths(c);
	ERR_clear_error();
	if (good != 1)
		return err_set(e, ERR_IO, "%s: no certificates in PEM", ca ? ca : "the system's store");
	*ret = c;
	return 0;
}

int tls_start(struct ssl_ctx_st *c, int fd, const char *host, struct ssl_st **ret, struct err *e)
{
	SSL *ssl = SSL_new(c);
	unsigned char address[16];
	char name[256];
	bool numeric = inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
	bool good = ssl && SSL_set_fd(ssl, fd) == 1;

	snprintf(name, sizeof name, "%s", host); /* OpenSSL takes no const one */
	if (good && numeric)
		good = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1;
	else if (good)
		good = SSL_set1_host(ssl, host) == 1 &&
			SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name) == 1;
	if (!good) {
		SSL_free(ssl);
		return err_set(e, ERR_BUG, "OpenSSL does not start for %s", host);
	}
	SSL_set_connect_state(ssl);
	*ret = ssl;
	return 0;
}

static long outcome(SSL *ssl, int n)
{
	int why;

	if (n > 0)
		return n;
	why = SSL_get_error(ssl, n);
	return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? TLS_AGAIN : TLS_CLOSED;
}

static int at_most(size_t len)
{
	return len > (1u << 30) ? 1 << 30 : (int)len;
}

long tls_read(struct ssl_st *ssl, void *data, size_t len)
{
	ERR_clear_error();
	return outcome(ssl, SSL_read(ssl, data, at_most(len)));
}

long tls_write(struct ssl_st *ssl, const void *data, size_t len)
{
	ERR_clear_error();
	return outcome(ssl, SSL_write(ssl, data, at_most(len)));
}

bool tls_wants_write(struct ssl_st *ssl)
{
	return SSL_want_write(ssl);
}

bool tls_open(struct ssl_st *ssl)
{
	return SSL_is_init_finished(ssl);
}

int tls_shake(struct ssl_st *ssl)
{
	ERR_clear_error();
	return (int)outcome(ssl, SSL_do_handshake(ssl));
}

const char *tls_why(struct ssl_st *ssl)
{
	long verified = SSL_get_verify_result(ssl);

	if (verified != X509_V_OK)
		return X509_verify_cert_error_string(verified);
	return "the connection was closed";
}

void tls_free(struct ssl_st *ssl)
{
	SSL_free(ssl);
}
