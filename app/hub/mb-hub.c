/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/mb-hub.h"

#include "core/base/mb-error.h"
#include "hub/mb-data-dir.h"
#include "hub/mb-hub-private.h"
#include "hub/routes/mb-router.h"
#include "hub/wire/mb-front-door.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

/* How long a stop waits for answers that their readers do not take. */
#define STOP_MS 2000
/* Descriptors that are no connections: databases, sockets to listen on. */
#define OTHER_DESCRIPTORS 128
/* Bytes of large bodies at once: each takes three times its size until it is answered, of a box with 64 MB. */
#define BODIES (12 * 1024 * 1024)

struct _MbHub
{
  GObject parent_instance;

  char *data;
  char *listen;
  gboolean insecure;
  MbClock *clock;

  MbDataDir *dir;
  GPtrArray *markets;   /* MbHubMarket */
  GHashTable *troubles; /* id: why it could not be opened */
  SoupServer *server;
  MbFrontDoor *door;
  char *url;

  GTask *task;    /* the start or the stop under way */
  guint pending;  /* markets that it waits for */
  guint requests; /* not answered to their last byte */
  gsize bodies;   /* bytes of the large ones among them */
  guint stop_id;
};

G_DEFINE_FINAL_TYPE (MbHub, mb_hub, G_TYPE_OBJECT)

static gint
compare_markets (gconstpointer a, gconstpointer b)
{
  return strcmp (mb_hub_market_get_id (*(MbHubMarket *const *) a), mb_hub_market_get_id (*(MbHubMarket *const *) b));
}

static void
take_market (MbHub *self, MbHubMarket *market)
{
  g_ptr_array_add (self->markets, market);
  g_ptr_array_sort (self->markets, compare_markets);
  /* A command's own hub looks, and leaves the house to the one that serves. */
  if (self->listen != NULL)
    mb_hub_market_keep_house (market);
}

