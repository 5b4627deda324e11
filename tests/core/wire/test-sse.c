/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/wire/mb-sse-parser.h"
#include "core/wire/mb-sse-writer.h"

#include <string.h>

/* The parser's happenings are written down as lines, and every stream is fed whole, byte by byte, and
 * cut in two and in three at every offset: the lines must not differ. */

typedef struct
{
  const char *name;
  const char *stream;
  gsize length;
  const char *happenings;
} Case;

#define STREAM(text) text, sizeof text - 1
#define MELON "\xf0\x9f\x8d\x88"
#define BROKEN "\xef\xbf\xbd"

static const Case cases[] = {
  { "one line", STREAM ("data: a\n\n"), "message[] a;" },
  { "no space", STREAM ("data:a\n\n"), "message[] a;" },
  { "only one space is left out", STREAM ("data:  a \n\n"), "message[]  a ;" },
  { "a tab is none", STREAM ("data:\ta\n\n"), "message[] \ta;" },
  { "lines are joined", STREAM ("data: a\ndata: b\ndata:\n\n"), "message[] a|b|;" },
  { "an empty data line", STREAM ("data\n\ndata:\n\ndata: \n\n"), "message[] ;message[] ;message[] ;" },
  { "no data, no event", STREAM ("event: a\n\n\n\ndata: b\n\n"), "message[] b;" },
  { "the end is not an event", STREAM ("data: a\n\ndata: b\n"), "message[] a;" },
  { "not even nearly", STREAM ("data: a\n\ndata: b"), "message[] a;" },
  { "CR", STREAM ("data: a\rdata: b\r\r"), "message[] a|b;" },
  { "CRLF", STREAM ("data: a\r\ndata: b\r\n\r\n"), "message[] a|b;" },
  { "all three", STREAM ("data: a\rdata: b\ndata: c\r\n\r\ndata: d\n\r"), "message[] a|b|c;message[] d;" },
  { "CR CR LF is two line ends", STREAM ("data: a\r\r\ndata: b\r\r\n"), "message[] a;message[] b;" },
  { "LF CR is two line ends", STREAM ("data: a\n\rdata: b\n\r"), "message[] a;message[] b;" },
  { "type", STREAM ("event: put\ndata: a\n\ndata: b\n\n"), "put[] a;message[] b;" },
  { "the last type counts", STREAM ("event: a\nevent: b\ndata: x\n\n"), "b[] x;" },
  { "an empty type is none", STREAM ("event: a\nevent:\ndata: x\n\nevent\ndata: y\n\n"), "message[] x;message[] y;" },
  { "a type keeps its spaces", STREAM ("event:  a b \ndata: x\n\n"), " a b [] x;" },
  { "id stays", STREAM ("id: 1\ndata: a\n\ndata: b\n\n"), "message[1] a;message[1] b;" },
  { "id without data counts", STREAM ("id: 1\n\ndata: b\n\n"), "message[1] b;" },
  { "an empty id takes it back", STREAM ("id: 1\ndata: a\n\nid\ndata: b\n\n"), "message[1] a;message[] b;" },
  { "id with NULL is passed over", STREAM ("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n"), "message[1] a;message[1] b;" },
  { "id of an unfinished event", STREAM ("data: a\n\nid: 7\ndata: b\n"), "message[] a;" },
  { "an id of spaces", STREAM ("id:  x \ndata: a\n\n"), "message[ x ] a;" },
  { "retry", STREAM ("retry: 2000\n\nretry:0\n"), "retry 2000;retry 0;" },
  { "retry with a leading nought", STREAM ("retry: 0300\n"), "retry 300;" },
  { "nonsense is no retry", STREAM ("retry: 10s\nretry: -1\nretry: 1e3\nretry:\nretry\nretry:  5\nretry: 5 \n"), "" },
  { "an endless retry", STREAM ("retry: 99999999999999999999999\n"), "retry 18446744073709551615;" },
  { "comments", STREAM (": beat\n:\n:data: a\n\n"), "# beat;#;#data: a;" },
  { "a comment inside an event", STREAM ("data: a\n: beat\ndata: b\n\n"), "# beat;message[] a|b;" },
  { "unknown fields", STREAM ("datas: a\ndat: b\nData: c\n data: d\ndata : e\nfoo\nfoo:bar\ndata: f\n\n"), "message[] f;" },
  { "colons in a value", STREAM ("data: a: b:c\ndata::d\n\n"), "message[] a: b:c|:d;" },
  { "byte order mark", STREAM ("\xef\xbb\xbf" "data: a\n\n"), "message[] a;" },
  { "only one of them", STREAM ("\xef\xbb\xbf\xef\xbb\xbf" "data: a\n\ndata: b\n\n"), "message[] b;" },
  { "nor later", STREAM ("data: a\n\n\xef\xbb\xbf" "data: b\n\n"), "message[] a;" },
  { "a mark before a comment", STREAM ("\xef\xbb\xbf: x\n"), "# x;" },
  { "a mark before a blank line", STREAM ("\xef\xbb\xbf\ndata: a\n\n"), "message[] a;" },
  { "half a mark", STREAM ("\xef\xbb" "data: a\ndata: b\n\n"), "message[] b;" },
  { "a mark inside", STREAM ("data: \xef\xbb\xbf\n\n"), "message[] \xef\xbb\xbf;" },
  { "NULL in data", STREAM ("data: a\0b\n\n"), "message[] a<0>b;" },
  { "UTF-8", STREAM ("event: \xe8\x8f\x9c\nid: " MELON "\ndata: \xc3\xa9\xe8\x8f\x9c" MELON "\n\n"),
    "\xe8\x8f\x9c[" MELON "] \xc3\xa9\xe8\x8f\x9c" MELON ";" },
  { "lone bytes", STREAM ("data: a\x80" "b\xff" "c\xc0\xaf\n\n"), "message[] a" BROKEN "b" BROKEN "c" BROKEN BROKEN ";" },
  { "cut sequences", STREAM ("data: \xe8\x8f\ndata: \xf0\x9f\x8d" "a\ndata: \xe8\n\n"),
    "message[] " BROKEN "|" BROKEN "a|" BROKEN ";" },
  { "not in Unicode", STREAM ("data: \xed\xa0\x80\xf4\x90\x80\x80\n\n"),
    "message[] " BROKEN BROKEN BROKEN BROKEN BROKEN BROKEN BROKEN ";" },
  { "overlong", STREAM ("data: \xe0\x80\xaf\xf0\x82\x82\xac\n\n"),
    "message[] " BROKEN BROKEN BROKEN BROKEN BROKEN BROKEN BROKEN ";" },
  { "broken type, id, comment", STREAM ("event: \xff\nid: \xfe\n:\xfd\ndata: a\n\n"), "#" BROKEN ";" BROKEN "[" BROKEN "] a;" },
  { "a broken name is another's", STREAM ("da\xffta: a\n\xff" "data: b\ndata: c\n\n"), "message[] c;" },
  { "nothing", STREAM (""), "" },
  { "a hub's stream",
    STREAM ("retry: 2000\n\nevent: reset\ndata: {\"records\":1}\n\nevent: put\ndata: {\"kind\":\"price\"}\n\n"
            "event: live\nid: 9f3ac01b22de.1\ndata: {}\n\n: beat\n\n"),
    "retry 2000;reset[] {\"records\":1};put[] {\"kind\":\"price\"};live[9f3ac01b22de.1] {};# beat;" },
};

