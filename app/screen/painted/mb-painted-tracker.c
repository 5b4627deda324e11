/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/painted/mb-painted-tracker.h"

/* A queue of steps, oldest first, each waiting for a frame; and a table of the records that wait for
 * their page. Steps leave the queue in order, so the reported position never runs ahead of the glass. */

#define REPORT_US (G_USEC_PER_SEC / 5)
#define ASLEEP_US G_USEC_PER_SEC

/* Which frame a step needs: */
#define UNKNOWN G_MAXINT64 /* its cycle has not ended */
#define NOTHING -1         /* it changed no pixel, and nothing before it waits */

/* A record that changed, and where it stood when its frame had been laid out. */
typedef struct
{
  MbKind kind;
  char *id;
  MbVisibility visibility;
  gint64 by_us;
} Subject;

/* What one frame brings: a delta, several of one frame, or a page. */
typedef struct
{
  gint64 frame;
  gint64 needs;    /* the frame that must be complete, or one of the above */
  gint64 since_us;
  char *position;  /* NULL: only a page turned, or it is said already */
  gboolean turned; /* whatever waits may have come */
  GHashTable *changed; /* "price/eggs@average" to Subject */
} Step;

/* A record that waits for its page. */
typedef struct
{
  Subject *subject;
  gint64 since;   /* the frame of the delta that changed it */
  gint64 showing; /* the frame from which it is on the page (or on none); -1: not yet */
} Later;

struct _MbPaintedTracker
{
  char *screen;
  MbGlass awake;
  MbPaintedLook look;
  gpointer data;

  GQueue steps;
  gint64 drawn;      /* the newest frame with new pixels */
  GHashTable *later; /* as Step.changed, to Later */

  /* what the next report says */
  char *position;
  gint64 frame;        /* of the newest step in it */
  GHashTable *changed; /* as Step.changed */
  MbPainted put_back;  /* counts of reports that did not arrive */
  MbGlass glass;
  gboolean dark; /* over what frames say */
  gboolean news;
  gint64 reported_us;
};

static void
subject_free (Subject *subject)
{
  g_free (subject->id);
  g_free (subject);
}

static Subject *
subject_copy (const Subject *subject)
{
  Subject *copy = g_new (Subject, 1);

  *copy = *subject;
  copy->id = g_strdup (subject->id);
  return copy;
}

static void
later_free (Later *later)
{
  subject_free (later->subject);
  g_free (later);
}

static GHashTable *
subjects_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) subject_free);
}

static void
step_free (Step *step)
{
  g_free (step->position);
  g_hash_table_unref (step->changed);
  g_free (step);
}

MbPaintedTracker *
mb_painted_tracker_new (const char *screen, MbGlass glass, MbPaintedLook look, gpointer data)
{
  MbPaintedTracker *self = g_new0 (MbPaintedTracker, 1);

  self->screen = g_strdup (screen);
  self->awake = self->glass = glass;
  self->look = look;
  self->data = data;
  self->drawn = -1;
  self->frame = -1;
  self->reported_us = -REPORT_US;
  self->later = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) later_free);
  self->changed = subjects_new ();
  g_queue_init (&self->steps);
  return self;
}

void
mb_painted_tracker_free (MbPaintedTracker *self)
{
  g_queue_clear_full (&self->steps, (GDestroyNotify) step_free);
  g_hash_table_unref (self->later);
  g_hash_table_unref (self->changed);
  g_free (self->position);
  g_free (self->screen);
  g_free (self);
}

/* All that one frame brings is one step, so a glass that sleeps for hours costs one. */
static Step *
get_step (MbPaintedTracker *self, gint64 frame, gint64 now_us)
{
  Step *step = g_queue_peek_tail (&self->steps);

  if (step != NULL && step->frame == frame && step->needs == UNKNOWN)
    return step;

  step = g_new0 (Step, 1);
  step->frame = frame;
  step->needs = UNKNOWN;
  step->since_us = now_us;
  step->changed = subjects_new ();
  g_queue_push_tail (&self->steps, step);
  return step;
}

