/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/play/mb-play-plan.h"

#include "core/model/play/mb-play-entry-private.h"
#include "core/model/play/mb-play-order.h"

#include <string.h>

/* A walk through the market day, from its midnight or the list's last change, play by play. Whole rounds in which
 * nothing changes are stepped over, so a walk takes as many steps as there are changes, times the length of the list. */

#define MOST_LEVELS 16 /* what was interrupted further out begins anew */

/* Where a walk is in what has one rank. */
typedef struct
{
  int rank;
  guint set;          /* a digest of the things that are on */
  guint round, index; /* in those */
  int held;           /* the entry that was interrupted; -1: none */
  gint64 held_us;     /* how far into it */
} Level;

/* What is interrupted waits below what interrupts it, however often that happens: each gives back to the one below. */
typedef struct
{
  gint64 us;
  guint n; /* 0: not begun */
  Level levels[MOST_LEVELS]; /* of rising rank; the last is what shows */
} Walk;

/* What is on at a moment. */
typedef struct
{
  guint n; /* in self->on */
  int rank;
  guint digest;
  gint64 from_us, change_us; /* from when it was looked at; when any of it may be otherwise */
} Set;

struct _MbPlayPlan
{
  MbBoard *board; /* (owned) */
  char *playlist;
  MbPlayLengths lengths;
  gboolean is_read;
  gboolean shuffle;
  double volume;
  gint64 changed_us; /* MB_UNSET: nobody says */
  char *playing;     /* (nullable): the media that went on then, */
  gint64 playing_us, playing_from_us; /* since when, from where in it */
  MbMedia *fallback; /* (owned) (nullable) */
  GArray *entries;   /* MbPlayEntry */
  Set set;           /* that was looked at last */
  guint *on;         /* room for as many */
  guint *order;
  guint32 order_seed; /* by which it was made, for so many, in that round; for none: not yet */
  guint order_round, n_order;
  MbDate day;       /* of the walks that follow; 0: not begun */
  gint64 stretch_us; /* of the day, that they are in: its beginning */
  gboolean is_change_known;
  Walk change; /* at the list's last change; its us is MB_UNSET: nobody says */
  Walk walk;  /* at the beginning of the play that was looked up last */
  Walk before; /* at the one before: who looks ahead comes back */
};

MbPlayPlan *
mb_play_plan_new (MbBoard *board, const char *playlist)
{
  MbPlayPlan *self;

  g_return_val_if_fail (MB_IS_BOARD (board) && playlist != NULL, NULL);

  self = g_new0 (MbPlayPlan, 1);
  self->board = g_object_ref (board);
  self->playlist = g_strdup (playlist);
  self->entries = g_array_new (FALSE, FALSE, sizeof (MbPlayEntry));
  g_array_set_clear_func (self->entries, mb_play_entry_clear);
  return self;
}

void
mb_play_plan_free (MbPlayPlan *self)
{
  mb_play_plan_forget (self);
  g_array_unref (self->entries);
  g_object_unref (self->board);
  g_free (self->playlist);
  g_free (self->on);
  g_free (self->order);
  g_free (self);
}

void
mb_play_plan_set_length (MbPlayPlan *self, MbPlayLength find, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->lengths = (MbPlayLengths){ find, data };
  mb_play_plan_forget (self);
}

void
mb_play_plan_forget (MbPlayPlan *self)
{
  g_return_if_fail (self != NULL);

  self->is_read = self->is_change_known = FALSE;
  self->day = 0;
  self->set = (Set){ 0 };
  self->n_order = 0;
  g_array_set_size (self->entries, 0);
  g_clear_object (&self->fallback);
  g_clear_pointer (&self->playing, g_free);
}

gint64
mb_play_plan_get_film_ms (MbPlayPlan *self, const MbMedia *media)
{
  g_return_val_if_fail (self != NULL && media != NULL, MB_UNSET);

  return mb_play_lengths_get_film_ms (&self->lengths, media);
}

static void
read_change (MbPlayPlan *self, MbPlaylist *list)
{
  self->changed_us = list->changed_at.us;
  self->playing = g_strdup (list->playing);
  self->playing_us = list->playing_since.us;
  self->playing_from_us = list->playing_from_ms != MB_UNSET ? list->playing_from_ms * G_TIME_SPAN_MILLISECOND : 0;
}

static void
read_board (MbPlayPlan *self)
{
  MbPlaylist *list = (MbPlaylist *) mb_board_get (self->board, MB_KIND_PLAYLIST, self->playlist);

  if (self->is_read)
    return;

  self->is_read = TRUE;
  self->volume = 1;
  self->changed_us = MB_UNSET;
  if (list == NULL)
    return;

  self->shuffle = list->shuffle;
  read_change (self, list);
  if (list->volume != MB_UNSET)
    self->volume = list->volume / 100.0;
  self->fallback = mb_play_entries_read (self->entries, &self->lengths, self->board, list);
  self->on = g_renew (guint, self->on, self->entries->len);
  self->order = g_renew (guint, self->order, self->entries->len);
}

