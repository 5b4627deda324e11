/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-demo"

#include "demo/mb-demo.h"

#include "core/base/mb-error.h"
#include "demo/mb-demo-day.h"
#include "demo/mb-demo-films.h"
#include "demo/mb-demo-sample.h"
#include "net/mb-hub-client.h"

#include <string.h>

/* One request at a time. What falls due while one is under way goes with the next, so that a demo
 * faster than its hub skips what is superseded and never queues it. */

typedef enum
{
  STAGE_FILES,
  STAGE_MARKET,
  STAGE_PLAYLIST, /* of the films, where there are any */
  STAGE_EVE,
  STAGE_DAY
} Stage;

struct _MbDemo
{
  GObject parent_instance;
  MbClock *clock;
  MbHubClient *client;
  guint32 seed;
  MbDemoDay *day;
  GCancellable *cancellable; /* NULL: stopped */
  Stage stage;
  GPtrArray *files; /* (owned) those that the hub does not have yet, the next one last */
  GPtrArray *films; /* (owned) (nullable) while there are none, or they are being read */
  guint n_films;    /* of them, that the hub has */
  char *folder;     /* (nullable): of the films */
  gboolean ready;
  gboolean busy; /* a request is under way */
  guint done;    /* events that the hub has */
  guint sending; /* events that it has when what is under way is there */
  guint count;   /* records under way */
  guint timer;
};

G_DEFINE_FINAL_TYPE (MbDemo, mb_demo, G_TYPE_OBJECT)

enum
{
  SIGNAL_READY,
  SIGNAL_MOVED,
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void go_on (MbDemo *self);

static gboolean
on_due (gpointer data)
{
  MbDemo *self = data;

  self->timer = 0;
  go_on (self);

  return G_SOURCE_REMOVE;
}

static void
report_success (MbDemo *self)
{
  g_object_ref (self); /* a handler may give it up */
  if (self->stage == STAGE_DAY && !self->ready)
    {
      self->ready = TRUE;
      g_signal_emit (self, signals[SIGNAL_READY], 0);
    }
  else if (self->stage == STAGE_DAY && self->count > 0)
    g_signal_emit (self, signals[SIGNAL_MOVED], 0, self->count);
  if (self->stage != STAGE_DAY)
    self->stage++;
  if (self->cancellable != NULL)
    go_on (self);
  g_object_unref (self);
}

/* Returns: FALSE when there is nothing to go on with */
static gboolean
take_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, &error);
  MbDemo *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  self->busy = FALSE;
  if (answer != NULL)
    return TRUE;

  mb_demo_stop (self);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  return FALSE;
}

static void
on_changes_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  MbDemo *self = data;

  if (!take_answer (source, result, data))
    return;

  self->done = self->sending;
  report_success (self);
}

static void
on_file_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  MbDemo *self = data;

  if (!take_answer (source, result, data))
    return;

  g_ptr_array_set_size (self->files, (int) self->files->len - 1);
  go_on (self);
}

static const MbDemoFile *
get_next_file (MbDemo *self)
{
  return self->files->len > 0 ? self->files->pdata[self->files->len - 1] : NULL;
}

static void
send_file (MbDemo *self, const MbDemoFile *file)
{
  g_autofree char *path = g_strconcat ("media/", file->sha256, NULL);

  self->busy = TRUE;
  mb_hub_client_send_async (self->client, "PUT", path, file->bytes, NULL, self->cancellable, on_file_ready, self);
}

static void
on_film_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  MbDemo *self = data;

  if (!take_answer (source, result, data))
    return;

  self->n_films++;
  go_on (self);
}

static void
send_film (MbDemo *self, const MbDemoFilm *film)
{
  g_autofree char *path = g_strconcat ("media/", film->sha256, NULL);

  self->busy = TRUE;
  mb_hub_client_send_async (self->client, "PUT", path, film->bytes, NULL, self->cancellable, on_film_ready, self);
}

static void
send (MbDemo *self, MbChangeSet *set)
{
  g_autoptr (GBytes) body = mb_change_set_write (set);

  self->busy = TRUE;
  self->count = set->proposals->len;
  mb_hub_client_post_changes_async (self->client, body, NULL, self->cancellable, on_changes_ready, self);
}

/* While nothing falls due the hub gets the files that no board shows. */
static void
wait_for_next (MbDemo *self)
{
  gint64 next = mb_demo_day_get_time (self->day, self->done);
  guint ms = next != MB_UNSET ? mb_clock_wait_ms (self->clock, next) : G_MAXUINT;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (get_next_file (self) != NULL)
    send_file (self, get_next_file (self));
  else if (ms != G_MAXUINT)
    self->timer = g_timeout_add (ms, on_due, self);
}

/* What boards show goes before the records that name it.
 * Returns: FALSE when there is nothing left of it */
static gboolean
send_shown (MbDemo *self)
{
  const MbDemoFile *file = get_next_file (self);

  if (file != NULL && file->shown)
    send_file (self, file);
  else if (self->folder != NULL && self->films == NULL)
    return TRUE; /* they are being read */
  else if (self->films != NULL && self->n_films < self->films->len)
    send_film (self, self->films->pdata[self->n_films]);
  else
    return FALSE;

  return TRUE;
}

