/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-control.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-json-members.h"
#include "hub/mb-data-dir.h"
#include "hub/mb-hub.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* Checking a journal takes its time. */
#define TIMEOUT_S 3600

struct _MbControl
{
  GObject parent_instance;

  char *base; /* "http://localhost" */
  gboolean elsewhere; /* not at the folder's socket */
  MbHub *own; /* NULL: another program's hub answers */
  SoupSession *session;
};

G_DEFINE_FINAL_TYPE (MbControl, mb_control, G_TYPE_OBJECT)

void
mb_control_answer_free (MbControlAnswer *self)
{
  g_bytes_unref (self->body);
  g_free (self->next);
  g_free (self);
}

static void
mb_control_finalize (GObject *object)
{
  MbControl *self = MB_CONTROL (object);

  g_clear_object (&self->session);
  g_clear_object (&self->own);
  g_free (self->base);

  G_OBJECT_CLASS (mb_control_parent_class)->finalize (object);
}

static void
mb_control_class_init (MbControlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_control_finalize;
}

static void
mb_control_init (MbControl *self)
{
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbControl *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mb_hub_start_finish (MB_HUB (source), result, &error))
    {
      g_clear_object (&self->own);
      if (!g_error_matches (error, MB_ERROR, MB_ERROR_BUSY))
        {
          g_task_return_error (task, error);
          return;
        }
      g_clear_error (&error); /* somebody else's hub answers */
    }

  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

void
mb_control_open_async (const char *data, gboolean create, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  MbControl *self = g_object_new (MB_TYPE_CONTROL, NULL);
  g_autofree char *path = mb_data_dir_dup_control_path (data);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (MbClock) clock = mb_clock_new_system ();

  g_task_set_source_tag (task, mb_control_open_async);
  g_task_set_task_data (task, self, g_object_unref);
  if (!create && !g_file_test (data, G_FILE_TEST_IS_DIR))
    {
      g_task_return_new_error (task, MB_ERROR, MB_ERROR_NOT_FOUND, "%s: there is no such folder", data);
      g_object_unref (task);
      return;
    }

  self->base = g_strdup ("http://localhost");
  self->session = soup_session_new_with_options ("remote-connectable", address, "timeout", TIMEOUT_S, NULL);
  self->own = mb_hub_new (&(MbHubOptions){ .data = data, .clock = clock });
  mb_hub_start_async (self->own, NULL, on_started, task);
}

MbControl *
mb_control_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

MbControl *
mb_control_new_at (const char *hub)
{
  MbControl *self = g_object_new (MB_TYPE_CONTROL, NULL);

  self->elsewhere = TRUE;
  self->base = g_strdup (hub);
  if (g_str_has_suffix (hub, "/"))
    self->base[strlen (hub) - 1] = '\0';
  self->session = soup_session_new_with_options ("timeout", TIMEOUT_S, NULL);

  return self;
}

SoupMessage *
mb_control_make_message (MbControl *self, const char *method, const char *path)
{
  g_autofree char *uri = g_strconcat (self->base, path, NULL);

  return soup_message_new (method, uri);
}

SoupSession *
mb_control_get_session (MbControl *self)
{
  return self->session;
}

/* <PATH>; rel="next" */
static char *
read_next (SoupMessage *message)
{
  const char *link = soup_message_headers_get_one (soup_message_get_response_headers (message), "Link");
  const char *end = link ? strchr (link, '>') : NULL;

  return end != NULL ? g_strndup (link + 1, (gsize) (end - link - 1)) : NULL;
}

static void
read_problem (SoupMessage *message, GBytes *body, GError **error)
{
  g_autoptr (MbJson) json = mb_json_read (body, MB_JSON_CARRIER, NULL);
  g_autofree char *detail = NULL, *pointer = NULL;
  gboolean is_missing = soup_message_get_status (message) == SOUP_STATUS_NOT_FOUND, placed;

  if (json != NULL && mb_json_get_type_at (json, 0) == MB_JSON_OBJECT)
    {
      mb_json_member_string (json, 0, "detail", MB_JSON_OPTIONAL, &detail, NULL);
      mb_json_member_string (json, 0, "pointer", MB_JSON_OPTIONAL, &pointer, NULL);
    }
  placed = pointer != NULL && pointer[0] != '\0';
  mb_error_set (error, is_missing ? MB_ERROR_NOT_FOUND : MB_ERROR_FAILED, pointer, "%s%s%s", placed ? pointer + 1 : "", placed ? ": " : "",
                detail ? detail : soup_message_get_reason_phrase (message));
}

void
mb_control_name_hub (MbControl *self, GError **error)
{
  if (self->elsewhere)
    g_prefix_error (error, "The hub at %s cannot be reached: ", self->base);
}

MbControlAnswer *
mb_control_read_answer (SoupMessage *message, GBytes *body, GError **error)
{
  MbControlAnswer *answer;

  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    {
      read_problem (message, body, error);
      return NULL;
    }

  answer = g_new0 (MbControlAnswer, 1);
  answer->body = g_bytes_ref (body);
  answer->next = read_next (message);

  return answer;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  GError *error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  MbControlAnswer *answer = body != NULL ? mb_control_read_answer (message, body, &error) : NULL;

  if (body == NULL)
    mb_control_name_hub (g_task_get_source_object (task), &error);
  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) mb_control_answer_free);
  else
    g_task_return_error (task, error);
}

void
mb_control_send_async (MbControl *self, const char *method, const char *path, GBytes *json,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (SoupMessage) message = mb_control_make_message (self, method, path);

  g_task_set_source_tag (task, mb_control_send_async);
  if (message == NULL)
    {
      g_task_return_new_error (task, MB_ERROR, MB_ERROR_INVALID, "%s is no address of a hub", self->base);
      g_object_unref (task);
      return;
    }
  if (json != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", json);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, on_answered, task);
}

MbControlAnswer *
mb_control_send_finish (MbControl *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  mb_hub_stop_finish (MB_HUB (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

void
mb_control_close_async (MbControl *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, mb_control_close_async);
  soup_session_abort (self->session);
  if (self->own != NULL)
    {
      mb_hub_stop_async (self->own, NULL, on_stopped, task);
      return;
    }

  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
mb_control_close_finish (MbControl *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