void
mb_painted_tracker_folded (MbPaintedTracker *self, const char *position, GPtrArray *changes, gboolean reset,
                           gint64 frame, gint64 now_us)
{
  Step *step = get_step (self, frame, now_us);

  g_free (step->position);
  step->position = g_strdup (position);
  step->turned |= reset;
  for (guint i = 0; i < changes->len; i++)
    {
      const MbChangedRecord *change = changes->pdata[i];
      Subject *subject = g_new0 (Subject, 1);

      subject->kind = mb_record_get_kind (change->record);
      subject->id = g_strdup (mb_record_get_id (change->record));
      g_hash_table_replace (step->changed, g_strconcat (mb_kind_to_name (subject->kind), "/", subject->id, NULL),
                            subject);
    }
}

void
mb_painted_tracker_turned (MbPaintedTracker *self, gint64 frame, gint64 now_us)
{
  if (g_hash_table_size (self->later) > 0)
    get_step (self, frame, now_us)->turned = TRUE;
}

void
mb_painted_tracker_drawn (MbPaintedTracker *self, gint64 frame)
{
  self->drawn = MAX (self->drawn, frame);
}

static void
look_at (MbPaintedTracker *self, Subject *subject)
{
  subject->by_us = MB_UNSET;
  subject->visibility = self->look (self->data, subject->kind, subject->id, &subject->by_us);
}

static void
look_for_page (MbPaintedTracker *self, Later *later, gint64 frame)
{
  look_at (self, later->subject);
  if (later->subject->visibility == MB_VISIBILITY_LATER)
    later->showing = -1;
  else if (later->showing < 0)
    later->showing = frame;
}

static void
wait_for_page (MbPaintedTracker *self, const char *key, const Subject *subject, gint64 frame)
{
  Later *later = g_new0 (Later, 1);

  later->subject = subject_copy (subject);
  later->since = frame;
  later->showing = -1;
  g_hash_table_replace (self->later, g_strdup (key), later);
}

/* Where everything stands that a step is about. Not earlier than the frame has been laid out: until
 * then the pages are those of before. */
static void
look_round (MbPaintedTracker *self, Step *step)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, step->changed);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Subject *subject = value;
      Later *later = g_hash_table_lookup (self->later, key);

      look_at (self, subject);
      if (subject->visibility == MB_VISIBILITY_LATER)
        wait_for_page (self, key, subject, step->frame);
      else if (later != NULL && later->showing < 0)
        later->showing = step->frame;
    }

  if (!step->turned)
    return;

  g_hash_table_iter_init (&iter, self->later);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    look_for_page (self, value, step->frame);
  step->turned = FALSE;
}

static gboolean
has_shown (gpointer key, gpointer value, gpointer data)
{
  const Later *later = value;
  const Step *step = data;

  return later->showing >= 0 && later->showing <= step->frame;
}

/* What a step says goes into the next report; on a glass that sleeps before it is confirmed. */
static void
say (MbPaintedTracker *self, Step *step)
{
  GHashTableIter iter;
  gpointer key, value;

  if (step->position == NULL)
    return;

  g_free (self->position);
  self->position = g_steal_pointer (&step->position);
  self->frame = step->frame;
  self->news = TRUE;

  g_hash_table_iter_init (&iter, step->changed);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_insert (self->changed, key, value);
    }
}

static void
confirm (MbPaintedTracker *self)
{
  Step *step = g_queue_pop_head (&self->steps);

  say (self, step);
  if (g_hash_table_foreach_remove (self->later, has_shown, step) > 0)
    self->news = TRUE;
  if (self->glass != self->awake && g_queue_is_empty (&self->steps))
    {
      self->glass = self->awake;
      self->news = TRUE;
    }
  step_free (step);
}

void
mb_painted_tracker_cycle_ended (MbPaintedTracker *self, gint64 frame)
{
  gint64 needed = NOTHING;

  for (GList *link = self->steps.head; link != NULL; link = link->next)
    {
      Step *step = link->data;

      if (step->needs == UNKNOWN && step->frame <= frame)
        {
          look_round (self, step);
          /* A frame without new pixels needs nothing but what came before it. */
          step->needs = self->drawn >= step->frame ? self->drawn : needed;
        }
      needed = step->needs;
    }
  mb_painted_tracker_completed (self, NOTHING);
}

