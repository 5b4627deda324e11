/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/wire/mb-delta-reader.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-sse-parser.h"
#include "core/wire/mb-sse-writer.h"
#include "core/wire/mb-stream-digest.h"

#include <string.h>

/* A transcript as a hub sends it, and every way in which one byte of it can go wrong: what a screen then
 * shows is what it would have shown, or less of it. */

#define AT "2026-11-23T06:58:12.204+08:00"
#define STALL "{\"number\":\"1\"}"
#define EMERGENCY                                                                                                      \
  "{\"text\":{\"en\":\"Leave\"},\"level\":\"emergency\",\"when\":{\"to\":\"2026-11-23T09:00:00+08:00\"}}"
#define PRICE                                                                                                          \
  "{\"product\":\"p\",\"basis\":\"average\",\"fen\":1180,\"per\":\"500g\",\"observed_at\":\"" AT "\",\"source\":\"三号点\"}"

static void
write_event (GString *out, GChecksum *digest, const char *type, GString *data)
{
  mb_stream_digest_take (digest, type, data->str, data->len);
  mb_sse_write_event (out, type, NULL, data->str, (gssize) data->len);
  g_string_truncate (data, 0);
}

static void
write_put (GString *out, GChecksum *digest, const char *kind, const char *id, guint64 rev, const char *value)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (value, strlen (value));
  g_autoptr (GString) data = g_string_new (NULL);

  mb_event_write_put (data, kind, id, rev, AT, "hub", bytes, NULL);
  if (strstr (value, "emergency") != NULL)
    mb_stream_seal (data);
  write_event (out, digest, "put", data);
}

static void
write_drop (GString *out, GChecksum *digest, const char *kind, const char *id, guint64 rev)
{
  g_autoptr (GString) data = g_string_new (NULL);

  mb_event_write_drop (data, kind, id, rev);
  write_event (out, digest, "drop", data);
}

static void
write_live (GString *out, GChecksum *digest, const char *position, const char *at)
{
  g_autoptr (GString) data = g_string_new (NULL);

  mb_event_write_live (data, at, mb_stream_digest_end (digest, position, at));
  mb_sse_write_event (out, "live", position, data->str, (gssize) data->len);
  g_checksum_reset (digest);
}

static GString *
make_transcript (void)
{
  g_autoptr (GChecksum) digest = mb_stream_digest_new ();
  g_autoptr (GString) data = g_string_new (NULL);
  GString *out = g_string_new (NULL);

  mb_sse_write_retry (out, 2000);
  mb_event_write_reset (data, 3);
  write_event (out, digest, "reset", data);
  write_put (out, digest, "notice", "n", 1, EMERGENCY);
  write_put (out, digest, "stall", "a-1", 2, STALL);
  write_put (out, digest, "price", "p@average", 3, PRICE);
  write_live (out, digest, "aaaaaaaaaaaa.3", AT);
  mb_sse_write_beat (out);
  write_put (out, digest, "stall", "a-2", 4, STALL);
  write_drop (out, digest, "notice", "n", 5);
  write_live (out, digest, "bbbbbbbbbbbb.5", "2026-11-23T06:59:40.001+08:00");
  write_live (out, digest, "bbbbbbbbbbbb.6", AT);
  write_put (out, digest, "price", "p@average", 7, PRICE);
  write_live (out, digest, "cccccccccccc.7", AT);

  return out;
}

typedef struct
{
  MbSseParser *parser;
  MbDeltaReader *reader;
  GString *shown; /* a line for each thing that came onto the glass */
} Screen;

static void
show_delta (GString *shown, const MbDelta *delta)
{
  /* One that changes nothing is not missed. */
  if (!delta->reset && delta->items->len == 0)
    return;

  g_string_append (shown, delta->reset ? "reset\n" : "");
  for (guint i = 0; i < delta->items->len; i++)
    {
      const MbDeltaItem *item = delta->items->pdata[i];

      g_string_append_printf (shown, "%s %s %" G_GUINT64_FORMAT " ", mb_kind_to_name (item->kind), item->id, item->rev);
      if (item->source != NULL)
        g_string_append_len (shown, g_bytes_get_data (item->source, NULL), (gssize) g_bytes_get_size (item->source));
      g_string_append_c (shown, '\n');
    }
  g_string_append_printf (shown, "%s %" G_GINT64_FORMAT "\n", delta->position, delta->at.us);
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  Screen *self = data;
  g_autoptr (MbDelta) delta = NULL;
  g_autoptr (MbRecord) emergency = NULL;

  if (!mb_delta_reader_take_event (self->reader, type, text, length, id, &delta, &emergency, NULL))
    {
      mb_sse_parser_stop (self->parser);
      return;
    }
  if (emergency != NULL)
    g_string_append_printf (self->shown, "emergency %s %.*s\n", mb_record_get_id (emergency), (int) length, text);
  if (delta != NULL)
    show_delta (self->shown, delta);
}

static void
on_retry (gpointer data, guint64 milliseconds)
{
}

static char *
show (const char *bytes, gsize length)
{
  static const MbSseCallbacks callbacks = { on_event, on_retry, NULL };
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  Screen screen = { NULL, reader, g_string_new (NULL) };
  g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, &screen, NULL);

  screen.parser = parser;
  mb_sse_parser_feed (parser, bytes, length, NULL);

  return g_string_free (screen.shown, FALSE);
}

static void
check (const GString *damaged, const char *expected, gsize at)
{
  g_autofree char *shown = show (damaged->str, damaged->len);

  if (!g_str_has_prefix (expected, shown))
    g_error ("a byte damaged at %" G_GSIZE_FORMAT " shows:\n%s", at, shown);
}

