/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/model/goods/mb-price.h"
#include "core/model/show/mb-notice.h"
#include "core/wire/mb-delta-reader.h"
#include "core/wire/mb-sse-parser.h"
#include "core/wire/mb-stream-digest.h"

#include <string.h>

/* Streams as a hub may send them, sound and not; every stream is fed cut at every offset, and what
 * comes of it is written down: deltas as "[reset kind/id=rev -kind/id] position", emergencies with "!",
 * and the first refusal. */

#define AT "\"at\":\"2026-11-23T06:58:12+08:00\""
#define LIVE(id) "event: live\nid: " id "\ndata: {" AT "}\n\n"
#define RESET "event: reset\ndata: {\"records\":2}\n\n"
#define PUT(kind, id, rev, value) \
  "event: put\ndata: {\"kind\":\"" kind "\",\"id\":\"" id "\",\"rev\":" rev "," AT ",\"by\":\"hub\",\"value\":" value "}\n\n"
#define DROP(kind, id, rev) "event: drop\ndata: {\"kind\":\"" kind "\",\"id\":\"" id "\",\"rev\":" rev "}\n\n"
#define STALL "{\"number\":\"1\"}"
#define SCALE "{}"
#define EMERGENCY \
  "{\"text\":{\"en\":\"Leave\"},\"level\":\"emergency\",\"when\":{\"to\":\"2026-11-23T09:00:00+08:00\"}}"
#define A "aaaaaaaaaaaa."
#define B "bbbbbbbbbbbb."

typedef struct
{
  const char *name, *stream, *happenings;
} Case;