void
mb_painted_tracker_completed (MbPaintedTracker *self, gint64 frame)
{
  Step *step;

  while ((step = g_queue_peek_head (&self->steps)) != NULL && step->needs <= frame)
    confirm (self);
}

gboolean
mb_painted_tracker_is_waiting (MbPaintedTracker *self)
{
  return !g_queue_is_empty (&self->steps);
}

static gboolean
has_unsaid (MbPaintedTracker *self)
{
  for (GList *link = self->steps.head; link != NULL; link = link->next)
    {
      if (((Step *) link->data)->position != NULL)
        return TRUE;
    }
  return FALSE;
}

gint64
mb_painted_tracker_get_due (MbPaintedTracker *self)
{
  const Step *oldest = g_queue_peek_head (&self->steps);
  gint64 next_us = self->reported_us + REPORT_US;

  if (self->news && self->position != NULL)
    return next_us;
  if (oldest == NULL || (self->glass == MB_GLASS_ASLEEP && !has_unsaid (self)))
    return MB_UNSET;

  return MAX (oldest->since_us + ASLEEP_US, next_us);
}

static void
fall_asleep (MbPaintedTracker *self, gint64 now_us)
{
  const Step *oldest = g_queue_peek_head (&self->steps);

  if (oldest == NULL || now_us - oldest->since_us < ASLEEP_US)
    return;

  if (self->glass != MB_GLASS_ASLEEP)
    {
      self->glass = MB_GLASS_ASLEEP;
      self->news = TRUE;
    }
  for (GList *link = self->steps.head; link != NULL; link = link->next)
    {
      Step *step = link->data;

      if (step->needs == UNKNOWN)
        look_round (self, step);
      say (self, step);
    }
}

static void
fill_later (MbPaintedTracker *self, MbPainted *painted)
{
  GHashTableIter iter;
  gpointer value;

  painted->later_by = MB_TIME_UNSET;
  g_hash_table_iter_init (&iter, self->later);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Later *later = value;

      if (later->since > self->frame)
        continue;

      painted->later++;
      painted->later_by.us = MAX (painted->later_by.us, later->subject->by_us);
    }
}

static void
fill_changed (MbPaintedTracker *self, MbPainted *painted)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Subject *subject = value;

      painted->visible += subject->visibility == MB_VISIBILITY_NOW;
      painted->elsewhere += subject->visibility == MB_VISIBILITY_ELSEWHERE;
      painted->covered += subject->visibility == MB_VISIBILITY_COVERED;
    }
  g_hash_table_remove_all (self->changed);
}

gboolean
mb_painted_tracker_take (MbPaintedTracker *self, gint64 now_us, MbPainted *painted)
{
  if (now_us < self->reported_us + REPORT_US)
    return FALSE;

  fall_asleep (self, now_us);
  if (!self->news || self->position == NULL)
    return FALSE;

  *painted = (MbPainted){
    .screen = g_strdup (self->screen),
    .position = g_strdup (self->position),
    .visible = self->put_back.visible,
    .elsewhere = self->put_back.elsewhere,
    .covered = self->put_back.covered,
    .glass = self->dark ? MB_GLASS_ASLEEP : self->glass,
    .at = MB_TIME_UNSET,
  };
  fill_changed (self, painted);
  fill_later (self, painted);

  self->put_back = (MbPainted){ 0 };
  self->news = FALSE;
  self->reported_us = now_us;
  return TRUE;
}

void
mb_painted_tracker_set_dark (MbPaintedTracker *self, gboolean dark)
{
  if (self->dark == dark)
    return;

  self->dark = dark;
  self->news = TRUE;
}

void
mb_painted_tracker_put_back (MbPaintedTracker *self, const MbPainted *painted)
{
  self->put_back.visible += painted->visible;
  self->put_back.elsewhere += painted->elsewhere;
  self->put_back.covered += painted->covered;
  self->news = TRUE;
}
