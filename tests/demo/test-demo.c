/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/mb-demo.h"

#include "core/base/mb-error.h"
#include "core/model/goods/mb-doubt.h"
#include "core/model/goods/mb-price.h"
#include "core/model/place/mb-product.h"
#include "core/wire/mb-record-codec.h"
#include "demo/mb-demo-day.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"

#include <string.h>

static gint64
at (const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 us = 0;

  mb_demo_parse_time (text, &us, &error);
  g_assert_no_error (error);

  return us;
}

static MbDemoDay *
day_new (guint32 seed)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (MB_DEMO_ZONE);

  return mb_demo_day_new (MB_DEMO_DAY, zone, seed);
}

/* The newest price of everything, by id, after @set. */
static void
fold (GHashTable *prices, MbChangeSet *set)
{
  for (guint i = 0; i < set->proposals->len; i++)
    {
      MbProposal *proposal = set->proposals->pdata[i];
      g_autoptr (GError) error = NULL;
      MbRecord *record = mb_record_decode_bytes (proposal->kind, proposal->id, proposal->value, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (proposal->kind, ==, MB_KIND_PRICE);
      g_hash_table_replace (prices, g_strdup (proposal->id), record);
    }
}

static GHashTable *
prices_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static MbFigures
figures_of (MbPrice *price)
{
  return (MbFigures){ price->fen, price->low_fen, price->high_fen, (MbPer) price->per };
}

static void
test_sample (void)
{
  g_autoptr (MbDemoDay) day = day_new (MB_DEMO_SEED);
  g_autoptr (MbChangeSet) market = mb_demo_day_build_market (day);
  g_autoptr (MbChangeSet) eve = mb_demo_day_build_eve (day);
  guint products = 0, staples = 0;

  for (guint i = 0; i < market->proposals->len; i++)
    {
      MbProposal *proposal = market->proposals->pdata[i];
      g_autoptr (MbRecord) record = mb_record_decode_bytes (proposal->kind, proposal->id, proposal->value, NULL, NULL);
      MbProduct *product;

      if (proposal->kind != MB_KIND_PRODUCT)
        continue;
      product = MB_PRODUCT (record);
      products++;
      staples += product->staple;
      g_assert_cmpuint (mb_texts_get_n (product->name), ==, 3);
      g_assert_cmpint (product->trade, !=, -1);
      g_assert_null (product->extra);
    }
  g_assert_cmpuint (products, ==, 60);
  g_assert_cmpuint (staples, ==, 27);
  g_assert_cmpuint (eve->proposals->len, ==, 60);
}

/* What stands at a minute is the same whether the day began then or at opening. */
static void
test_same_at_any_start (void)
{
  static const char *const times[] = { "05:00", "05:30", "07:58", "12:00:30", "19:29", "23:00" };
  g_autoptr (MbDemoDay) whole = day_new (MB_DEMO_SEED);
  g_autoptr (MbDemoDay) again = day_new (MB_DEMO_SEED);
  g_autoptr (MbDemoDay) other = day_new (MB_DEMO_SEED + 1);
  g_autoptr (GHashTable) step_by_step = prices_new ();
  guint done = 0;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      guint until = mb_demo_day_count_until (again, at (times[i]));
      g_autoptr (MbChangeSet) at_once = mb_demo_day_build_moves (again, 0, until);
      g_autoptr (GHashTable) begun_late = prices_new ();
      GHashTableIter iter;
      gpointer id, price;

      for (; done < until; done++)
        {
          g_autoptr (MbChangeSet) one = mb_demo_day_build_moves (whole, done, done + 1);

          g_assert_cmpuint (one->proposals->len, ==, 1);
          fold (step_by_step, one);
        }
      fold (begun_late, at_once);
      g_assert_cmpuint (g_hash_table_size (begun_late), ==, g_hash_table_size (step_by_step));
      g_hash_table_iter_init (&iter, step_by_step);
      while (g_hash_table_iter_next (&iter, &id, &price))
        g_assert_true (mb_record_equal (price, g_hash_table_lookup (begun_late, id)));
    }
  g_assert_cmpint (mb_demo_day_get_time (whole, 70), !=, mb_demo_day_get_time (other, 70));
}

/* Moves are whole 角, near where they began, in order of time, within the hours, and no hub doubts them. */
static void
test_moves (void)
{
  g_autoptr (MbDemoDay) day = day_new (MB_DEMO_SEED);
  g_autoptr (MbChangeSet) eve = mb_demo_day_build_eve (day);
  g_autoptr (GHashTable) standing = prices_new ();
  guint n = mb_demo_day_count_until (day, G_MAXINT64), moved = 0;
  gint64 last = at ("05:30");

  fold (standing, eve);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MbChangeSet) set = mb_demo_day_build_moves (day, i, i + 1);
      MbProposal *proposal = set->proposals->pdata[0];
      g_autoptr (MbRecord) record = mb_record_decode_bytes (MB_KIND_PRICE, proposal->id, proposal->value, NULL, NULL);
      MbPrice *price = MB_PRICE (record), *former = g_hash_table_lookup (standing, proposal->id);
      MbFigures news = figures_of (price), old = figures_of (former);

      g_assert_cmpint (mb_demo_day_get_time (day, i), >=, last);
      last = mb_demo_day_get_time (day, i);
      g_assert_cmpint (last, <, at ("19:30"));
      g_assert_cmpint (price->observed_at.us, ==, last);
      g_assert_cmpint (price->fen % 10, ==, 0);
      g_assert_cmpint (price->low_fen, <=, price->fen);
      g_assert_cmpint (mb_doubt (&old, &news, MB_UNSET), ==, MB_DOUBT_NONE);
      moved += news.fen != old.fen;
      fold (standing, set);
    }
  g_test_message ("%u moves, %u of them to another price", n, moved);
  g_assert_cmpuint (n, >, 200);
  g_assert_cmpint (mb_demo_day_get_time (day, n), ==, MB_UNSET);
}

