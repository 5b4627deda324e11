/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/power/mb-power.h"

#include "core/model/place/mb-screen.h"
#include "core/model/time/mb-schedule.h"

enum
{
  PROP_0,
  PROP_LIT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

struct _MbPower
{
  GObject parent_instance;

  MbBoard *board;
  MbClock *clock;
  char *screen;
  gboolean needed;
  gboolean time_known;
  gboolean lit;
  guint timer;
};

G_DEFINE_FINAL_TYPE (MbPower, mb_power, G_TYPE_OBJECT)

static void look (MbPower *self);

static gboolean
on_timer (gpointer data)
{
  MbPower *self = data;

  self->timer = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
set_lit (MbPower *self, gboolean lit)
{
  if (self->lit == lit)
    return;

  self->lit = lit;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LIT]);
}

/* Whether the windows of its record say so now; waits for the next time at which they say otherwise. */
static gboolean
is_time (MbPower *self, const MbScreen *screen)
{
  MbMarket *market = (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market");
  g_autoptr(MbMarketTime) time = mb_market_time_new (market);
  gint64 next_us;
  gboolean on = mb_schedule_is_daily (screen->power, mb_clock_now (self->clock), time, &next_us);
  guint wait_ms = mb_clock_wait_ms (self->clock, next_us);

  if (wait_ms != G_MAXUINT)
    self->timer = g_timeout_add (MAX (wait_ms, 1), on_timer, self);
  return on;
}

static void
look (MbPower *self)
{
  MbScreen *screen = (MbScreen *) mb_board_get (self->board, MB_KIND_SCREEN, self->screen);
  gboolean lit = TRUE;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (screen != NULL && screen->power != NULL && screen->power->len > 0)
    lit = is_time (self, screen);
  set_lit (self, lit || self->needed || !self->time_known);
}

static void
on_folded (MbPower *self, GPtrArray *changes, gboolean reset)
{
  gboolean concerned = reset;

  for (guint i = 0; i < changes->len && !concerned; i++)
    {
      MbKind kind = mb_record_get_kind (((MbChangedRecord *) changes->pdata[i])->record);

      concerned = kind == MB_KIND_MARKET || kind == MB_KIND_SCREEN;
    }
  if (concerned)
    look (self);
}

static void
mb_power_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_LIT:
      g_value_set_boolean (value, MB_POWER (object)->lit);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mb_power_dispose (GObject *object)
{
  MbPower *self = MB_POWER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->board);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (mb_power_parent_class)->dispose (object);
}

static void
mb_power_finalize (GObject *object)
{
  g_free (MB_POWER (object)->screen);

  G_OBJECT_CLASS (mb_power_parent_class)->finalize (object);
}

static void
mb_power_class_init (MbPowerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mb_power_get_property;
  object_class->dispose = mb_power_dispose;
  object_class->finalize = mb_power_finalize;

  props[PROP_LIT] = g_param_spec_boolean ("lit", NULL, NULL, TRUE,
                                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mb_power_init (MbPower *self)
{
  self->lit = TRUE;
  self->time_known = TRUE;
}

MbPower *
mb_power_new (MbBoard *board, MbClock *clock, const char *screen)
{
  MbPower *self;

  g_return_val_if_fail (MB_IS_BOARD (board), NULL);
  g_return_val_if_fail (MB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (screen != NULL, NULL);

  self = g_object_new (MB_TYPE_POWER, NULL);
  self->board = g_object_ref (board);
  self->clock = g_object_ref (clock);
  self->screen = g_strdup (screen);
  g_signal_connect_object (board, "folded", G_CALLBACK (on_folded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
  return self;
}

gboolean
mb_power_is_lit (MbPower *self)
{
  g_return_val_if_fail (MB_IS_POWER (self), TRUE);

  return self->lit;
}

void
mb_power_set_needed (MbPower *self, gboolean needed)
{
  g_return_if_fail (MB_IS_POWER (self));

  self->needed = needed;
  look (self);
}

void
mb_power_set_time_known (MbPower *self, gboolean known)
{
  g_return_if_fail (MB_IS_POWER (self));

  self->time_known = known;
  look (self);
}
