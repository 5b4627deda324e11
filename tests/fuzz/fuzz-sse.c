/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/wire/mb-sse-parser.h"

/* However a stream is cut, the same happens; and whatever comes, it is UTF-8. */

const char *const fuzz_seeds[] = {
  "retry: 2000\n\nevent: reset\ndata: {\"records\":1}\n\nevent: put\ndata: {\"id\":\"a\"}\ndata: 2\n\nid: x.1\ndata\n\n: beat\n\n",
  "\xef\xbb\xbf" "data:a\r\rid\r\ndata: \xe8\x8f\x9c\r\n\r\n:\n\n\r\r\ndata: \xf0\x9f\x8d\x85\n\n",
  "event: \xff\nid: \x80\ndata: \xe8\x8f\ndata: \xed\xa0\x80\xf4\x90\x80\x80\n\n",
  NULL,
};

const char *const fuzz_words[] = {
  "data", "data:", "event: ", "id: ", "retry: ", ": ", "\r\n", "\n\n", "\r\r", "\xef\xbb\xbf", "\xe8\x8f", "\xf0\x9f", "18446744073709551616", NULL,
};

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  g_assert (g_utf8_validate (type, -1, NULL) && g_utf8_validate (id, -1, NULL));
  g_assert (text[length] == '\0');
  g_string_append_printf (data, "%s %s ", type, id);
  g_string_append_len (data, text, (gssize) length);
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0')
      return; /* which is UTF-8, but g_utf8_validate() thinks otherwise */
  g_assert (g_utf8_validate (text, (gssize) length, NULL));
}

static void
on_retry (gpointer data, guint64 milliseconds)
{
  g_string_append_printf (data, "retry %" G_GUINT64_FORMAT " ", milliseconds);
}

static void
on_comment (gpointer data, const char *text, gsize length)
{
  g_string_append_c (data, ':');
  g_string_append_len (data, text, (gssize) length);
}

static GString *
parse (const guint8 *bytes, gsize size, gsize chunk)
{
  static const MbSseCallbacks callbacks = { on_event, on_retry, on_comment };
  GString *happenings = g_string_new (NULL);
  g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, happenings, NULL);
  gboolean sound = TRUE;

  mb_sse_parser_set_max_event (parser, 200);
  for (gsize at = 0; at < size && sound; at += chunk)
    sound = mb_sse_parser_feed (parser, (const char *) bytes + at, MIN (chunk, size - at), NULL);
  g_string_append (happenings, sound ? mb_sse_parser_get_last_event_id (parser) : "too large");
  return happenings;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GString) whole = parse (data, size, MAX (size, 1));

  for (gsize chunk = 1; chunk < 6; chunk++)
    {
      g_autoptr (GString) cut = parse (data, size, chunk);

      g_assert (g_string_equal (whole, cut));
    }
  return 0;
}
