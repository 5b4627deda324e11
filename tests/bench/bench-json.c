/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-stream.h"

#include "core/wire/mb-json.h"
#include "core/wire/mb-record-codec.h"

/* How fast records are read: each alone, as a stream brings them, and all in one document. */

#define TARGET 150.0

static void
read_each (gpointer data)
{
  GPtrArray *events = data;

  for (guint i = 0; i < events->len; i++)
    {
      MbJson *json = mb_json_read (g_ptr_array_index (events, i), MB_JSON_CARRIER, NULL);

      g_assert (json != NULL);
      mb_json_unref (json);
    }
}

static void
read_all (gpointer data)
{
  MbJson *json = mb_json_read (data, MB_JSON_CARRIER, NULL);

  g_assert (json != NULL);
  mb_json_unref (json);
}

static void
decode_each (gpointer data)
{
  GPtrArray *events = data;

  for (guint i = 0; i < events->len; i++)
    {
      MbJson *json = mb_json_read (g_ptr_array_index (events, i), MB_JSON_CARRIER, NULL);
      g_autofree char *kind = mb_json_dup_string (json, mb_json_member (json, 0, "kind"));
      g_autofree char *id = mb_json_dup_string (json, mb_json_member (json, 0, "id"));
      MbRecord *record = mb_record_decode (mb_kind_from_name (kind), id, json, mb_json_member (json, 0, "value"), NULL,
                                           MB_JSON_NONE, NULL);

      g_assert (record != NULL);
      g_object_unref (record);
      mb_json_unref (json);
    }
}

int
main (void)
{
  g_autoptr (GPtrArray) events = bench_events_new (2000, 1);
  g_autoptr (GString) list = g_string_new ("{\"records\":[");
  g_autoptr (GBytes) document = NULL;
  gsize bytes = 0, length;
  gboolean reached;

  for (guint i = 0; i < events->len; i++)
    {
      const char *text = g_bytes_get_data (g_ptr_array_index (events, i), &length);

      bytes += length;
      g_string_append (list, i > 0 ? "," : "");
      g_string_append_len (list, text, (gssize) length);
    }
  g_string_append (list, "]}");
  document = g_bytes_new (list->str, list->len);

  g_print ("%u records of %" G_GSIZE_FORMAT " bytes on average\n", events->len, bytes / events->len);
  reached = bench_throughput ("JSON reader, a document per record", read_each, events, bytes, TARGET);
  reached &= bench_throughput ("JSON reader, all records in one", read_all, document, list->len, TARGET);
  bench_throughput ("read and decoded into records", decode_each, events, bytes, 0);
  return reached ? 0 : 1;
}