static void
append_visible (GString *out, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0')
      g_string_append (out, "<0>");
    else
      g_string_append_c (out, text[i] == '\n' ? '|' : text[i]);
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  g_assert_cmpint (text[length], ==, '\0');
  g_string_append_printf (data, "%s[%s] ", type, id);
  append_visible (data, text, length);
  g_string_append_c (data, ';');
}

static void
on_retry (gpointer data, guint64 milliseconds)
{
  g_string_append_printf (data, "retry %" G_GUINT64_FORMAT ";", milliseconds);
}

static void
on_comment (gpointer data, const char *text, gsize length)
{
  g_string_append_c (data, '#');
  append_visible (data, text, length);
  g_string_append_c (data, ';');
}

static const MbSseCallbacks callbacks = { on_event, on_retry, on_comment };

/* Its own block, so that a sanitizer sees a byte read beyond the end. */
static void
feed (MbSseParser *parser, const char *bytes, gsize length)
{
  g_autofree char *part = g_memdup2 (bytes, length);
  g_autoptr (GError) error = NULL;

  g_assert_true (mb_sse_parser_feed (parser, part, length, &error));
  g_assert_no_error (error);
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;

  for (gsize first = 0; first <= self->length; first++)
    for (gsize second = first; second <= self->length; second++)
      {
        g_autoptr (GString) happenings = g_string_new (NULL);
        g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, happenings, NULL);

        feed (parser, self->stream, first);
        feed (parser, self->stream + first, second - first);
        feed (parser, self->stream + second, self->length - second);
        g_assert_cmpstr (happenings->str, ==, self->happenings);
      }
}

static void
test_byte_by_byte (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) happenings = g_string_new (NULL);
      g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, happenings, NULL);

      for (gsize at = 0; at < cases[i].length; at++)
        feed (parser, cases[i].stream + at, 1);
      g_assert_cmpstr (happenings->str, ==, cases[i].happenings);
    }
}

