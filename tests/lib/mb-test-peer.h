/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbTestPeer: the other end of a client's connections, byte by byte: it listens on loopback, keeps
 * every request, and answers nothing but what the test sends. So a test can be a hub that stalls,
 * stops in the middle, or lies.
 *
 * Lives in the default main context.
 */
typedef struct _MbTestPeer MbTestPeer;

typedef struct
{
  char *head;        /* with its empty line */
  GByteArray *body;
  gboolean gone;     /* the client has closed the connection */
  struct _MbTestSocket *socket;
} MbTestRequest;

MbTestPeer *mb_test_peer_new (void);
void mb_test_peer_free (MbTestPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTestPeer, mb_test_peer_free)

const char *mb_test_peer_get_url (MbTestPeer *self); /* "http://127.0.0.1:35421" */
guint mb_test_peer_get_n_requests (MbTestPeer *self);
guint mb_test_peer_get_n_connections (MbTestPeer *self);
/** mb_test_peer_wait: waits for the request of that number, from 0. (transfer none) */
MbTestRequest *mb_test_peer_wait (MbTestPeer *self, guint index);
/** mb_test_peer_wait_for: waits for the request of that number, from 0, among those whose first line has @what in it,
 * where a client asks for several things in no order. (transfer none) */
MbTestRequest *mb_test_peer_wait_for (MbTestPeer *self, const char *what, guint index);

char *mb_test_request_dup_header (MbTestRequest *self, const char *name); /* NULL when absent */
void mb_test_request_send (MbTestRequest *self, const char *text);
void mb_test_request_send_bytes (MbTestRequest *self, const char *bytes, gsize length);
/** mb_test_request_open_stream: the head of a stream that lasts until the connection ends. */
void mb_test_request_open_stream (MbTestRequest *self);
/** mb_test_request_answer: a whole answer with its length. */
void mb_test_request_answer (MbTestRequest *self, guint status, const char *type, const char *body);
void mb_test_request_close (MbTestRequest *self); /* when what was sent is out */
void mb_test_request_reset (MbTestRequest *self); /* at once, by RST */

G_END_DECLS
