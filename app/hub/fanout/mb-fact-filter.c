/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-fact-filter.h"

#include "core/base/mb-error.h"
#include "core/model/fact/mb-fact.h"
#include "core/model/mb-record.h"
#include "core/wire/mb-fact-codec.h"
#include "core/wire/mb-sse-writer.h"
#include "core/wire/mb-stream-digest.h"

MbFactFilter *
mb_fact_filter_parse (const char *types, const char *stall, GError **error)
{
  g_autoptr (MbFactFilter) self = g_new0 (MbFactFilter, 1);

  self->types = g_strsplit (types, ",", -1);
  self->stall = g_strdup (stall);
  for (guint i = 0; self->types[i] != NULL; i++)
    if (mb_fact_type_from_name (self->types[i], -1) == MB_FACT_UNKNOWN)
      {
        mb_error_set (error, MB_ERROR_INVALID, NULL, "\"%.80s\" is no type of fact", self->types[i]);
        return NULL;
      }
  if (stall != NULL && !mb_id_is_valid (MB_KIND_STALL, stall))
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "The query key stall names no possible stall");
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
mb_fact_filter_free (MbFactFilter *self)
{
  g_strfreev (self->types);
  g_free (self->stall);
  g_free (self);
}

gboolean
mb_fact_filter_passes (const MbFactFilter *self, const MbFactRow *row)
{
  return (self->stall == NULL || g_strcmp0 (self->stall, row->stall) == 0)
         && g_strv_contains ((const char *const *) self->types, row->type);
}

GBytes *
mb_fact_text_new (const MbFactRow *row)
{
  g_autoptr (GString) data = g_string_new (NULL);
  GString *out = g_string_new (NULL);

  mb_fact_write (data, row->text, row->derived);
  mb_stream_seal (data);
  mb_sse_write_event (out, "fact", NULL, data->str, (gssize) data->len);

  return g_string_free_to_bytes (out);
}
