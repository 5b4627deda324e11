/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-pulses.h"

#include "core/base/mb-error.h"
#include "core/model/mb-record.h"
#include "hub/fanout/mb-delta-text.h"

#include <string.h>

/* Nobody fills the hub's memory with names. */
#define MAX_PULSES 8192

struct _MbPulses
{
  GHashTable *pulses; /* "kind/id": MbPulse */
};

static void
pulse_free (gpointer data)
{
  MbPulse *self = data;

  g_free (self->kind);
  g_free (self->id);
  g_free (self->at);
  g_clear_pointer (&self->value, g_bytes_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self);
}

MbPulses *
mb_pulses_new (void)
{
  MbPulses *self = g_new0 (MbPulses, 1);

  self->pulses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pulse_free);

  return self;
}

void
mb_pulses_free (MbPulses *self)
{
  g_hash_table_unref (self->pulses);
  g_free (self);
}

const MbPulse *
mb_pulses_set (MbPulses *self, const char *kind, const char *id, GBytes *value, const char *at)
{
  g_autofree char *key = g_strconcat (kind, "/", id, NULL);
  MbPulse *pulse = g_hash_table_lookup (self->pulses, key);

  if (pulse == NULL)
    {
      if (g_hash_table_size (self->pulses) >= MAX_PULSES)
        return NULL;
      pulse = g_new0 (MbPulse, 1);
      pulse->kind = g_strdup (kind);
      pulse->id = g_strdup (id);
      g_hash_table_insert (self->pulses, g_steal_pointer (&key), pulse);
    }

  g_clear_pointer (&pulse->value, g_bytes_unref);
  g_clear_pointer (&pulse->text, g_bytes_unref);
  g_free (pulse->at);
  pulse->value = g_bytes_ref (value);
  pulse->text = mb_pulse_text_new (kind, id, value);
  pulse->at = g_strdup (at);
  pulse->came_us = g_get_monotonic_time ();

  return pulse;
}

const MbPulse *
mb_pulses_get (MbPulses *self, const char *kind, const char *id)
{
  g_autofree char *key = g_strconcat (kind, "/", id, NULL);

  return g_hash_table_lookup (self->pulses, key);
}

void
mb_pulses_foreach (MbPulses *self, void (*func) (const MbPulse *pulse, gpointer data), gpointer data)
{
  GHashTableIter iter;
  gpointer pulse;

  g_hash_table_iter_init (&iter, self->pulses);
  while (g_hash_table_iter_next (&iter, NULL, &pulse))
    func (pulse, data);
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  const MbPulse *const *left = a, *const *right = b;

  return strcmp ((*left)->id, (*right)->id);
}

GPtrArray *
mb_pulses_list (MbPulses *self, const char *kind)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer pulse;

  g_hash_table_iter_init (&iter, self->pulses);
  while (g_hash_table_iter_next (&iter, NULL, &pulse))
    if (g_str_equal (((MbPulse *) pulse)->kind, kind))
      g_ptr_array_add (list, pulse);
  g_ptr_array_sort (list, compare_ids);

  return list;
}

MbPulseFilter
mb_pulse_filter_parse (const char *text, GError **error)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *slash = strchr (names[i], '/');
      g_autofree char *kind = slash ? g_strndup (names[i], (gsize) (slash - names[i])) : g_strdup (names[i]);

      /* Kinds of pulse are words as ids of records are. */
      if (!mb_id_is_plain (kind) || (slash && !mb_id_is_plain (slash + 1)))
        {
          mb_error_set (error, MB_ERROR_INVALID, NULL, "\"%.80s\" is neither a kind of pulse nor KIND/ID", names[i]);
          return NULL;
        }
    }

  return g_steal_pointer (&names);
}

gboolean
mb_pulse_filter_passes (MbPulseFilter filter, const MbPulse *pulse)
{
  gsize length = strlen (pulse->kind);

  for (guint i = 0; filter != NULL && filter[i] != NULL; i++)
    if (strncmp (filter[i], pulse->kind, length) == 0 &&
        (filter[i][length] == '\0' ||
         (filter[i][length] == '/' && g_str_equal (filter[i] + length + 1, pulse->id))))
      return TRUE;

  return FALSE;
}
