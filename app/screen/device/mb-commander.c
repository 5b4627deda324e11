/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/device/mb-commander.h"

#include "core/wire/mb-command-codec.h"
#include "screen/device/mb-glass-picture.h"

enum
{
  RESTART,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbCommander
{
  GObject parent_instance;

  MbScreenSession *session;
  MbScreenWindow *window;
  char *screen;
  gboolean picturing;
  gboolean again; /* somebody wants one that is newer than the one under way */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MbCommander, mb_commander, G_TYPE_OBJECT)

static void picture (MbCommander *self);

static void
end_picture (MbCommander *self)
{
  self->picturing = FALSE;
  if (!self->again || self->session == NULL)
    return;

  self->again = FALSE;
  picture (self);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbCommander) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, &error);

  if (answer == NULL)
    g_debug ("The hub did not take a picture: %s", error->message);
  end_picture (self);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbCommander) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) picture = mb_glass_picture_take_finish (GTK_WIDGET (source), result, &error);
  MbHubClient *client = self->session != NULL ? mb_screen_session_get_client (self->session) : NULL;

  if (picture == NULL || client == NULL)
    {
      g_debug ("There is no picture: %s", error != NULL ? error->message : "no hub");
      end_picture (self);
      return;
    }

  mb_hub_client_put_picture_async (client, self->screen, "image/png", picture, self->cancellable, on_sent,
                                   g_object_ref (self));
}

/* One at a time: whoever asks while one is on its way gets the next, all of them the same. */
static void
picture (MbCommander *self)
{
  self->again = self->picturing;
  if (self->picturing)
    return;

  self->picturing = TRUE;
  mb_glass_picture_take_async (gtk_window_get_child (GTK_WINDOW (self->window)), self->cancellable, on_taken,
                               g_object_ref (self));
}

static void
on_command (MbCommander *self, guint command)
{
  switch ((MbScreenCommand) command)
    {
    case MB_COMMAND_IDENTIFY:
      mb_screen_window_identify (self->window);
      break;
    case MB_COMMAND_PICTURE:
      picture (self);
      break;
    case MB_COMMAND_RESTART:
      g_signal_emit (self, signals[RESTART], 0);
      break;
    case MB_COMMAND_RELOAD:
      mb_screen_session_reload (self->session);
      break;
    default:
      break;
    }
}

static void
mb_commander_dispose (GObject *object)
{
  MbCommander *self = MB_COMMANDER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->window);

  G_OBJECT_CLASS (mb_commander_parent_class)->dispose (object);
}

static void
mb_commander_finalize (GObject *object)
{
  MbCommander *self = MB_COMMANDER (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->screen, g_free);

  G_OBJECT_CLASS (mb_commander_parent_class)->finalize (object);
}

static void
mb_commander_class_init (MbCommanderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_commander_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_commander_finalize;

  signals[RESTART] = g_signal_new ("restart", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
mb_commander_init (MbCommander *self)
{
  self->cancellable = g_cancellable_new ();
}

MbCommander *
mb_commander_new (MbScreenSession *session, MbScreenWindow *window, const char *screen)
{
  MbCommander *self;

  g_return_val_if_fail (MB_IS_SCREEN_SESSION (session), NULL);
  g_return_val_if_fail (MB_IS_SCREEN_WINDOW (window), NULL);

  self = g_object_new (MB_TYPE_COMMANDER, NULL);
  self->session = g_object_ref (session);
  self->window = g_object_ref (window);
  self->screen = g_strdup (screen);
  g_signal_connect_object (session, "command", G_CALLBACK (on_command), self, G_CONNECT_SWAPPED);
  return self;
}