static MbChangeSet *
build_next (MbDemo *self)
{
  switch (self->stage)
    {
    case STAGE_MARKET:
      return mb_demo_day_build_market (self->day);
    case STAGE_PLAYLIST:
      return mb_demo_films_build (self->films);
    case STAGE_EVE:
      return mb_demo_day_build_eve (self->day);
    default:
      self->sending = mb_demo_day_count_until (self->day, mb_clock_now (self->clock));
      return self->sending > self->done ? mb_demo_day_build_events (self->day, self->done, self->sending) : NULL;
    }
}

static void
go_on (MbDemo *self)
{
  g_autoptr (MbChangeSet) set = NULL;

  if (self->stage == STAGE_FILES && send_shown (self))
    return;
  if (self->stage == STAGE_FILES)
    self->stage++;
  if (self->stage == STAGE_PLAYLIST && (self->films == NULL || self->films->len == 0))
    self->stage++;

  set = build_next (self);
  if (set != NULL)
    send (self, set);
  else if (!self->ready)
    report_success (self); /* before opening there is nothing more to publish */
  else
    wait_for_next (self);
}

static void
on_films_read (GObject *source, GAsyncResult *result, gpointer data)
{
  GPtrArray *films = mb_demo_films_read_finish (result);
  MbDemo *self = data;

  if (films == NULL)
    return; /* it has stopped */

  self->films = films;
  if (!self->busy)
    go_on (self);
}

static void
on_clock_jumped (MbClock *clock, gpointer data)
{
  MbDemo *self = data;

  if (self->cancellable != NULL && !self->busy)
    go_on (self);
}

static void
mb_demo_dispose (GObject *object)
{
  MbDemo *self = MB_DEMO (object);

  mb_demo_stop (self);
  g_clear_object (&self->client);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (mb_demo_parent_class)->dispose (object);
}

static void
mb_demo_finalize (GObject *object)
{
  MbDemo *self = MB_DEMO (object);

  g_clear_pointer (&self->day, mb_demo_day_free);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->films, g_ptr_array_unref);
  g_free (self->folder);

  G_OBJECT_CLASS (mb_demo_parent_class)->finalize (object);
}

static void
mb_demo_class_init (MbDemoClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mb_demo_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_demo_finalize;
  signals[SIGNAL_READY] = g_signal_new ("ready", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVED] =
    g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
mb_demo_init (MbDemo *self)
{
}

gboolean
mb_demo_parse_time (const char *text, gint64 *us, GError **error)
{
  g_autofree char *day = mb_date_format (MB_DEMO_DAY);
  g_autofree char *whole = NULL;
  MbTime time;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (us != NULL, FALSE);

  /* The zone has had one offset since 1991. */
  if (strchr (text, 'T') == NULL)
    whole = g_strdup_printf ("%sT%s%s+08:00", day, text, strlen (text) == strlen ("07:58") ? ":00" : "");
  if (!mb_time_parse (whole != NULL ? whole : text, -1, &time, NULL))
    {
      mb_error_set (error, MB_ERROR_SYNTAX, NULL, "“%s” is no time such as 07:58", text);
      return FALSE;
    }
  *us = time.us;

  return TRUE;
}

gboolean
mb_demo_check_screen (const char *id, GError **error)
{
  g_autoptr (GPtrArray) hall = mb_demo_sample_read ("hall", 0);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < hall->len; i++)
    {
      const MbDemoLine *line = hall->pdata[i];

      if (line->kind != MB_KIND_SCREEN)
        continue;
      if (g_str_equal (line->id, id))
        return TRUE;
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", line->id);
    }
  mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "The sample market has no screen “%s”, but %s", id, all->str);

  return FALSE;
}

MbDemo *
mb_demo_new (const char *hub, const char *market, MbClock *clock, guint32 seed)
{
  MbDemo *self;

  g_return_val_if_fail (hub != NULL, NULL);
  g_return_val_if_fail (market != NULL, NULL);
  g_return_val_if_fail (MB_IS_CLOCK (clock), NULL);

  self = g_object_new (MB_TYPE_DEMO, NULL);
  self->clock = g_object_ref (clock);
  self->client = mb_hub_client_new (hub, market);
  self->seed = seed;
  mb_hub_client_set_by (self->client, "demo");

  return self;
}

void
mb_demo_set_films (MbDemo *self, const char *folder)
{
  g_return_if_fail (MB_IS_DEMO (self) && self->day == NULL);

  g_free (self->folder);
  self->folder = g_strdup (folder);
}

void
mb_demo_start (MbDemo *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (MB_DEMO_ZONE);

  g_return_if_fail (MB_IS_DEMO (self));
  g_return_if_fail (self->day == NULL);

  self->day = mb_demo_day_new (mb_date_of (mb_clock_now (self->clock), zone), zone, self->seed);
  self->files = mb_demo_sample_read_files ();
  self->cancellable = g_cancellable_new ();
  /* The clock outlives no demo that waits by it. */
  g_signal_connect_object (self->clock, "jumped", G_CALLBACK (on_clock_jumped), self, 0);
  if (self->folder != NULL)
    mb_demo_films_read_async (self->folder, self->cancellable, on_films_read, self);
  go_on (self);
}

void
mb_demo_stop (MbDemo *self)
{
  g_return_if_fail (MB_IS_DEMO (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

gboolean
mb_demo_is_ready (MbDemo *self)
{
  g_return_val_if_fail (MB_IS_DEMO (self), FALSE);

  return self->ready;
}