static void
take (MbPlayPlan *self, Set *set, guint i, gint64 us, MbMarketTime *time)
{
  MbPlayEntry *entry = &g_array_index (self->entries, MbPlayEntry, i);

  mb_play_entry_look (entry, us, time);
  set->change_us = MIN (set->change_us, entry->change_us);
  if (entry->rank < set->rank || !entry->is_on)
    return;

  if (entry->rank > set->rank)
    {
      set->rank = entry->rank;
      set->n = 0;
      set->digest = 1;
    }
  self->on[set->n++] = i;
  set->digest = set->digest * 31 + i;
}

static Set
collect (MbPlayPlan *self, gint64 us, MbMarketTime *time)
{
  Set set = { 0, MB_PLAY_RANK_FALLBACK, 1, us, G_MAXINT64 };

  if (us >= self->set.from_us && us < self->set.change_us)
    return self->set;

  for (guint i = 0; i < self->entries->len; i++)
    take (self, &set, i, us, time);
  self->set = set;
  return set;
}

static gboolean
is_on (MbPlayPlan *self, guint entry, const Set *set)
{
  for (guint i = 0; i < set->n; i++)
    if (self->on[i] == entry)
      return TRUE;

  return FALSE;
}

static Level *
push (Walk *walk, int rank)
{
  if (walk->n == MOST_LEVELS)
    memmove (walk->levels, walk->levels + 1, --walk->n * sizeof (Level));
  walk->levels[walk->n] = (Level){ .rank = rank, .held = -1 };
  return &walk->levels[walk->n++];
}

/* Comes to the things that are on: those that were, or an interrupt, its end, or a window's. */
static Level *
enter (MbPlayPlan *self, Walk *walk, const Set *set)
{
  guint n = walk->n;
  Level *level;

  while (walk->n > 0 && walk->levels[walk->n - 1].rank > set->rank)
    walk->n--;
  if (walk->n == 0 || walk->levels[walk->n - 1].rank < set->rank)
    level = push (walk, set->rank);
  else
    {
      level = &walk->levels[walk->n - 1];
      if (level->set != set->digest && (walk->n == n || level->index >= set->n))
        level->round = level->index = 0;
    }
  level->set = set->digest;
  if (level->held >= 0 && !is_on (self, (guint) level->held, set))
    level->held = -1;
  return level;
}

static gint64
get_round_length (MbPlayPlan *self, const Set *set)
{
  gint64 sum = 0;

  for (guint i = 0; i < set->n; i++)
    {
      gint64 length_us = g_array_index (self->entries, MbPlayEntry, self->on[i]).length_us;

      if (length_us == G_MAXINT64)
        return G_MAXINT64;
      sum += length_us;
    }
  return sum;
}

static void
skip_rounds (MbPlayPlan *self, Walk *walk, Level *level, const Set *set, gint64 until_us)
{
  gint64 round_us = get_round_length (self, set), rounds;

  if (level->index > 0 || level->held >= 0 || until_us <= walk->us)
    return;

  rounds = (until_us - walk->us) / round_us;
  walk->us += rounds * round_us;
  level->round += (guint) rounds;
}

static guint32
get_seed (MbPlayPlan *self, const Set *set)
{
  return g_str_hash (self->playlist) ^ (guint32) self->day * 2654435761u ^ set->digest;
}

static guint
pick (MbPlayPlan *self, const Level *level, const Set *set)
{
  guint32 seed = get_seed (self, set);

  if (!self->shuffle)
    return self->on[level->index];

  if (self->n_order != set->n || self->order_seed != seed || self->order_round != level->round)
    mb_play_order_shuffle (seed, level->round, set->n, self->order);
  self->n_order = set->n;
  self->order_seed = seed;
  self->order_round = level->round;
  return self->on[self->order[level->index]];
}

/* Until when it shows that would show until @end_us. @cut_rank: what it gives way to. */
static gint64
find_end (MbPlayPlan *self, guint entry, const Set *begin, gint64 end_us, MbMarketTime *time, int *cut_rank)
{
  Set set = *begin;

  while (set.change_us < end_us)
    {
      gint64 us = set.change_us;

      set = collect (self, us, time);
      if (!is_on (self, entry, &set))
        {
          *cut_rank = set.rank;
          return us;
        }
    }
  return end_us;
}

static void
advance (Level *level, guint n)
{
  level->index++;
  if (level->index >= n)
    {
      level->index = 0;
      level->round++;
    }
}