/* As many connections as the system lets this process have. */
static MbDoorLimits
get_limits (void)
{
  MbDoorLimits limits = mb_door_limits_default;
  struct rlimit files;

  if (getrlimit (RLIMIT_NOFILE, &files) != 0)
    return limits;

  files.rlim_cur = files.rlim_max;
  setrlimit (RLIMIT_NOFILE, &files);
  if (getrlimit (RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < limits.connections + OTHER_DESCRIPTORS)
    limits.connections = files.rlim_cur > 2 * OTHER_DESCRIPTORS ? (guint) files.rlim_cur - OTHER_DESCRIPTORS
                                                                : OTHER_DESCRIPTORS;
  limits.connections_per_address = MIN (limits.connections_per_address, limits.connections / 2);

  return limits;
}

static gboolean
open_doors (MbHub *self, GError **error)
{
  g_autofree char *control = mb_data_dir_dup_control_path (self->data);
  MbDoorLimits limits = get_limits ();

  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  mb_router_attach (self->server, self);
  self->door = mb_front_door_new (self->server, &limits);
  if (!mb_front_door_listen_control (self->door, control, error))
    return FALSE;
  if (self->listen == NULL)
    return TRUE;

  self->url = mb_front_door_listen (self->door, self->listen, self->insecure, error);

  return self->url != NULL;
}

/* One market's damage is not the others'; but a hub that can serve nothing does not pretend to. */
static gboolean
check_markets (MbHub *self, GError **error)
{
  g_autoptr (GString) what = g_string_new (NULL);
  GHashTableIter iter;
  gpointer id, why;

  if (self->listen == NULL || self->markets->len > 0 || g_hash_table_size (self->troubles) == 0)
    return TRUE;

  g_hash_table_iter_init (&iter, self->troubles);
  while (g_hash_table_iter_next (&iter, &id, &why))
    g_string_append_printf (what, "%smarket %s cannot be opened: %s", what->len > 0 ? "\n" : "", (char *) id,
                            (char *) why);
  mb_error_set (error, MB_ERROR_FAILED, NULL, "%s", what->str);

  return FALSE;
}

static void
finish_start (MbHub *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  GError *error = NULL;

  if (check_markets (self, &error) && open_doors (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

typedef struct
{
  MbHub *hub;
  char *id;
} Opening;

/* What is wrong, and what helps. */
static char *
describe_trouble (MbHub *self, const char *id, const GError *error)
{
  if (!g_error_matches (error, MB_ERROR, MB_ERROR_CORRUPT))
    return g_strdup (error->message);

  return g_strdup_printf ("%s; put the newest backup in its place: marketboard-hub restore --market %s --data %s FILE",
                          error->message, id, self->data);
}

static void
on_market_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Opening *opening = data;
  MbHub *self = opening->hub;
  g_autofree char *id = opening->id;
  g_autoptr (GError) error = NULL;
  MbHubMarket *market = mb_hub_market_open_finish (result, &error);

  if (market != NULL)
    take_market (self, market);
  else
    {
      char *trouble = describe_trouble (self, id, error);

      g_message ("market %s cannot be opened: %s", id, trouble);
      g_hash_table_insert (self->troubles, g_steal_pointer (&id), trouble);
    }

  if (--self->pending == 0)
    finish_start (self);
}

static void
open_markets (MbHub *self, char **ids)
{
  self->pending = g_strv_length (ids);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *path = mb_data_dir_dup_market_path (self->dir, ids[i]);
      g_autofree char *media = mb_data_dir_dup_media_path (self->data, ids[i]);
      Opening *opening = g_new0 (Opening, 1);

      opening->hub = self;
      opening->id = g_strdup (ids[i]);
      mb_hub_market_open_async (ids[i], path, media, FALSE, self->clock, NULL, on_market_opened, opening);
    }
  if (self->pending == 0)
    finish_start (self);
}

static void
finish_stop (MbHub *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  g_autofree char *control = mb_data_dir_dup_control_path (self->data);

  g_clear_handle_id (&self->stop_id, g_source_remove);
  soup_server_disconnect (self->server);
  g_ptr_array_set_size (self->markets, 0);
  g_unlink (control);
  g_clear_pointer (&self->dir, mb_data_dir_free);
  g_task_return_boolean (task, TRUE);
}

static gboolean
on_stop_time (gpointer data)
{
  MbHub *self = data;

  self->stop_id = 0;
  finish_stop (self);

  return G_SOURCE_REMOVE;
}

/* The journals are closed; what is left are answers on their way out. */
static void
wait_for_answers (MbHub *self)
{
  if (self->requests == 0)
    finish_stop (self);
  else
    self->stop_id = g_timeout_add (STOP_MS, on_stop_time, self);
}

static void
on_market_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  MbHub *self = data;
  g_autoptr (GError) error = NULL;

  if (!mb_hub_market_close_finish (MB_HUB_MARKET (source), result, &error))
    g_message ("market %s did not close well: %s", mb_hub_market_get_id (MB_HUB_MARKET (source)), error->message);
  if (--self->pending == 0)
    wait_for_answers (self);
}

static void
on_request_over (gpointer data, GObject *message)
{
  MbHub *self = data;

  self->requests--;
  if (self->requests == 0 && self->stop_id != 0)
    finish_stop (self);
  g_object_unref (self);
}

static void
mb_hub_finalize (GObject *object)
{
  MbHub *self = MB_HUB (object);

  g_clear_object (&self->door);
  g_clear_object (&self->server);
  g_clear_pointer (&self->markets, g_ptr_array_unref);
  g_clear_pointer (&self->troubles, g_hash_table_unref);
  g_clear_pointer (&self->dir, mb_data_dir_free);
  g_clear_object (&self->clock);
  g_free (self->url);
  g_free (self->data);
  g_free (self->listen);

  G_OBJECT_CLASS (mb_hub_parent_class)->finalize (object);
}

static void
mb_hub_class_init (MbHubClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_hub_finalize;
}

static void
mb_hub_init (MbHub *self)
{
  self->markets = g_ptr_array_new_with_free_func (g_object_unref);
  self->troubles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

MbHub *
mb_hub_new (const MbHubOptions *options)
{
  MbHub *self = g_object_new (MB_TYPE_HUB, NULL);

  self->data = g_strdup (options->data);
  self->listen = g_strdup (options->listen);
  self->insecure = options->insecure;
  self->clock = g_object_ref (options->clock);

  return self;
}

void
mb_hub_start_async (MbHub *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  g_auto (GStrv) ids = NULL;
  GError *error = NULL;

  g_return_if_fail (self->task == NULL && self->dir == NULL);

  g_task_set_source_tag (task, mb_hub_start_async);
  self->dir = mb_data_dir_open (self->data, &error);
  if (self->dir != NULL)
    ids = mb_data_dir_list_markets (self->dir, &error);
  if (ids == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->task = g_steal_pointer (&task);
  open_markets (self, ids);
}

gboolean
mb_hub_start_finish (MbHub *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
mb_hub_get_url (MbHub *self)
{
  return self->url;
}

void
mb_hub_stop_async (MbHub *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (self->task == NULL && self->door != NULL);

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, mb_hub_stop_async);
  mb_front_door_close (self->door);

  self->pending = self->markets->len;
  for (guint i = 0; i < self->markets->len; i++)
    mb_hub_market_close_async (self->markets->pdata[i], NULL, on_market_closed, self);
  if (self->pending == 0)
    wait_for_answers (self);
}

gboolean
mb_hub_stop_finish (MbHub *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GPtrArray *
mb_hub_get_markets (MbHub *self)
{
  return self->markets;
}

MbHubMarket *
mb_hub_find_market (MbHub *self, const char *id)
{
  for (guint i = 0; i < self->markets->len; i++)
    if (g_str_equal (mb_hub_market_get_id (self->markets->pdata[i]), id))
      return self->markets->pdata[i];

  return NULL;
}

const char *
mb_hub_get_trouble (MbHub *self, const char *id)
{
  return g_hash_table_lookup (self->troubles, id);
}

char **
mb_hub_list_troubled (MbHub *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->troubles);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_strv_builder_add (ids, id);

  return g_strv_builder_end (ids);
}

char *
mb_hub_dup_market_path (MbHub *self, const char *id)
{
  return mb_data_dir_dup_market_path (self->dir, id);
}

static void
on_market_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbHub *self = g_task_get_source_object (task);
  GError *error = NULL;
  MbHubMarket *market = mb_hub_market_open_finish (result, &error);

  if (market == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take_market (self, market);
  g_task_return_pointer (task, market, NULL);
}

void
mb_hub_add_market_async (MbHub *self, const char *id, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  g_autofree char *path = mb_data_dir_dup_market_path (self->dir, id);
  g_autofree char *media = mb_data_dir_dup_media_path (self->data, id);

  g_task_set_source_tag (task, mb_hub_add_market_async);
  mb_hub_market_open_async (id, path, media, TRUE, self->clock, NULL, on_market_added, task);
}

MbHubMarket *
mb_hub_add_market_finish (MbHub *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mb_hub_hold (MbHub *self, GObject *message)
{
  self->requests++;
  g_object_weak_ref (message, on_request_over, g_object_ref (self));
}

typedef struct
{
  MbHub *hub;
  gsize size;
} Load;

static void
on_load_over (gpointer data, GObject *message)
{
  Load *load = data;

  load->hub->bodies -= load->size;
  g_object_unref (load->hub);
  g_free (load);
}

gboolean
mb_hub_admit (MbHub *self, GObject *message, gsize size)
{
  Load *load;

  if (self->bodies > 0 && self->bodies + size > BODIES)
    return FALSE;

  load = g_new (Load, 1);
  load->hub = g_object_ref (self);
  load->size = size;
  self->bodies += size;
  g_object_weak_ref (message, on_load_over, load);
  return TRUE;
}
