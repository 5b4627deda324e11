/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "hub/wire/mb-framing.h"

/* However a connection's bytes are cut, the same requests come of them; and what has passed the front
 * door once passes it again as it is: there is nothing left in it to read in two ways. */

#define HOST "Host: hub\r\n"

const char *const fuzz_seeds[] = {
  "GET / HTTP/1.1\r\n" HOST "\r\nPOST /a HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabcGET /b HTTP/1.0\r\n" HOST "\r\n",
  "PUT /x HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: u\r\n\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n",
  "PUT /x HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nhost: [::1]:80\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n",
  NULL,
};

const char *const fuzz_words[] = {
  "\r\n", "\r\n\r\n", "\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", HOST, "HTTP/1.1", "0\r\n\r\n", "ffffffffffffffff",
  "Content-Length: 5\r\n", "5\r\nhello\r\n", " ", ";", "GET / HTTP/1.1\r\n", NULL,
};

typedef struct
{
  GByteArray *shown;
  gsize whole;   /* of shown, the requests that ended */
  guint refusal;
} Outcome;

static Outcome
pass (const guint8 *data, gsize size, gsize chunk)
{
  Outcome outcome = { g_byte_array_new () };
  g_autoptr (GByteArray) waiting = g_byte_array_new ();
  MbFraming framing;
  gsize at = 0;

  mb_framing_init (&framing);
  while (framing.state != MB_FRAMING_REFUSED)
    {
      gsize used;

      if (framing.state == MB_FRAMING_END)
        {
          outcome.whole = outcome.shown->len;
          mb_framing_next (&framing);
        }
      if (waiting->len == 0)
        {
          if (at == size)
            break;
          g_byte_array_append (waiting, data + at, (guint) MIN (chunk, size - at));
          at += MIN (chunk, size - at);
        }
      used = mb_framing_take (&framing, waiting->data, waiting->len, outcome.shown);
      g_assert (used == waiting->len || framing.state == MB_FRAMING_END || framing.state == MB_FRAMING_REFUSED);
      g_byte_array_remove_range (waiting, 0, (guint) used);
    }

  if (framing.state == MB_FRAMING_END)
    outcome.whole = outcome.shown->len;
  outcome.refusal = framing.refusal;
  mb_framing_clear (&framing);

  return outcome;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Outcome first = pass (data, size, MAX (size, 1)), again;

  for (gsize chunk = 1; chunk < 6; chunk++)
    {
      Outcome cut = pass (data, size, chunk);

      g_assert_cmpmem (cut.shown->data, cut.shown->len, first.shown->data, first.shown->len);
      g_assert (cut.whole == first.whole && cut.refusal == first.refusal);
      g_byte_array_unref (cut.shown);
    }

  again = pass (first.shown->data, first.whole, MAX (first.whole, 1));
  g_assert (again.refusal == 0);
  g_assert_cmpmem (again.shown->data, again.shown->len, first.shown->data, first.whole);
  g_byte_array_unref (again.shown);
  g_byte_array_unref (first.shown);

  return 0;
}