static void
test_every_byte (void)
{
  static const char others[] = "\n\r \":,{}0x";
  g_autoptr (GString) transcript = make_transcript ();
  g_autofree char *expected = show (transcript->str, transcript->len);
  g_autoptr (GString) damaged = g_string_new_len (transcript->str, (gssize) transcript->len);

  g_assert_true (g_str_has_suffix (expected, "cccccccccccc.7 1795388292204000\n"));

  for (gsize at = 0; at < transcript->len; at++)
    {
      const char good = transcript->str[at];

      for (guint bit = 0; bit < 8; bit++)
        {
          damaged->str[at] = (char) (good ^ 1 << bit);
          check (damaged, expected, at);
        }
      for (const char *other = others; *other != '\0'; other++)
        {
          damaged->str[at] = *other;
          check (damaged, expected, at);
        }
      damaged->str[at] = good;
    }
}

/* One byte lost, twice there, or in another's place. */
static void
test_order (void)
{
  g_autoptr (GString) transcript = make_transcript ();
  g_autofree char *expected = show (transcript->str, transcript->len);

  for (gsize at = 0; at + 1 < transcript->len; at++)
    {
      g_autoptr (GString) damaged = g_string_new_len (transcript->str, (gssize) transcript->len);

      g_string_erase (damaged, (gssize) at, 1);
      check (damaged, expected, at);
      g_string_insert_c (damaged, (gssize) at, transcript->str[at]);
      g_string_insert_c (damaged, (gssize) at, transcript->str[at]);
      check (damaged, expected, at);
      g_string_erase (damaged, (gssize) at, 1);
      damaged->str[at] = transcript->str[at + 1];
      damaged->str[at + 1] = transcript->str[at];
      check (damaged, expected, at);
    }
}

/* An event lost, or before the one that it followed. */
static void
test_events (void)
{
  g_autoptr (GString) transcript = make_transcript ();
  g_autofree char *expected = show (transcript->str, transcript->len);
  g_auto (GStrv) events = g_strsplit (transcript->str, "\n\n", -1);

  for (guint at = 0; events[at] != NULL; at++)
    {
      g_autoptr (GString) without = g_string_new (NULL), turned = g_string_new (NULL);

      for (guint i = 0; events[i] != NULL; i++)
        if (i != at)
          {
            g_string_append_printf (without, "%s\n\n", events[i]);
            g_string_append_printf (turned, "%s\n\n", events[i]);
            if (i == at + 1)
              g_string_append_printf (turned, "%s\n\n", events[at]);
          }
      check (without, expected, at);
      check (turned, expected, at);
    }
}

/* As a script would check it. */
static void
test_digest (void)
{
  g_autoptr (GChecksum) digest = mb_stream_digest_new ();
  g_autofree char *expected =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, "reset\n{\"records\":0}\naaaaaaaaaaaa.0\n" AT "\n", -1);

  mb_stream_digest_take (digest, "reset", "{\"records\":0}", 13);
  g_assert_cmpstr (mb_stream_digest_end (digest, "aaaaaaaaaaaa.0", AT), ==, expected);
}

static void
test_seal (void)
{
  g_autoptr (GString) data = g_string_new ("{\"kind\":\"weight\",\"value\":{\"grams\":512}}");
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, data->str, (gssize) data->len - 1);
  g_autofree char *expected = g_strdup_printf ("%.*s,\"sha256\":\"%s\"}", (int) data->len - 1, data->str, digest);

  g_assert_cmpint (mb_stream_check_seal (data->str, data->len), ==, MB_SEAL_NONE);
  g_assert_cmpint (mb_stream_check_seal ("{}", 2), ==, MB_SEAL_NONE);
  mb_stream_seal (data);
  g_assert_cmpstr (data->str, ==, expected);
  g_assert_cmpint (mb_stream_check_seal (data->str, data->len), ==, MB_SEAL_WHOLE);
  *strstr (data->str, "512") = '9';
  g_assert_cmpint (mb_stream_check_seal (data->str, data->len), ==, MB_SEAL_BROKEN);
}

static gboolean
take_live (MbDeltaReader *reader, const char *data, GError **error)
{
  g_autoptr (MbDelta) delta = NULL;

  return mb_delta_reader_take_event (reader, "live", data, strlen (data), "aaaaaaaaaaaa.0", &delta, NULL, error);
}

/* A hub that says what it sent goes on saying it. */
static void
test_from_then_on (void)
{
  g_autoptr (GChecksum) digest = mb_stream_digest_new ();
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  g_autoptr (GString) data = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  mb_event_write_live (data, AT, mb_stream_digest_end (digest, "aaaaaaaaaaaa.0", AT));
  g_assert_true (take_live (reader, "{\"at\":\"" AT "\"}", NULL));
  g_assert_true (take_live (reader, data->str, NULL));
  g_assert_false (take_live (reader, "{\"at\":\"" AT "\"}", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
  g_assert_cmpstr (mb_error_get_pointer (error), ==, "/sha256");

  mb_delta_reader_reset (reader);
  g_assert_true (take_live (reader, "{\"at\":\"" AT "\"}", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/stream-digest/every-byte", test_every_byte);
  g_test_add_func ("/wire/stream-digest/order", test_order);
  g_test_add_func ("/wire/stream-digest/events", test_events);
  g_test_add_func ("/wire/stream-digest/digest", test_digest);
  g_test_add_func ("/wire/stream-digest/seal", test_seal);
  g_test_add_func ("/wire/stream-digest/from-then-on", test_from_then_on);

  return g_test_run ();
}
