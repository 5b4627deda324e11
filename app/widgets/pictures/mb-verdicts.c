/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/pictures/mb-verdicts.h"

/* A machine that was too busy has its films back, and what shows nothing whenever it is tried is hardly ever tried. */
#define PATIENCE_US G_TIME_SPAN_MINUTE
#define PATIENCE_GROWTH 8
#define MOST_PATIENCE_US G_TIME_SPAN_DAY

typedef struct
{
  gint64 until_us;    /* it is not tried */
  gint64 patience_us; /* for how long it was not, last */
  char *why;
} Verdict;

struct _MbVerdicts
{
  GHashTable *table; /* digest: Verdict */
};

static void
verdict_free (gpointer data)
{
  g_free (((Verdict *) data)->why);
  g_free (data);
}

MbVerdicts *
mb_verdicts_new (void)
{
  MbVerdicts *self = g_new0 (MbVerdicts, 1);

  self->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, verdict_free);
  return self;
}

void
mb_verdicts_free (MbVerdicts *self)
{
  g_hash_table_unref (self->table);
  g_free (self);
}

void
mb_verdicts_add (MbVerdicts *self, const char *sha256, const char *why, gboolean for_ever, gint64 now_us)
{
  Verdict *verdict = g_hash_table_lookup (self->table, sha256);

  if (verdict == NULL)
    {
      verdict = g_new0 (Verdict, 1);
      g_hash_table_insert (self->table, g_strdup (sha256), verdict);
    }
  verdict->patience_us = CLAMP (verdict->patience_us * PATIENCE_GROWTH, PATIENCE_US, MOST_PATIENCE_US);
  verdict->until_us = for_ever ? G_MAXINT64 : now_us + verdict->patience_us;
  g_free (verdict->why);
  verdict->why = g_strdup (why);
}

void
mb_verdicts_forget (MbVerdicts *self, const char *sha256)
{
  g_hash_table_remove (self->table, sha256);
}

const char *
mb_verdicts_find (MbVerdicts *self, const char *sha256)
{
  const Verdict *verdict = g_hash_table_lookup (self->table, sha256);

  return verdict != NULL ? verdict->why : NULL;
}

gboolean
mb_verdicts_bars (MbVerdicts *self, const char *sha256, gint64 now_us)
{
  const Verdict *verdict = g_hash_table_lookup (self->table, sha256);

  return verdict != NULL && now_us < verdict->until_us;
}