/* One play, from where the walk is. @us: what is before it need not be told play by play. */
static MbPlayTurn
step (MbPlayPlan *self, Walk *walk, gint64 us, gint64 stretch_end_us, MbMarketTime *time)
{
  Set set = collect (self, walk->us, time);
  gint64 last_us = MIN (set.change_us, stretch_end_us), end_us;
  MbPlayTurn play = { NULL, walk->us, last_us, 0, TRUE };
  Level *level = enter (self, walk, &set);
  int cut_rank = G_MININT;
  gboolean endless;
  MbPlayEntry *entry;
  guint which;

  if (set.n == 0)
    {
      walk->us = last_us;
      return play;
    }

  skip_rounds (self, walk, level, &set, MIN (us, last_us - 1)); /* at that, others are on */
  play.begin_us = walk->us;
  which = level->held >= 0 ? (guint) level->held : pick (self, level, &set);
  entry = &g_array_index (self->entries, MbPlayEntry, which);
  endless = entry->length_us == G_MAXINT64;
  play.media = entry->media;
  if (level->held >= 0)
    play.offset_us = level->held_us;
  else if (!endless) /* whatever ends it begins anew, or gives back to it */
    advance (level, set.n);
  level->held = -1;

  end_us = endless ? last_us : walk->us + MAX (entry->length_us - play.offset_us, MB_PLAY_SHORTEST_US);
  play.until_us = find_end (self, which, &set, MIN (end_us, stretch_end_us), time, &cut_rank);
  play.is_whole = play.until_us == end_us;
  if (!play.is_whole && cut_rank > entry->rank)
    {
      level->held = (int) which;
      level->held_us = play.offset_us + play.until_us - play.begin_us;
    }
  walk->us = play.until_us;
  return play;
}

/* What was on when the list was changed goes on, if it is still to be shown, and the things after it follow. */
static void
go_on (MbPlayPlan *self, Walk *walk, MbMarketTime *time)
{
  Set set = collect (self, self->playing_us, time);

  for (guint i = 0; i < set.n; i++)
    {
      const MbPlayEntry *entry = &g_array_index (self->entries, MbPlayEntry, self->on[i]);
      Level *level;

      if (!g_str_equal (mb_record_get_id (MB_RECORD (entry->media)), self->playing))
        continue;

      walk->us = self->playing_us;
      level = push (walk, set.rank);
      *level = (Level){ set.rank, set.digest, 0, i, (int) self->on[i], self->playing_from_us };
      if (self->shuffle)
        level->index = 0;
      else if (entry->length_us != G_MAXINT64)
        advance (level, set.n);
      return;
    }
}

static const Walk *
get_change (MbPlayPlan *self, MbMarketTime *time)
{
  if (self->is_change_known)
    return &self->change;

  self->is_change_known = TRUE;
  self->change = (Walk){ .us = self->changed_us };
  if (self->playing != NULL && self->playing_us != MB_UNSET && self->playing_us <= self->changed_us)
    go_on (self, &self->change, time);
  return &self->change;
}

/* The stretch of its day that @us lies in: a change of the list divides it. */
static void
find_stretch (MbPlayPlan *self, MbDate day, gint64 us, MbMarketTime *time, gint64 *begin_us, gint64 *end_us)
{
  gint64 change_us = get_change (self, time)->us;

  *begin_us = mb_market_time_get_midnight (time, day);
  *end_us = mb_market_time_get_midnight (time, mb_date_add (day, 1));
  if (change_us == MB_UNSET || change_us <= *begin_us || change_us >= *end_us)
    return;

  if (us < change_us)
    *end_us = change_us;
  else
    *begin_us = change_us;
}

static void
begin (MbPlayPlan *self, MbDate day, gint64 begin_us, gint64 us)
{
  gboolean other = self->day != day || self->stretch_us != begin_us;

  if (!other && us >= self->walk.us)
    return;

  self->day = day;
  self->stretch_us = begin_us;
  if (other || us < self->before.us)
    self->before = begin_us == self->change.us ? self->change : (Walk){ .us = begin_us };
  self->walk = self->before;
}

MbPlayTurn
mb_play_plan_look (MbPlayPlan *self, gint64 us, MbMarketTime *time)
{
  MbPlayTurn play = { 0 };
  MbDate day;
  gint64 begin_us, end_us;

  g_return_val_if_fail (self != NULL && time != NULL, play);

  read_board (self);
  day = mb_market_time_get_date (time, us);
  find_stretch (self, day, us, time, &begin_us, &end_us);
  begin (self, day, begin_us, us);
  for (;;)
    {
      Walk walk = self->walk;

      play = step (self, &walk, us, end_us, time);
      if (us < play.until_us)
        return play;
      self->before = self->walk;
      self->walk = walk;
    }
}

guint
mb_play_plan_get_n_media (MbPlayPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  read_board (self);
  return self->entries->len;
}

MbMedia *
mb_play_plan_get_media (MbPlayPlan *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->entries->len, NULL);

  return g_array_index (self->entries, MbPlayEntry, i).media;
}

MbMedia *
mb_play_plan_get_fallback (MbPlayPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  read_board (self);
  return self->fallback;
}

double
mb_play_plan_get_volume (MbPlayPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  read_board (self);
  return self->volume;
}
