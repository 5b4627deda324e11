/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "hub/wire/mb-framing.h"

#include <string.h>

/* Every case is cut in two at every offset: where a packet ends must not matter. */

typedef struct
{
  const char *name;
  const char *text;
  guint refusal;     /* 0: it passes */
  const char *shown; /* NULL: as it came */
} Case;

#define GET "GET / HTTP/1.1\r\n"
#define HOST "Host: hub\r\n"
#define POST "POST /x HTTP/1.1\r\n" HOST
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"

static const Case cases[] = {
  { "plain", GET HOST "\r\n", 0 },
  { "old", "GET / HTTP/1.0\r\n" HOST "\r\n", 0 },
  { "absolute form", "GET http://hub/x HTTP/1.1\r\n" HOST "\r\n", 0 },
  { "options of everything", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 0 },
  { "host with port", GET "Host: 127.0.0.1:8080\r\n\r\n", 0 },
  { "host six", GET "host:[::1]:80\r\n\r\n", 0 },
  { "an empty line before", "\r\n" GET HOST "\r\n", 0, GET HOST "\r\n" },
  { "body", POST "Content-Length: 5\r\n\r\nhello", 0 },
  { "empty body", POST "Content-Length: 0\r\n\r\n", 0 },
  { "chunks", CHUNKED "5\r\nhello\r\n0\r\n\r\n", 0 },
  { "chunk extension and trailer", CHUNKED "005;a=b\r\nhello\r\n0;x\r\nX: y\r\nZ: w\r\n\r\n", 0,
    CHUNKED "5\r\nhello\r\n0\r\n\r\n" },
  { "chunked in capitals", POST "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n", 0 },

  { "no host", GET "\r\n", 400 },
  { "two hosts", GET HOST HOST "\r\n", 400 },
  { "two hosts, other case", GET HOST "HOST: hub\r\n\r\n", 400 },
  { "empty host", GET "Host:\r\n\r\n", 400 },
  { "host with user", GET "Host: a@b\r\n\r\n", 400 },
  { "host with path", GET "Host: a/b\r\n\r\n", 400 },
  { "host with two", GET "Host: a, b\r\n\r\n", 400 },
  { "host port no number", GET "Host: a:b\r\n\r\n", 400 },
  { "no host in 1.0", "GET / HTTP/1.0\r\n\r\n", 400 },
  { "two lengths", POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400 },
  { "two lengths in one", POST "Content-Length: 5, 5\r\n\r\nhello", 400 },
  { "negative length", POST "Content-Length: -5\r\n\r\nhello", 400 },
  { "signed length", POST "Content-Length: +5\r\n\r\nhello", 400 },
  { "hex length", POST "Content-Length: 0x5\r\n\r\nhello", 400 },
  { "empty length", POST "Content-Length:\r\n\r\n", 400 },
  { "huge length", POST "Content-Length: 99999999999999999999\r\n\r\n", 400 },
  { "length with space", POST "Content-Length: 1 5\r\n\r\n", 400 },
  { "both framings", POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
  { "both framings, other order", POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400 },
  { "two encodings", POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
  { "gzip, chunked", POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400 },
  { "identity", POST "Transfer-Encoding: identity\r\n\r\n", 400 },
  { "another expectation", POST "Content-Length: 5\r\nExpect: 200-ok\r\n\r\nhello", 400 },
  { "xchunked", POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400 },
  { "chunked in 1.0", "POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
  { "space before colon", POST "Content-Length : 5\r\n\r\nhello", 400 },
  { "vertical tab before chunked", POST "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", 400 },
  { "folded line", GET HOST "X: a\r\n b\r\n\r\n", 400 },
  { "folded first line", GET " X: a\r\n" HOST "\r\n", 400 },
  { "no colon", GET HOST "nonsense\r\n\r\n", 400 },
  { "no name", GET HOST ": x\r\n\r\n", 400 },
  { "bare LF", "GET / HTTP/1.1\nHost: hub\n\n", 400 },
  { "bare LF in a field", GET HOST "X: y\n\r\n", 400 },
  { "bare CR in a field", GET HOST "X: y\rz\r\n\r\n", 400 },
  { "control character", GET HOST "X: \001\r\n\r\n", 400 },
  { "delete character", GET HOST "X: \177\r\n\r\n", 400 },
  { "two empty lines before", "\r\n\r\n" GET HOST "\r\n", 400 },
  { "two spaces", "GET  / HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "space in target", "GET /a b HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "tab in request line", "GET\t/ HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "fragment", "GET /#a HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "backslash", "GET \\ HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "half an escape", "GET /%2 HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "bytes beyond ASCII", "GET /\xe4\xb8\xad HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "other scheme", "GET ftp://hub/ HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "star for GET", "GET * HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "CONNECT", "CONNECT hub:443 HTTP/1.1\r\n" HOST "\r\n", 400 },
  { "no version", "GET /\r\n" HOST "\r\n", 400 },
  { "lower-case version", "GET / http/1.1\r\n" HOST "\r\n", 400 },
  { "long version", "GET / HTTP/1.10\r\n" HOST "\r\n", 400 },
  { "version 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400 },
  { "version 1.2", "GET / HTTP/1.2\r\n" HOST "\r\n", 505 },
  { "version 3", "GET / HTTP/3.0\r\n" HOST "\r\n", 505 },
  { "no chunk size", CHUNKED "\r\nhello\r\n0\r\n\r\n", 400 },
  { "negative chunk", CHUNKED "-5\r\nhello\r\n0\r\n\r\n", 400 },
  { "hex chunk", CHUNKED "0x5\r\nhello\r\n0\r\n\r\n", 400 },
  { "chunk with space", CHUNKED "5 \r\nhello\r\n0\r\n\r\n", 400 },
  { "chunk with bare LF", CHUNKED "5\nhello\r\n0\r\n\r\n", 400 },
  { "chunk beyond reason", CHUNKED "fffffffffffffffff\r\n", 400 },
  { "chunk that is longer", CHUNKED "4\r\nhello\r\n0\r\n\r\n", 400 },
  { "chunk without end", CHUNKED "5\r\nhelloX\r\n0\r\n\r\n", 400 },
  { "control character in extension", CHUNKED "5;\001\r\nhello\r\n", 400 },
  { "bare LF in trailer", CHUNKED "0\r\nX: y\n\r\n", 400 },
  { "TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400 },
};

static void
feed (MbFraming *framing, const char *text, gsize length, GByteArray *out)
{
  gsize used = mb_framing_take (framing, (const guint8 *) text, length, out);

  g_assert_true (used == length || framing->state == MB_FRAMING_REFUSED || framing->state == MB_FRAMING_END);
}

static void
check_case (const Case *c, gsize cut)
{
  gsize length = strlen (c->text);
  const char *shown = c->shown ? c->shown : c->text;
  g_autoptr (GByteArray) out = g_byte_array_new ();
  MbFraming framing;

  /* A greeting holds NULs; its length is what counts. */
  if (c->text[0] == '\x16')
    length = 11;

  mb_framing_init (&framing);
  feed (&framing, c->text, cut, out);
  if (framing.state != MB_FRAMING_REFUSED)
    feed (&framing, c->text + cut, length - cut, out);

  g_assert_cmpuint (framing.refusal, ==, c->refusal);
  if (c->refusal == 0)
    {
      g_assert_cmpint (framing.state, ==, MB_FRAMING_END);
      g_assert_cmpmem (out->data, out->len, shown, strlen (shown));
    }
  mb_framing_clear (&framing);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gsize length = MAX (strlen (c->text), 11);

  for (gsize cut = 0; cut <= MIN (length, c->text[0] == '\x16' ? 11 : strlen (c->text)); cut++)
    check_case (c, cut);
}

/* What is left after one request is the next one's, and is not looked at before it is asked for. */
static void
test_pipeline (void)
{
  const char *text = POST "Content-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\n" HOST "\r\nbad";
  gsize length = strlen (text), used;
  g_autoptr (GByteArray) out = g_byte_array_new ();
  MbFraming framing;

  mb_framing_init (&framing);
  used = mb_framing_take (&framing, (const guint8 *) text, length, out);
  g_assert_cmpint (framing.state, ==, MB_FRAMING_END);
  g_assert_true (g_str_has_prefix (text + used, "GET /2"));

  mb_framing_next (&framing);
  used += mb_framing_take (&framing, (const guint8 *) text + used, length - used, out);
  g_assert_cmpint (framing.state, ==, MB_FRAMING_END);
  g_assert_cmpstr (text + used, ==, "bad");
  mb_framing_clear (&framing);
}

static guint
refusal_of (const char *text, gsize length)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  MbFraming framing;
  guint refusal;

  mb_framing_init (&framing);
  mb_framing_take (&framing, (const guint8 *) text, length, out);
  refusal = framing.refusal;
  g_assert_true (refusal == 0 || out->len < 200);
  mb_framing_clear (&framing);

  return refusal;
}

static void
test_sizes (void)
{
  g_autoptr (GString) head = g_string_new (GET HOST "X: ");
  g_autoptr (GString) fields = g_string_new (GET HOST);
  g_autoptr (GString) trailer = g_string_new (CHUNKED "0\r\n");

  while (head->len < MB_FRAMING_MAX_HEAD - 4)
    g_string_append_c (head, 'a');
  g_string_append (head, "\r\n\r\n");
  g_assert_cmpuint (head->len, ==, MB_FRAMING_MAX_HEAD);
  g_assert_cmpuint (refusal_of (head->str, head->len), ==, 0);
  g_string_insert_c (head, 30, 'a');
  g_assert_cmpuint (refusal_of (head->str, head->len), ==, 431);

  for (int i = 0; i < 100; i++)
    g_string_append (fields, "X: y\r\n");
  g_string_append (fields, "\r\n");
  g_assert_cmpuint (refusal_of (fields->str, fields->len), ==, 431);

  for (int i = 0; i < 20000; i++)
    g_string_append (trailer, "X: y\r\n");
  g_assert_cmpuint (refusal_of (trailer->str, trailer->len), ==, 431);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/framing/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/framing/pipeline", test_pipeline);
  g_test_add_func ("/framing/sizes", test_sizes);

  return g_test_run ();
}
