/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/power/mb-display-switch.h"

#include "core/base/mb-error.h"

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

struct _MbDisplaySwitch
{
  GObject parent_instance;

  const MbDisplayBackend *const *backends;
  gboolean wanted; /* on */
  gboolean told;   /* what the ways have been told last */
  gboolean begun;  /* they have been told something */
  guint pending;   /* of those, that have not ended */
  gboolean done;   /* one of those has done it */
  MbDisplayState state;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MbDisplaySwitch, mb_display_switch, G_TYPE_OBJECT)

static const MbDisplayBackend *const all_backends[] = { &mb_dpms_backend, &mb_cec_backend, NULL };

static void tell (MbDisplaySwitch *self);

static void
set_state (MbDisplaySwitch *self, MbDisplayState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbDisplaySwitch) self = data;
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    self->done = TRUE;
  else if (!g_error_matches (error, MB_ERROR, MB_ERROR_UNSUPPORTED))
    g_message ("The display: %s", error->message);

  if (--self->pending > 0 || g_cancellable_is_cancelled (self->cancellable))
    return;

  if (self->told != self->wanted)
    tell (self);
  else
    set_state (self, self->told ? MB_DISPLAY_ON : self->done ? MB_DISPLAY_OFF : MB_DISPLAY_DARK);
}

static void
tell (MbDisplaySwitch *self)
{
  self->begun = TRUE;
  self->told = self->wanted;
  self->done = FALSE;
  for (guint i = 0; self->backends[i] != NULL; i++)
    {
      self->pending++;
      self->backends[i]->set_async (self->told, self->cancellable, on_told, g_object_ref (self));
    }
}

static void
mb_display_switch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) MB_DISPLAY_SWITCH (object)->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mb_display_switch_dispose (GObject *object)
{
  g_cancellable_cancel (MB_DISPLAY_SWITCH (object)->cancellable);

  G_OBJECT_CLASS (mb_display_switch_parent_class)->dispose (object);
}

static void
mb_display_switch_finalize (GObject *object)
{
  g_object_unref (MB_DISPLAY_SWITCH (object)->cancellable);

  G_OBJECT_CLASS (mb_display_switch_parent_class)->finalize (object);
}

static void
mb_display_switch_class_init (MbDisplaySwitchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mb_display_switch_get_property;
  object_class->dispose = mb_display_switch_dispose;
  object_class->finalize = mb_display_switch_finalize;

  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, MB_DISPLAY_ON, MB_DISPLAY_DARK, MB_DISPLAY_ON,
                                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mb_display_switch_init (MbDisplaySwitch *self)
{
  self->wanted = self->told = TRUE;
  self->state = MB_DISPLAY_ON;
  self->cancellable = g_cancellable_new ();
}

MbDisplaySwitch *
mb_display_switch_new (const MbDisplayBackend *const *backends)
{
  MbDisplaySwitch *self = g_object_new (MB_TYPE_DISPLAY_SWITCH, NULL);

  self->backends = backends != NULL ? backends : all_backends;
  return self;
}

void
mb_display_switch_set (MbDisplaySwitch *self, gboolean on)
{
  g_return_if_fail (MB_IS_DISPLAY_SWITCH (self));

  self->wanted = on;
  if (self->pending == 0 && (!self->begun || self->told != self->wanted))
    tell (self);
}

MbDisplayState
mb_display_switch_get_state (MbDisplaySwitch *self)
{
  g_return_val_if_fail (MB_IS_DISPLAY_SWITCH (self), MB_DISPLAY_ON);

  return self->state;
}