typedef struct
{
  guint ready, moved;
  GError *failure;
} Seen;

static void
on_ready (MbDemo *demo, Seen *seen)
{
  seen->ready++;
}

static void
on_moved (MbDemo *demo, guint n, Seen *seen)
{
  seen->moved += n;
}

static void
on_failed (MbDemo *demo, GError *error, Seen *seen)
{
  g_assert_null (seen->failure);
  seen->failure = g_error_copy (error);
}

static MbDemo *
demo_new (MbTestPeer *hub, MbClock *clock, Seen *seen)
{
  MbDemo *demo = mb_demo_new (mb_test_peer_get_url (hub), MB_DEMO_MARKET, clock, MB_DEMO_SEED);

  g_signal_connect (demo, "ready", G_CALLBACK (on_ready), seen);
  g_signal_connect (demo, "moved", G_CALLBACK (on_moved), seen);
  g_signal_connect (demo, "failed", G_CALLBACK (on_failed), seen);
  mb_demo_start (demo);

  return demo;
}

static MbChangeSet *
take_request (MbTestPeer *hub, guint i, guint status, const char *answer)
{
  MbTestRequest *request = mb_test_peer_wait (hub, i);
  g_autoptr (GBytes) body = g_bytes_new (request->body->data, request->body->len);
  g_autofree char *by = mb_test_request_dup_header (request, "Marketboard-By");
  g_autoptr (GError) error = NULL;
  MbChangeSet *set = mb_change_set_read (body, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (request->head, "POST /v1/markets/guihua/changes "));
  g_assert_cmpstr (by, ==, "demo");
  mb_test_request_answer (request, status, "application/json", answer);

  return set;
}

static void
test_against_a_hub (void)
{
  g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
  MbClock *clock = mb_clock_new_at (at ("07:58"), 0);
  Seen seen = { 0 };
  MbDemo *demo = demo_new (hub, clock, &seen);
  g_autoptr (MbChangeSet) market = take_request (hub, 0, 200, "{}");
  g_autoptr (MbChangeSet) eve = take_request (hub, 1, 200, "{}");
  g_autoptr (MbChangeSet) today = NULL, later = NULL;

  g_assert_false (mb_demo_is_ready (demo));
  today = take_request (hub, 2, 200, "{}");
  g_assert_cmpuint (today->proposals->len, ==, 60);
  mb_test_wait (seen.ready == 1);
  g_assert_cmpuint (seen.moved, ==, 0);

  mb_clock_set (clock, at ("08:30"), 0);
  later = take_request (hub, 3, 200, "{}");
  mb_test_wait (seen.moved == later->proposals->len);
  g_assert_cmpuint (later->proposals->len, >, 0);

  mb_clock_set (clock, at ("23:00"), 0);
  mb_test_peer_wait (hub, 4);
  mb_demo_stop (demo);
  mb_test_spin ();
  g_assert_cmpuint (seen.ready, ==, 1);
  g_assert_null (seen.failure);
  mb_test_assert_finalized (demo);
  mb_test_assert_finalized (clock);
}

static void
test_before_opening (void)
{
  g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
  g_autoptr (MbClock) clock = mb_clock_new_at (at ("05:00"), 0);
  Seen seen = { 0 };
  MbDemo *demo = demo_new (hub, clock, &seen);
  g_autoptr (MbChangeSet) market = take_request (hub, 0, 200, "{}");
  g_autoptr (MbChangeSet) eve = take_request (hub, 1, 200, "{}");

  mb_test_wait (seen.ready == 1);
  g_assert_cmpuint (mb_test_peer_get_n_requests (hub), ==, 2);
  mb_test_assert_finalized (demo);
}

static void
test_refused (void)
{
  g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
  g_autoptr (MbClock) clock = mb_clock_new_at (at ("07:58"), 60);
  Seen seen = { 0 };
  MbDemo *demo = demo_new (hub, clock, &seen);
  g_autoptr (MbChangeSet) market = take_request (hub, 0, 404, "{\"title\":\"No such market\"}");

  mb_test_wait (seen.failure != NULL);
  g_assert_error (seen.failure, MB_ERROR, MB_ERROR_NOT_FOUND);
  g_assert_false (mb_demo_is_ready (demo));
  mb_test_assert_finalized (demo);
  g_error_free (seen.failure);
}

static void
test_times (void)
{
  static const char *const bad[] = { "", "7:58", "25:00", "07:60", "noon", "07:58:30:1", "2026-11-08" };

  g_assert_cmpint (at ("07:58"), ==, at ("2026-11-08T07:58:00+08:00"));
  g_assert_cmpint (at ("07:58:30"), ==, at ("2026-11-07T23:58:30Z"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 us;

      g_assert_false (mb_demo_parse_time (bad[i], &us, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_SYNTAX);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/sample", test_sample);
  g_test_add_func ("/demo/same-at-any-start", test_same_at_any_start);
  g_test_add_func ("/demo/moves", test_moves);
  g_test_add_func ("/demo/against-a-hub", test_against_a_hub);
  g_test_add_func ("/demo/before-opening", test_before_opening);
  g_test_add_func ("/demo/refused", test_refused);
  g_test_add_func ("/demo/times", test_times);

  return g_test_run ();
}