static const Case cases[] = {
  { "a snapshot and a transaction",
    "retry: 2000\n\n" RESET PUT ("stall", "a-1", "3", STALL) PUT ("scale", "s", "7", SCALE) LIVE (A "7") ": beat\n\n"
    PUT ("stall", "a-2", "8", STALL) DROP ("scale", "s", "9") LIVE (B "9"),
    "[reset stall/a-1=3 scale/s=7] " A "7;[stall/a-2=8 -scale/s=9] " B "9;" },
  { "nothing new", LIVE (A "0") LIVE (A "0"), "[] " A "0;[] " A "0;" },
  { "an empty market", RESET LIVE (A "0"), "[reset] " A "0;" },
  { "no live, no delta", RESET PUT ("stall", "a-1", "3", STALL), "" },
  { "an emergency without a seal waits", PUT ("notice", "n", "1", EMERGENCY) PUT ("stall", "a-1", "2", STALL), "" },
  { "other kinds and events are passed over",
    PUT ("robot", "R 2", "4", "{\"new\":1}") DROP ("robot", "R 2", "5") "event: fact\ndata: [\n\n"
    "event: pulse\ndata: nonsense\n\ndata: more\n\n" PUT ("stall", "a-1", "6", STALL) LIVE (A "6"),
    "[stall/a-1=6] " A "6;" },
  { "unknown members", PUT ("stall", "a-1", "3", "{\"number\":\"1\",\"new\":{}},\"more\":[]") LIVE (A "3"),
    "[stall/a-1=3] " A "3;" },
  { "derived",
    PUT ("price", "p@average", "3",
         "{\"product\":\"p\",\"basis\":\"average\",\"fen\":1,\"per\":\"kg\",\"observed_at\":\"2026-11-23T06:00:00Z\","
         "\"source\":\"s\"},\"derived\":{\"yesterday_fen\":2}") LIVE (A "3"),
    "[price/p@average=3 derived] " A "3;" },
  { "a new journal", LIVE (A "9") RESET LIVE (B "4"), "[] " A "9;[reset] " B "4;" },

  { "not JSON", "event: put\ndata: {\n\n" LIVE (A "1"), "refused ;" },
  { "no object", "event: live\nid: " A "1\ndata: []\n\n", "refused ;" },
  { "a member twice", "event: reset\ndata: {\"records\":0,\"records\":0}\n\n", "refused /records;" },
  { "no kind", "event: put\ndata: {\"id\":\"a\",\"rev\":1," AT ",\"by\":\"hub\",\"value\":{}}\n\n", "refused /kind;" },
  { "kind of a wrong type", "event: drop\ndata: {\"kind\":7,\"id\":\"a\",\"rev\":1}\n\n", "refused /kind;" },
  { "no id", "event: drop\ndata: {\"kind\":\"stall\",\"rev\":1}\n\n", "refused /id;" },
  { "a wrong id", PUT ("stall", "A 1", "1", STALL), "refused /id;" },
  { "a wrong id dropped", DROP ("price", "a-1", "1"), "refused /id;" },
  { "rev 0", PUT ("stall", "a-1", "0", STALL), "refused /rev;" },
  { "a broken rev", PUT ("stall", "a-1", "1.0", STALL), "refused /rev;" },
  { "rev as text", DROP ("stall", "a-1", "\"1\""), "refused /rev;" },
  { "no at", "event: put\ndata: {\"kind\":\"scale\",\"id\":\"a\",\"rev\":1,\"by\":\"hub\",\"value\":{}}\n\n", "refused /at;" },
  { "no by", "event: put\ndata: {\"kind\":\"scale\",\"id\":\"a\",\"rev\":1," AT ",\"value\":{}}\n\n", "refused /by;" },
  { "no value", "event: put\ndata: {\"kind\":\"scale\",\"id\":\"a\",\"rev\":1," AT ",\"by\":\"hub\"}\n\n", "refused /value;" },
  { "value is a list", PUT ("stall", "a-1", "1", "[]"), "refused /value;" },
  { "value is null", PUT ("stall", "a-1", "1", "null"), "refused /value;" },
  { "another's value is a list", PUT ("robot", "a-1", "1", "[]"), "refused /value;" },
  { "a wrong value", PUT ("stall", "a-1", "1", "{\"number\":1}"), "refused /value/number;" },
  { "an incomplete value", PUT ("stall", "a-1", "1", "{}"), "refused /value/number;" },
  { "wrong derived", PUT ("stall", "a-1", "1", STALL ",\"derived\":1"), "refused /derived;" },
  { "wrong inside derived", PUT ("stall", "a-1", "1", STALL ",\"derived\":{\"number\":\"1\"}"), "refused /derived/number;" },
  { "no records", "event: reset\ndata: {}\n\n", "refused /records;" },
  { "fewer than no records", "event: reset\ndata: {\"records\":-1}\n\n", "refused /records;" },
  { "a reset in the middle", PUT ("stall", "a-1", "1", STALL) RESET LIVE (A "1"), "refused ;" },
  { "a reset after an unknown kind", PUT ("robot", "a-1", "1", STALL) RESET LIVE (A "1"), "refused ;" },
  { "two resets", RESET RESET LIVE (A "1"), "refused ;" },
  { "a live without id", "event: live\ndata: {" AT "}\n\n", "refused ;" },
  { "a live with another id", LIVE ("17"), "refused ;" },
  { "a live without time", "event: live\nid: " A "1\ndata: {}\n\n", "refused /at;" },
  { "a live with a wrong time", "event: live\nid: " A "1\ndata: {\"at\":\"today\"}\n\n", "refused /at;" },
  { "beyond its own position", PUT ("stall", "a-1", "8", STALL) LIVE (A "7"), "refused ;" },
  { "an id that is an older one", LIVE (A "7") PUT ("stall", "a-1", "8", STALL) "event: live\ndata: {" AT "}\n\n",
    "[] " A "7;refused ;" },
  { "back without a reset", LIVE (A "7") LIVE (A "6"), "[] " A "7;refused ;" },
  { "what came before a refusal stands", LIVE (A "7") "event: put\ndata: x\n\n" LIVE (A "8"), "[] " A "7;refused ;" },
};

typedef struct
{
  MbSseParser *parser;
  MbDeltaReader *reader;
  GString *happenings;
} Session;

