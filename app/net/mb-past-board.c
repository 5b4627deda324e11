/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-past-board.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-past-reader.h"

/* A few questions to the hub, one after the other; every answer is read in a thread. */

/* A page that waits for its turn has it within one round of the others, which is 90 s at most. */
#define LEAD_US (5 * G_TIME_SPAN_MINUTE)

typedef enum
{
  STEP_MOMENT,  /* up to which change */
  STEP_BOARD,   /* the board before it */
  STEP_CHANGES, /* and what changed since; page after page */
  STEP_FIRST    /* instead of these: when the journal begins */
} Step;

typedef struct
{
  gint64 moment_us;
  Step step;
  GBytes *answer;
  guint64 upto;
  char *position;    /* up to which there are deltas */
  GPtrArray *deltas;
  gboolean done;
} Look;

static void ask (GTask *task);

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->answer, g_bytes_unref);
  g_clear_pointer (&look->deltas, g_ptr_array_unref);
  g_free (look->position);
  g_free (look);
}

static gint64
get_begin (const Look *look)
{
  return MAX (look->moment_us - LEAD_US, 0);
}

static guint64
number_of (const char *position)
{
  MbPosition parsed = { 0 };

  mb_position_parse (position, &parsed);
  return parsed.number;
}

static gboolean
read_moment (Look *look, GError **error)
{
  g_autoptr(MbDelta) delta = mb_past_read_records (look->answer, error);

  if (delta == NULL)
    return FALSE;

  look->upto = number_of (delta->position);
  look->step = look->upto > 0 ? STEP_BOARD : STEP_FIRST;
  return TRUE;
}

static gboolean
read_board (Look *look, GError **error)
{
  MbDelta *delta = mb_past_read_records (look->answer, error);

  if (delta == NULL)
    return FALSE;

  delta->at = (MbTime){ get_begin (look), delta->at.offset_s };
  g_ptr_array_add (look->deltas, delta);
  look->position = g_strdup (delta->position);
  look->step = STEP_CHANGES;
  look->done = number_of (look->position) >= look->upto;
  return TRUE;
}

static gboolean
read_changes (Look *look, GError **error)
{
  GError *failure = NULL;
  char *position = mb_past_read_journal (look->answer, look->upto, look->deltas, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  if (position == NULL || number_of (position) <= number_of (look->position))
    {
      g_free (position);
      mb_error_set (error, MB_ERROR_NETWORK, NULL, "The hub's journal ends before what it says stood then");
      return FALSE;
    }

  g_free (look->position);
  look->position = position;
  look->done = number_of (position) >= look->upto;
  return TRUE;
}

static gboolean
read_first (Look *look, GError **error)
{
  g_autofree char *position = mb_past_read_journal (look->answer, 1, look->deltas, error);
  g_autofree char *began = NULL;

  if (position == NULL)
    {
      if (error != NULL && *error == NULL)
        mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "Nothing was ever published in this market");
      return FALSE;
    }

  began = mb_time_format (((MbDelta *) look->deltas->pdata[0])->at);
  mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "Nothing stood then: this market begins at %s", began);
  return FALSE;
}

/* The clock of a hub may have been set back; on a board of the past no change is from after it. */
static void
bound_times (Look *look)
{
  for (guint i = 0; i < look->deltas->len; i++)
    {
      MbDelta *delta = look->deltas->pdata[i];

      delta->at.us = CLAMP (delta->at.us, get_begin (look), look->moment_us);
    }
}

/* In a thread: nobody else touches the look until it has returned. */
static void
read_answer (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static gboolean (*const readers[]) (Look *, GError **) = { read_moment, read_board, read_changes, read_first };
  Look *look = data;
  GError *error = NULL;

  if (!readers[look->step](look, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (look->done)
    bound_times (look);
  g_task_return_boolean (task, TRUE);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&look->answer, g_bytes_unref);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (look->done)
    g_task_return_pointer (task, g_steal_pointer (&look->deltas), (GDestroyNotify) g_ptr_array_unref);
  else
    ask (g_steal_pointer (&task));
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GTask) reading = NULL;
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;

  look->answer = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, &error);
  if (look->answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  reading = g_task_new (source, NULL, on_read, g_steal_pointer (&task));
  g_task_set_task_data (reading, look, NULL); /* the other task's, which waits for this one */
  g_task_run_in_thread (reading, read_answer);
}

static char *
write_question (Look *look)
{
  g_autofree char *time =
      mb_time_format ((MbTime){ look->step == STEP_BOARD ? get_begin (look) : look->moment_us, 0 });

  switch (look->step)
    {
    case STEP_MOMENT:
      return g_strdup_printf ("records?kind=market&as-of=%s", time);
    case STEP_BOARD:
      return g_strdup_printf ("records?as-of=%s", time);
    case STEP_CHANGES:
      return g_strdup_printf ("journal?after=%s", look->position);
    case STEP_FIRST:
    default:
      return g_strdup ("journal?limit=1");
    }
}

static void
ask (GTask *task)
{
  g_autofree char *question = write_question (g_task_get_task_data (task));

  mb_hub_client_send_async (g_task_get_source_object (task), "GET", question, NULL, NULL,
                            g_task_get_cancellable (task), on_answer, task);
}

void
mb_past_board_load_async (MbHubClient *client, gint64 moment_us, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  Look *look;
  GTask *task;

  g_return_if_fail (MB_IS_HUB_CLIENT (client));
  g_return_if_fail (moment_us != MB_UNSET);

  look = g_new0 (Look, 1);
  look->moment_us = moment_us;
  look->deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_delta_free);
  task = g_task_new (client, cancellable, callback, data);
  g_task_set_source_tag (task, mb_past_board_load_async);
  g_task_set_task_data (task, look, look_free);
  ask (task);
}

GPtrArray *
mb_past_board_load_finish (MbHubClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