static void
test_resumed (void)
{
  g_autoptr (GString) happenings = g_string_new (NULL);
  g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, happenings, "9f3ac01b22de.5");

  g_assert_cmpstr (mb_sse_parser_get_last_event_id (parser), ==, "9f3ac01b22de.5");
  feed (parser, "data: a\n\nid: x\ndata: b\n", 23);
  g_assert_cmpstr (mb_sse_parser_get_last_event_id (parser), ==, "9f3ac01b22de.5");
  feed (parser, "\n", 1);
  g_assert_cmpstr (mb_sse_parser_get_last_event_id (parser), ==, "x");
  g_assert_cmpstr (happenings->str, ==, "message[9f3ac01b22de.5] a;message[x] b;");
}

/* A bound is a bound however the bytes come. */
static void
test_max_event (void)
{
  static const char fits[] = "data: 12345\ndata: 12345678901234\n\n";
  static const char data_too_long[] = "data: 12345\ndata: 123456789012345\n\n";
  static const char line_too_long[] = ": 12345678901234567890123456789\n";

  for (gsize step = 1; step < sizeof data_too_long; step++)
    for (guint i = 0; i < 3; i++)
      {
        g_autoptr (GString) happenings = g_string_new (NULL);
        g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, happenings, NULL);
        const char *stream = i == 0 ? fits : i == 1 ? data_too_long : line_too_long;
        gsize length = strlen (stream);
        g_autoptr (GError) error = NULL;

        mb_sse_parser_set_max_event (parser, 26);
        for (gsize at = 0; at < length && error == NULL; at += step)
          mb_sse_parser_feed (parser, stream + at, MIN (step, length - at), &error);
        if (i == 0)
          {
            g_assert_no_error (error);
            g_assert_cmpstr (happenings->str, ==, "message[] 12345|12345678901234;");
          }
        else
          {
            g_assert_error (error, MB_ERROR, MB_ERROR_TOO_LARGE);
            g_assert_cmpstr (happenings->str, ==, "");
          }
      }
}

static void
on_event_stop (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  MbSseParser **parser = data;

  mb_sse_parser_stop (*parser);
  *parser = NULL; /* a second call would show */
}

static void
test_stop (void)
{
  static const MbSseCallbacks stopping = { on_event_stop, on_retry, NULL };
  MbSseParser *stopper;
  g_autoptr (MbSseParser) parser = mb_sse_parser_new (&stopping, &stopper, NULL);

  stopper = parser;
  feed (parser, "data: a\n\ndata: b\n\n", 18);
  feed (parser, "data: c\n\n", 9);
  g_assert_null (stopper);
}

static void
test_writer (void)
{
  static const struct
  {
    const char *data, *written, *read;
  } texts[] = {
    { "{\"a\":1}", "data: {\"a\":1}\n\n", "{\"a\":1}" },
    { "", "data: \n\n", "" },
    { "a\nb\r\nc\rd", "data: a\ndata: b\ndata: c\ndata: d\n\n", "a|b|c|d" },
    { "\n", "data: \ndata: \n\n", "|" },
    { "\r\r\n", "data: \ndata: \ndata: \n\n", "||" },
    { " a:\n", "data:  a:\ndata: \n\n", " a:|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL), happenings = g_string_new (NULL);
      g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, happenings, NULL);
      g_autofree char *expected = g_strdup_printf ("live[c.1] %s;", texts[i].read);

      mb_sse_write_event (out, NULL, NULL, texts[i].data, -1);
      g_assert_cmpstr (out->str, ==, texts[i].written);

      g_string_truncate (out, 0);
      mb_sse_write_event (out, "live", "c.1", texts[i].data, (gssize) strlen (texts[i].data));
      feed (parser, out->str, out->len);
      g_assert_cmpstr (happenings->str, ==, expected);
    }
}

static void
test_writer_rest (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  mb_sse_write_retry (out, 2000);
  mb_sse_write_beat (out);
  g_assert_cmpstr (out->str, ==, "retry: 2000\n\n: beat\n\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/wire/sse/cut/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/wire/sse/byte-by-byte", test_byte_by_byte);
  g_test_add_func ("/wire/sse/resumed", test_resumed);
  g_test_add_func ("/wire/sse/max-event", test_max_event);
  g_test_add_func ("/wire/sse/stop", test_stop);
  g_test_add_func ("/wire/sse/writer", test_writer);
  g_test_add_func ("/wire/sse/writer-rest", test_writer_rest);

  return g_test_run ();
}