static void
write_delta (GString *out, const MbDelta *delta)
{
  const char *separator = delta->reset ? " " : "";

  g_string_append (out, delta->reset ? "[reset" : "[");
  for (guint i = 0; i < delta->items->len; i++)
    {
      const MbDeltaItem *item = g_ptr_array_index (delta->items, i);

      g_string_append_printf (out, "%s%s%s/%s=%" G_GUINT64_FORMAT, separator, item->record != NULL ? "" : "-",
                              mb_kind_to_name (item->kind), item->id, item->rev);
      separator = " ";
      g_assert_true ((item->record != NULL) == (item->source != NULL));
      if (item->record == NULL)
        continue;
      g_assert_cmpuint (mb_record_get_rev (item->record), ==, item->rev);
      g_assert_cmpstr (mb_record_get_by (item->record), ==, "hub");
      if (MB_IS_PRICE (item->record) && MB_PRICE (item->record)->yesterday_fen == 2)
        g_string_append (out, " derived");
    }
  g_string_append_printf (out, "] %s;", delta->position);
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  Session *self = data;
  g_autoptr (MbDelta) delta = NULL;
  g_autoptr (MbRecord) emergency = NULL;
  g_autoptr (GError) error = NULL;

  if (!mb_delta_reader_take_event (self->reader, type, text, length, id, &delta, &emergency, &error))
    {
      const char *pointer = mb_error_get_pointer (error);

      g_string_append_printf (self->happenings, "refused %s;", pointer != NULL ? pointer : "");
      mb_sse_parser_stop (self->parser);
      return;
    }
  if (emergency != NULL)
    g_string_append_printf (self->happenings, "!%s=%" G_GUINT64_FORMAT ";", mb_record_get_id (emergency),
                            mb_record_get_rev (emergency));
  if (delta != NULL)
    write_delta (self->happenings, delta);
}

static void
on_retry (gpointer data, guint64 milliseconds)
{
}

static const MbSseCallbacks callbacks = { on_event, on_retry, NULL };

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  gsize length = strlen (self->stream);

  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autoptr (GString) happenings = g_string_new (NULL);
      g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
      Session session = { NULL, reader, happenings };
      g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, &session, NULL);

      session.parser = parser;
      g_assert_true (mb_sse_parser_feed (parser, self->stream, cut, NULL));
      g_assert_true (mb_sse_parser_feed (parser, self->stream + cut, length - cut, NULL));
      g_assert_cmpstr (happenings->str, ==, self->happenings);
    }
}

static gboolean
take (MbDeltaReader *reader, const char *type, const char *data, const char *id, MbDelta **delta)
{
  return mb_delta_reader_take_event (reader, type, data, strlen (data), id, delta, NULL, NULL);
}

/* What a lost connection has left is not part of the next one's first delta. */
static void
test_new_connection (void)
{
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  MbDelta *delta = NULL;

  g_assert_true (take (reader, "live", "{" AT "}", A "9", &delta));
  g_clear_pointer (&delta, mb_delta_free);
  g_assert_true (take (reader, "drop", "{\"kind\":\"stall\",\"id\":\"a-1\",\"rev\":10}", A "9", &delta));
  g_assert_null (delta);

  mb_delta_reader_reset (reader);
  g_assert_true (take (reader, "live", "{" AT "}", B "2", &delta));
  g_assert_cmpuint (delta->items->len, ==, 0);
  g_assert_cmpint (delta->at.us, !=, MB_UNSET);
  g_clear_pointer (&delta, mb_delta_free);
}

/* A sealed emergency shows before the live. It is an object of its own: the board empties the delta's when
 * it takes it. */
static void
test_emergency_is_its_own (void)
{
  g_autoptr (GString) put = g_string_new ("{\"kind\":\"notice\",\"id\":\"n\",\"rev\":1," AT ",\"by\":\"hub\",\"value\":" EMERGENCY "}");
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  g_autoptr (MbRecord) emergency = NULL;
  g_autoptr (MbDelta) delta = NULL;
  const MbDeltaItem *item;

  mb_stream_seal (put);
  g_assert_true (mb_delta_reader_take_event (reader, "put", put->str, put->len, "", &delta, &emergency, NULL));
  g_assert_nonnull (emergency);
  g_assert_true (take (reader, "live", "{" AT "}", A "1", &delta));
  item = g_ptr_array_index (delta->items, 0);
  g_assert_true (item->record != emergency);
  g_assert_true (mb_record_equal (item->record, emergency));
  g_assert_cmpmem (g_bytes_get_data (item->source, NULL), g_bytes_get_size (item->source), put->str, put->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/wire/delta/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/wire/delta/new-connection", test_new_connection);
  g_test_add_func ("/wire/delta/emergency-is-its-own", test_emergency_is_its_own);

  return g_test_run ();
}
