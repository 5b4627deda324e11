/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-standings.h"

typedef struct
{
  char *key;
  MbStanding *before; /* NULL: nothing stood */
} Step;

struct _MbStandings
{
  GHashTable *standings; /* "kind/id": MbStanding */
  GArray *log;           /* Step */
  GArray *marks;         /* guint: where in the log each step began */
};

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_free (step->key);
  g_clear_pointer (&step->before, mb_standing_unref);
}

MbStandings *
mb_standings_new (void)
{
  MbStandings *self = g_new0 (MbStandings, 1);

  self->standings =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) mb_standing_unref);
  self->log = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->log, step_clear);
  self->marks = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

void
mb_standings_free (MbStandings *self)
{
  g_hash_table_unref (self->standings);
  g_array_unref (self->log);
  g_array_unref (self->marks);
  g_free (self);
}

static char *
make_key (const char *kind, const char *id)
{
  return g_strconcat (kind, "/", id, NULL);
}

MbStanding *
mb_standings_get (MbStandings *self, const char *kind, const char *id)
{
  g_autofree char *key = make_key (kind, id);

  return g_hash_table_lookup (self->standings, key);
}

void
mb_standings_put (MbStandings *self, const char *kind, const char *id, MbStanding *standing)
{
  Step step = { make_key (kind, id), NULL };
  MbStanding *before = g_hash_table_lookup (self->standings, step.key);

  step.before = before ? mb_standing_ref (before) : NULL;
  if (standing != NULL)
    g_hash_table_replace (self->standings, g_strdup (step.key), standing);
  else
    g_hash_table_remove (self->standings, step.key);
  g_array_append_val (self->log, step);
}

void
mb_standings_mark (MbStandings *self)
{
  g_array_append_val (self->marks, self->log->len);
}

static void
take_back (MbStandings *self, Step *step)
{
  if (step->before != NULL)
    g_hash_table_replace (self->standings, g_steal_pointer (&step->key), g_steal_pointer (&step->before));
  else
    g_hash_table_remove (self->standings, step->key);
}

void
mb_standings_undo (MbStandings *self, guint n)
{
  g_assert (n <= self->marks->len);

  for (; n > 0; n--)
    {
      guint mark = g_array_index (self->marks, guint, self->marks->len - 1);

      while (self->log->len > mark)
        {
          take_back (self, &g_array_index (self->log, Step, self->log->len - 1));
          g_array_set_size (self->log, self->log->len - 1);
        }
      g_array_set_size (self->marks, self->marks->len - 1);
    }
}

void
mb_standings_keep (MbStandings *self)
{
  g_array_set_size (self->log, 0);
  g_array_set_size (self->marks, 0);
}

void
mb_standings_foreach (MbStandings *self, void (*func) (MbStanding *standing, gpointer data), gpointer data)
{
  GHashTableIter iter;
  gpointer standing;

  g_hash_table_iter_init (&iter, self->standings);
  while (g_hash_table_iter_next (&iter, NULL, &standing))
    func (standing, data);
}
