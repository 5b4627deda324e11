/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/mb-record.h"
#include "core/wire/mb-json.h"
#include "demo-state.h"
#include "demo/mb-demo.h"
#include "mb-test-hub.h"
#include "mb-test-wait.h"

#include <string.h>

/* The sample market in a real hub, which refuses what dangles, what is doubtful and what it does not know. */

#define NOON "2026-11-08T12:00:00+08:00"

static void
on_ready (MbDemo *demo, gboolean *ready)
{
  *ready = TRUE;
}

static void
on_failed (MbDemo *demo, GError *error, gpointer unused)
{
  g_error ("The hub refused: %s", error->message);
}

static void
on_moved (MbDemo *demo, guint n, guint *moved)
{
  *moved += n;
}

/* Publishes the day up to the first time, then jumps from time to time. */
static void
live (MbTestHub *hub, const char *const *times)
{
  g_autoptr (MbClock) clock = mb_clock_new_at (demo_at (times[0]), 0);
  MbDemo *demo = mb_demo_new (mb_test_hub_get_url (hub), "m1", clock, MB_DEMO_SEED);
  gboolean ready = FALSE;
  guint moved = 0;

  g_signal_connect (demo, "ready", G_CALLBACK (on_ready), &ready);
  g_signal_connect (demo, "moved", G_CALLBACK (on_moved), &moved);
  g_signal_connect (demo, "failed", G_CALLBACK (on_failed), NULL);
  mb_demo_start (demo);
  mb_test_wait (ready);
  for (guint i = 1; times[i] != NULL; i++)
    {
      moved = 0;
      mb_clock_set (clock, demo_at (times[i]), 0);
      mb_test_wait (moved > 0);
    }
  mb_demo_stop (demo);
  mb_test_assert_finalized (demo);
}

static char *
dup_slice (const MbJson *json, MbJsonAt at, const char *member)
{
  MbJsonAt value = mb_json_member (json, at, member);
  gsize length;
  const char *text = value != MB_JSON_NONE ? mb_json_slice (json, value, &length) : NULL;

  return text != NULL ? g_strndup (text, length) : NULL;
}

static char *
describe (const MbJson *json, MbJsonAt record)
{
  g_autofree char *by = dup_slice (json, record, "by");
  g_autofree char *value = dup_slice (json, record, "value");
  MbJsonAt derived = mb_json_member (json, record, "derived");
  g_autofree char *yesterday = derived != MB_JSON_NONE ? dup_slice (json, derived, "yesterday_fen") : NULL;

  return g_strdup_printf ("%s %s %s", by, value, yesterday != NULL ? yesterday : "-");
}

/* "kind/id" to who said what, and what it was yesterday. */
static GHashTable *
read_state (MbTestHub *hub)
{
  GHashTable *state = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (MbKind kind = 0; kind < MB_N_KINDS; kind++)
    {
      g_autofree char *path = g_strconcat ("records?kind=", mb_kind_to_name (kind), NULL);
      g_autofree char *body = mb_test_hub_send (hub, "GET", path, NULL, NULL, NULL);
      g_autoptr (MbJson) json = mb_json_read_text (body, -1, MB_JSON_CARRIER, NULL);
      MbJsonAt list = mb_json_member (json, 0, "records");

      for (MbJsonAt at = mb_json_first (json, list); at != MB_JSON_NONE; at = mb_json_next (json, at))
        {
          g_autofree char *id = mb_json_dup_string (json, mb_json_member (json, at, "id"));

          g_hash_table_insert (state, g_strconcat (mb_kind_to_name (kind), "/", id, NULL), describe (json, at));
        }
    }

  return state;
}

static void
assert_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, value;

  g_assert_cmpuint (g_hash_table_size (a), ==, g_hash_table_size (b));
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_assert_true (g_str_has_prefix (value, "\"demo\" {"));
      g_assert_cmpstr (value, ==, g_hash_table_lookup (b, key));
    }
}

static void
test_same_at_any_start (void)
{
  g_autoptr (MbTestHub) late = mb_test_hub_new (NOON ",0");
  g_autoptr (MbTestHub) early = mb_test_hub_new (NOON ",0");
  g_autoptr (MbDemoDay) day = demo_day_new (MB_DEMO_SEED);
  g_autoptr (GHashTable) expected = demo_state_at (day, demo_at ("12:00"));
  g_autoptr (GHashTable) begun_late = NULL;
  g_autoptr (GHashTable) begun_early = NULL;

  live (late, (const char *[]){ "12:00", NULL });
  live (early, (const char *[]){ "05:00", "05:31", "07:12", "07:58", "12:00", NULL });
  begun_late = read_state (late);
  begun_early = read_state (early);
  g_assert_cmpuint (g_hash_table_size (begun_late), ==, g_hash_table_size (expected));
  assert_equal (begun_late, begun_early);
}

/* The journal but for the salt, and the hashes that follow from it. */
static char *
export_journal (MbTestHub *hub)
{
  g_autofree char *lines = mb_test_hub_command (hub, (const char *[]){ "export", NULL }, NULL);
  g_autoptr (GRegex) salted = g_regex_new ("\"(salt|hash)\":\"[^\"]*\"", G_REGEX_RAW, 0, NULL);

  return g_regex_replace (salted, lines, -1, 0, "", 0, NULL);
}

static void
test_same_journal (void)
{
  static const char *const times[] = { "05:20", "07:58", "15:01", "20:00", NULL };
  g_autoptr (MbTestHub) one = mb_test_hub_new (NOON ",0");
  g_autoptr (MbTestHub) other = mb_test_hub_new (NOON ",0");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  live (one, times);
  live (other, times);
  first = export_journal (one);
  second = export_journal (other);
  g_assert_cmpuint (strlen (first), >, 1000000);
  g_assert_cmpstr (first, ==, second);
}

/* A day begun while an offer is on knows what the goods cost before. */
static void
test_offer (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new ("2026-11-08T14:00:00+08:00,0");
  g_autofree char *price = NULL;
  g_autofree char *promotion = NULL;

  live (hub, (const char *[]){ "14:00", NULL });
  price = mb_test_hub_send (hub, "GET", "records/price/pork-leg-bone@stall@c-059", NULL, NULL, NULL);
  promotion = mb_test_hub_send (hub, "GET", "records/promotion/bones-sunday", NULL, NULL, NULL);
  g_assert_nonnull (strstr (price, "\"fen\":720,"));
  g_assert_nonnull (strstr (promotion, "\"was_fen\":1030,"));
}

/* Begun after closing, with everything behind it, the drill too. */
static void
test_after_closing (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new ("2026-11-08T23:00:00+08:00,0");
  g_autoptr (GHashTable) state = NULL;

  live (hub, (const char *[]){ "23:00", NULL });
  state = read_state (hub);
  g_assert_true (g_hash_table_contains (state, "notice/drill"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-hub/same-at-any-start", test_same_at_any_start);
  g_test_add_func ("/demo-hub/same-journal", test_same_journal);
  g_test_add_func ("/demo-hub/offer", test_offer);
  g_test_add_func ("/demo-hub/after-closing", test_after_closing);

  return g_test_run ();
}
