/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo-state.h"

#include "core/wire/mb-record-codec.h"
#include "demo/mb-demo.h"

#include <string.h>

gint64
demo_at (const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 us = 0;

  mb_demo_parse_time (text, &us, &error);
  g_assert_no_error (error);

  return us;
}

MbDemoDay *
demo_day_new (guint32 seed)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (MB_DEMO_ZONE);

  return mb_demo_day_new (MB_DEMO_DAY, zone, seed);
}

GHashTable *
demo_state_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

GHashTable *
demo_state_at (MbDemoDay *day, gint64 us)
{
  g_autoptr (MbChangeSet) market = mb_demo_day_build_market (day);
  g_autoptr (MbChangeSet) eve = mb_demo_day_build_eve (day);
  g_autoptr (MbChangeSet) today = mb_demo_day_build_events (day, 0, mb_demo_day_count_until (day, us));
  GHashTable *self = demo_state_new ();

  demo_state_fold (self, market);
  demo_state_fold (self, eve);
  demo_state_fold (self, today);

  return self;
}

/* A transaction holds a record once, and drops only what stands. */
void
demo_state_fold (GHashTable *self, MbChangeSet *set)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (set->proposals->len, <=, MB_CHANGES_MAX);
  for (guint i = 0; i < set->proposals->len; i++)
    {
      const MbProposal *proposal = set->proposals->pdata[i];
      g_autofree char *key = g_strconcat (mb_kind_to_name (proposal->kind), "/", proposal->id, NULL);

      g_assert_true (g_hash_table_add (seen, g_strdup (key)));
      if (proposal->value != NULL)
        g_hash_table_replace (self, g_steal_pointer (&key), g_bytes_ref (proposal->value));
      else
        g_assert_true (g_hash_table_remove (self, key));
    }
}

static MbRecord *
decode (const char *key, GBytes *value)
{
  g_auto (GStrv) parts = g_strsplit (key, "/", 2);
  g_autoptr (GError) error = NULL;
  MbRecord *record = mb_record_decode_bytes (mb_kind_from_name (parts[0]), parts[1], value, NULL, &error);

  if (record == NULL)
    g_error ("%s: %s", key, error->message);
  g_assert_null (mb_record_get_extra (record));

  return record;
}

GPtrArray *
demo_state_decode (GHashTable *self)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (self), (GCompareFunc) strcmp);
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *key = keys; key != NULL; key = key->next)
    g_ptr_array_add (records, decode (key->data, g_hash_table_lookup (self, key->data)));

  return records;
}

MbRecord *
demo_state_get (GHashTable *self, MbKind kind, const char *id)
{
  g_autofree char *key = g_strconcat (mb_kind_to_name (kind), "/", id, NULL);
  GBytes *value = g_hash_table_lookup (self, key);

  return value != NULL ? decode (key, value) : NULL;
}

void
demo_state_assert_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, value;

  g_assert_cmpuint (g_hash_table_size (a), ==, g_hash_table_size (b));
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      GBytes *other = g_hash_table_lookup (b, key);

      g_assert_nonnull (other);
      g_assert_cmpmem (g_bytes_get_data (value, NULL), g_bytes_get_size (value), g_bytes_get_data (other, NULL),
                       g_bytes_get_size (other));
    }
}
