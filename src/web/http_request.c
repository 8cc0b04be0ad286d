/* What the line knows of a request. */
#include <arpa/inet.h>
#include <string.h>

#include "web/http_private.h"

const char *request_header(const struct request *q, const char *name)
{
	const struct coming *c = q->line;
	const char *value = MHD_lookup_connection_value(c->connection, MHD_HEADER_KIND, name);

	return value && strlen(value) <= HEADER_MAX ? value : NULL;
}

const char *http_peer(const struct request *q)
{
	const struct coming *c = q->line;
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char text[INET6_ADDRSTRLEN] = "";
	union {
		const struct sockaddr *any;
		const struct sockaddr_in *v4;
		const struct sockaddr_in6 *v6;
	} u = {info ? info->client_addr : NULL};

	if (u.any && u.any->sa_family == AF_INET)
		inet_ntop(AF_INET, &u.v4->sin_addr, text, sizeof text);
	else if (u.any && u.any->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &u.v6->sin6_addr, text, sizeof text);
	return arena_strdup(q->a, text);
}
