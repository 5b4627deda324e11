/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-commands.h"

#define MAX_WAITING 256

typedef struct
{
  char *screen;
  GBytes *text;
  gint64 until_us;
} Waiting;

struct _MbCommands
{
  GPtrArray *waiting; /* Waiting, oldest first */
};

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_free (waiting->screen);
  g_bytes_unref (waiting->text);
  g_free (waiting);
}

MbCommands *
mb_commands_new (void)
{
  MbCommands *self = g_new0 (MbCommands, 1);

  self->waiting = g_ptr_array_new_with_free_func (waiting_free);

  return self;
}

void
mb_commands_free (MbCommands *self)
{
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

void
mb_commands_keep (MbCommands *self, const char *screen, GBytes *text, gint64 now)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  mb_commands_expire (self, now);
  if (self->waiting->len >= MAX_WAITING)
    g_ptr_array_remove_index (self->waiting, 0);
  waiting->screen = g_strdup (screen);
  waiting->text = g_bytes_ref (text);
  waiting->until_us = now + MB_COMMAND_LIFE_US;
  g_ptr_array_add (self->waiting, waiting);
}

void
mb_commands_hand_over (MbCommands *self, MbSubscriber *subscriber, gint64 now)
{
  const char *screen = mb_subscriber_get_screen (subscriber);

  if (screen == NULL)
    return;

  mb_commands_expire (self, now);
  for (guint i = 0; i < self->waiting->len;)
    {
      Waiting *waiting = self->waiting->pdata[i];

      if (!g_str_equal (waiting->screen, screen))
        {
          i++;
          continue;
        }
      mb_subscriber_push_command (subscriber, waiting->text, waiting->until_us);
      g_ptr_array_remove_index (self->waiting, i);
    }
}

void
mb_commands_expire (MbCommands *self, gint64 now)
{
  while (self->waiting->len > 0 && ((Waiting *) self->waiting->pdata[0])->until_us <= now)
    g_ptr_array_remove_index (self->waiting, 0);
}
