/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-market-finder.h"

#include "core/model/place/mb-market-choice.h"

/* A hub may be started before anybody gave it a market, and a screen before its hub. */

#define ASK_AGAIN_MS 2000

struct _MbMarketFinder
{
  MbHubClient *client; /* (owned): knows no market */
  GCancellable *cancellable;
  MbMarketFinderFunc func;
  gpointer data;
  char *named;    /* (nullable): asked for is whether it is there */
  char *found;    /* (nullable) */
  char *problem;  /* (nullable) */
  char **markets; /* (nullable): none of them can be chosen, or is the one that was */
  guint again;    /* source */
};

MbMarketFinder *
mb_market_finder_new (const char *hub, MbMarketFinderFunc func, gpointer data)
{
  MbMarketFinder *self;

  g_return_val_if_fail (hub != NULL && func != NULL, NULL);

  self = g_new0 (MbMarketFinder, 1);
  self->client = mb_hub_client_new (hub, NULL);
  self->cancellable = g_cancellable_new ();
  self->func = func;
  self->data = data;
  return self;
}

void
mb_market_finder_stop (MbMarketFinder *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->again, g_source_remove);
}

void
mb_market_finder_free (MbMarketFinder *self)
{
  mb_market_finder_stop (self);
  g_object_unref (self->client);
  g_object_unref (self->cancellable);
  g_free (self->named);
  g_free (self->found);
  g_free (self->problem);
  g_strfreev (self->markets);
  g_free (self);
}

static gboolean
on_again (gpointer data)
{
  MbMarketFinder *self = data;

  self->again = 0;
  mb_market_finder_start (self);
  return G_SOURCE_REMOVE;
}

/* @ids: (transfer full) (nullable) */
static void
take_markets (MbMarketFinder *self, char **ids, GError *error)
{
  g_autoptr(GError) choice = NULL;

  g_clear_pointer (&self->problem, g_free);
  if (ids != NULL)
    self->found = mb_market_choose_only ((const char *const *) ids, &choice);
  if (self->found != NULL)
    {
      g_strfreev (ids);
      return;
    }

  self->problem = g_strdup (ids != NULL ? choice->message : error->message);
  self->markets = ids;
  self->again = g_timeout_add (ASK_AGAIN_MS, on_again, self);
}

static void
on_markets_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  MbMarketFinder *self;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) ids = mb_hub_client_get_markets_finish (MB_HUB_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = data;
  g_clear_pointer (&self->markets, g_strfreev);
  if (self->named == NULL)
    take_markets (self, g_steal_pointer (&ids), error);
  else if (ids != NULL && !g_strv_contains ((const char *const *) ids, self->named))
    self->markets = g_steal_pointer (&ids);
  self->func (self, self->data);
}

static void
ask (MbMarketFinder *self)
{
  mb_hub_client_get_markets_async (self->client, self->cancellable, on_markets_ready, self);
}

void
mb_market_finder_start (MbMarketFinder *self)
{
  g_return_if_fail (self != NULL);

  ask (self);
}

void
mb_market_finder_look (MbMarketFinder *self, const char *named)
{
  g_return_if_fail (self != NULL && named != NULL);

  g_free (self->named);
  self->named = g_strdup (named);
  ask (self);
}

void
mb_market_finder_forget (MbMarketFinder *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->markets, g_strfreev);
}

const char *
mb_market_finder_get_found (const MbMarketFinder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->found;
}

const char *
mb_market_finder_get_problem (const MbMarketFinder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problem;
}

const char *const *
mb_market_finder_get_markets (const MbMarketFinder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->markets;
}
