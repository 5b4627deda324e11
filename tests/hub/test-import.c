/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/model/place/mb-product.h"
#include "core/wire/mb-json.h"
#include "core/wire/mb-record-codec.h"
#include "hub/commands/mb-import.h"
#include "hub/mb-hub-private.h"
#include "mb-test-files.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"
#include "net/mb-hub-client.h"

#include <string.h>

/* A hub on loopback with one empty market, and lists that go into it. */

typedef struct
{
  char *folder;
  char *lists;
  MbHub *hub;
  MbHubClient *client;
} Room;

static void
on_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
room_add_market (Room *room, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mb_hub_add_market_async (room->hub, id, on_ready, &result);
  mb_test_wait (result != NULL);
  mb_hub_add_market_finish (room->hub, result, &error);
  g_assert_no_error (error);
}

static void
room_open (Room *room)
{
  g_autoptr (MbClock) clock = mb_clock_new_system ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  room->hub = mb_hub_new (&(MbHubOptions){ room->folder, "127.0.0.1:0", FALSE, clock });
  mb_hub_start_async (room->hub, NULL, on_ready, &result);
  mb_test_wait (result != NULL);
  mb_hub_start_finish (room->hub, result, &error);
  g_assert_no_error (error);
  room->client = mb_hub_client_new (mb_hub_get_url (room->hub), "guihua");
}

static void
room_close (Room *room)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_clear_object (&room->client);
  mb_hub_stop_async (room->hub, NULL, on_ready, &result);
  mb_test_wait (result != NULL);
  mb_hub_stop_finish (room->hub, result, NULL);
  g_clear_object (&room->hub);
}

static void
room_set_up (Room *room, gconstpointer unused)
{
  room->folder = mb_test_folder_new ();
  room->lists = mb_test_folder_new ();
  room_open (room);
  room_add_market (room, "guihua");
}

static void
room_tear_down (Room *room, gconstpointer unused)
{
  if (room->hub != NULL)
    room_close (room);
  mb_test_folder_free (room->lists);
  mb_test_folder_free (room->folder);
}

/* Writes a list; returns its path. */
static char *
room_write (Room *room, const char *name, const char *text)
{
  char *path = g_build_filename (room->lists, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return path;
}

static GBytes *
ask (MbHubClient *client, const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *answer;

  mb_hub_client_send_async (client, "GET", path, NULL, NULL, NULL, on_ready, &result);
  mb_test_wait (result != NULL);
  answer = mb_hub_client_send_finish (client, result, &error);
  g_assert_no_error (error);

  return answer;
}

static char *
dup_position (Room *room)
{
  g_autoptr (GBytes) answer = ask (room->client, "records?kind=price");
  g_autoptr (MbJson) json = mb_json_read (answer, MB_JSON_CARRIER, NULL);

  return mb_json_dup_string (json, mb_json_member (json, 0, "position"));
}

/* The records of a kind that stand, by id. */
static GHashTable *
read_records (Room *room, MbKind kind)
{
  g_autofree char *path = g_strdup_printf ("records?kind=%s", mb_kind_to_name (kind));
  g_autoptr (GBytes) answer = ask (room->client, path);
  g_autoptr (MbJson) json = mb_json_read (answer, MB_JSON_CARRIER, NULL);
  MbJsonAt records = mb_json_member (json, 0, "records");
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  for (MbJsonAt at = mb_json_first (json, records); at != MB_JSON_NONE; at = mb_json_next (json, at))
    {
      char *id = mb_json_dup_string (json, mb_json_member (json, at, "id"));
      MbRecord *record = mb_record_decode (kind, id, json, mb_json_member (json, at, "value"), NULL, 0, NULL);

      g_assert_nonnull (record);
      g_hash_table_insert (found, id, record);
    }

  return found;
}

static MbImport *
import (const char *hub, const char *const *files, MbImportOptions options, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  MbImport *run;

  options.hub = hub;
  options.files = files;
  options.list.trade = -1;
  options.list.basis = MB_BASIS_AVERAGE;
  run = mb_import_new (&options);
  mb_import_run_async (run, NULL, on_ready, &result);
  mb_test_wait (result != NULL);
  mb_import_run_finish (run, result, error);

  return run;
}

/* Imports one list and asserts where its rows went. */
static void
assert_import (Room *room, const char *path, MbImportOptions options, guint planned, guint held)
{
  const char *files[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MbImport) run = import (mb_hub_get_url (room->hub), files, options, &error);
  MbListCounts counts;

  g_assert_no_error (error);
  mb_price_list_count (mb_import_get_list (run), &counts);
  g_assert_cmpuint (counts.n_planned, ==, planned);
  g_assert_cmpuint (counts.n_held, ==, held);
}

static gint64
get_fen (Room *room, const char *id)
{
  g_autoptr (GHashTable) prices = read_records (room, MB_KIND_PRICE);
  MbPrice *price = g_hash_table_lookup (prices, id);

  return price != NULL ? price->fen : MB_UNSET;
}

static void
test_published (Room *room, gconstpointer unused)
{
  g_autofree char *path = room_write (room, "2026-03-13.csv", "品名,规格,均价\n菠菜,一级,3.5\n葱,,0\n姜,,2.7（个）\n藕,,4.5\n");
  g_autoptr (GBytes) journal = NULL;

  assert_import (room, path, (MbImportOptions){ 0 }, 2, 2);
  g_assert_cmpint (get_fen (room, "bo-cai.yi-ji@average"), ==, 350);
  g_assert_cmpint (get_fen (room, "ou@average"), ==, 450);
  journal = ask (room->client, "journal");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (journal, NULL), (gssize) g_bytes_get_size (journal),
                                  "\"by\":\"import\""));
}

static void
test_dry_run (Room *room, gconstpointer unused)
{
  g_autofree char *path = room_write (room, "2026-03-13.csv", "品名,均价\n菠菜,3.5\n");
  g_autofree char *before = dup_position (room);
  g_autofree char *after = NULL;

  assert_import (room, path, (MbImportOptions){ .dry_run = TRUE }, 1, 0);
  after = dup_position (room);
  g_assert_cmpstr (before, ==, after);
}

static void
test_header_only (Room *room, gconstpointer unused)
{
  g_autofree char *path = room_write (room, "2026-03-13.csv", "\xef\xbb\xbf商品名称,规格,最低价\n");
  g_autofree char *before = dup_position (room);
  g_autofree char *after = NULL;

  assert_import (room, path, (MbImportOptions){ 0 }, 0, 0);
  after = dup_position (room);
  g_assert_cmpstr (before, ==, after);
}

static void
test_twice_changes_nothing (Room *room, gconstpointer unused)
{
  g_autofree char *path = room_write (room, "2026-03-13.csv", "品名,均价\n菠菜,3.5\n葱,2\n");
  g_autofree char *before = NULL, *after = NULL;

  assert_import (room, path, (MbImportOptions){ 0 }, 2, 0);
  before = dup_position (room);
  assert_import (room, path, (MbImportOptions){ 0 }, 0, 0);
  after = dup_position (room);
  g_assert_cmpstr (before, ==, after);
}

static void
test_doubtful_and_older (Room *room, gconstpointer unused)
{
  g_autofree char *first = room_write (room, "2026-03-13.csv", "品名,均价\n菠菜,3.5\n葱,2\n");
  g_autofree char *second = room_write (room, "2026-03-14.csv", "品名,均价\n菠菜,35\n葱,2.1\n");
  g_autofree char *early = room_write (room, "2026-03-12.csv", "品名,均价\n菠菜,3\n葱,2\n");

  assert_import (room, first, (MbImportOptions){ 0 }, 2, 0);
  assert_import (room, second, (MbImportOptions){ 0 }, 1, 1);
  g_assert_cmpint (get_fen (room, "bo-cai@average"), ==, 350);
  g_assert_cmpint (get_fen (room, "cong@average"), ==, 210);

  assert_import (room, second, (MbImportOptions){ .list.sure = TRUE }, 1, 0);
  g_assert_cmpint (get_fen (room, "bo-cai@average"), ==, 3500);

  assert_import (room, early, (MbImportOptions){ .list.history = TRUE }, 0, 2);
  g_assert_cmpint (get_fen (room, "cong@average"), ==, 210);
}

/* Days reach the journal in their order, whatever the order of the rows. */
static void
test_oldest_first (Room *room, gconstpointer unused)
{
  g_autofree char *path =
    room_write (room, "list.csv", "品名,均价,日期\n葱,2.2,2026-03-15\n葱,2,2026-03-13\n葱,2.1,2026-03-14\n");
  g_autoptr (GBytes) journal = NULL;
  g_autofree char *text = NULL;
  const char *first, *second, *third;

  assert_import (room, path, (MbImportOptions){ .list.history = TRUE }, 3, 0);
  journal = ask (room->client, "journal");
  text = g_strndup (g_bytes_get_data (journal, NULL), g_bytes_get_size (journal));
  first = strstr (text, "2026-03-13T");
  second = strstr (text, "2026-03-14T");
  third = strstr (text, "2026-03-15T");
  g_assert_true (first != NULL && second > first && third > second);
}

static void
test_refused (Room *room, gconstpointer unused)
{
  g_autofree char *list = room_write (room, "2026-03-13.csv", "品名,均价\n菠菜,3.5\n");
  g_autofree char *undated = room_write (room, "today.csv", "品名,均价\n菠菜,3.5\n");
  g_autofree char *absent = g_build_filename (room->lists, "absent.csv", NULL);
  const char *const cases[][3] = { { list, absent, NULL }, { list, undated, NULL } };
  g_autofree char *before = dup_position (room);
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbImport) run = import (mb_hub_get_url (room->hub), cases[i], (MbImportOptions){ 0 }, &error);

      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, cases[i][1]));
    }
  after = dup_position (room);
  g_assert_cmpstr (before, ==, after);
}

static void
test_which_market (Room *room, gconstpointer unused)
{
  g_autofree char *list = room_write (room, "2026-03-13.csv", "品名,均价\n菠菜,3.5\n");
  const char *files[] = { list, NULL };
  g_autoptr (GError) several = NULL, unknown = NULL;
  g_autoptr (MbImport) unsaid = NULL, other = NULL;

  room_add_market (room, "other");
  unsaid = import (mb_hub_get_url (room->hub), files, (MbImportOptions){ 0 }, &several);
  g_assert_error (several, MB_ERROR, MB_ERROR_INVALID);
  other = import (mb_hub_get_url (room->hub), files, (MbImportOptions){ .market = "nowhere" }, &unknown);
  g_assert_error (unknown, MB_ERROR, MB_ERROR_NOT_FOUND);
  assert_import (room, list, (MbImportOptions){ .market = "guihua" }, 1, 0);
}

/* The hub refuses rows one by one: each is held back, the rest of the day goes. */
static void
test_hub_refuses_rows (void)
{
  g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
  g_autofree char *folder = mb_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "2026-03-13.csv", NULL);
  const char *files[] = { path, NULL };
  MbImportOptions options = { .hub = mb_test_peer_get_url (hub), .market = "guihua", .files = files };
  g_autoptr (MbImport) run = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GByteArray *body;
  MbListCounts counts;

  g_assert_true (g_file_set_contents (path, "品名,均价\n葱,3\n姜,4\n藕,5\n", -1, NULL));
  options.list.trade = -1;
  options.list.basis = MB_BASIS_AVERAGE;
  run = mb_import_new (&options);
  mb_import_run_async (run, NULL, on_ready, &result);
  mb_test_request_answer (mb_test_peer_wait (hub, 0), 200, "application/json",
                          "{\"position\":\"000000000000.0\",\"at\":null,\"records\":[]}");
  mb_test_request_answer (mb_test_peer_wait (hub, 1), 409, "application/problem+json",
                          "{\"status\":409,\"title\":\"Doubtful\",\"pointer\":\"/changes/3/value/fen\"}");
  mb_test_request_answer (mb_test_peer_wait (hub, 2), 422, "application/problem+json",
                          "{\"status\":422,\"title\":\"No\",\"pointer\":\"/changes/0\"}");
  mb_test_request_answer (mb_test_peer_wait (hub, 3), 200, "application/json", "{}");
  mb_test_wait (result != NULL);
  g_assert_true (mb_import_run_finish (run, result, &error));
  mb_price_list_count (mb_import_get_list (run), &counts);
  g_assert_cmpuint (counts.n_planned, ==, 1);
  g_assert_cmpuint (counts.n_held, ==, 2);
  body = mb_test_peer_wait (hub, 3)->body;
  g_assert_nonnull (g_strstr_len ((char *) body->data, (gssize) body->len, "\"ou@average\""));
  mb_test_folder_free (g_steal_pointer (&folder));
}

/* An answer that is not what a hub says ends the import; it never goes round and round. */
static void
test_nonsense_from_the_hub (void)
{
  static const char *const answers[] = {
    "",
    "[]",
    "{\"records\":7}",
    "{\"records\":[7]}",
    "{\"at\":\"noon\",\"records\":[]}",
    "{\"records\":[{\"kind\":\"product\",\"id\":\"x\",\"value\":{}}]}",
  };
  g_autofree char *folder = mb_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "2026-03-13.csv", NULL);
  const char *files[] = { path, NULL };

  g_assert_true (g_file_set_contents (path, "品名,均价\n葱,3\n", -1, NULL));
  for (guint i = 0; i <= G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
      MbImportOptions options = { .hub = mb_test_peer_get_url (hub), .market = "guihua", .files = files };
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (MbImport) run = mb_import_new (&options);

      mb_import_run_async (run, NULL, on_ready, &result);
      if (i < G_N_ELEMENTS (answers))
        mb_test_request_answer (mb_test_peer_wait (hub, 0), 200, "application/json", answers[i]);
      else
        {
          mb_test_request_answer (mb_test_peer_wait (hub, 0), 200, "application/json", "{\"records\":[]}");
          mb_test_request_answer (mb_test_peer_wait (hub, 1), 422, "application/problem+json",
                                  "{\"title\":\"No\",\"pointer\":\"/changes/99\"}");
        }
      mb_test_wait (result != NULL);
      g_assert_false (mb_import_run_finish (run, result, &error));
      g_assert_nonnull (error);
    }
  mb_test_folder_free (g_steal_pointer (&folder));
}

static void
test_sample (Room *room, gconstpointer unused)
{
  g_autofree char *hall = g_test_build_filename (G_TEST_BUILT, "..", "data", "sample", "hall.ndjson", NULL);
  g_autofree char *prices = g_test_build_filename (G_TEST_BUILT, "..", "data", "sample", "prices.ndjson", NULL);
  const char *files[] = { hall, prices, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MbImport) run = import (mb_hub_get_url (room->hub), files, (MbImportOptions){ 0 }, &error);
  g_autoptr (GHashTable) standing = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (mb_price_list_get_held (mb_import_get_list (run))->len, ==, 0);
  standing = read_records (room, MB_KIND_PRICE);
  g_assert_cmpuint (g_hash_table_size (standing), >, 1500);
}

/* Every day of the found lists, and at the end the last day's table to the fen. */
static void
test_retail_days (Room *room, gconstpointer unused)
{
  static const char *const days[] = { "2026-03-13", "2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19",
                                      "2026-03-20", "2026-03-21", "2026-03-24", "2026-03-25", "2026-03-26",
                                      "2026-03-27", "2026-03-28", "2026-03-31", "2026-04-01", "2026-04-02",
                                      "2026-04-03", "2026-04-04", "2026-04-07" };
  g_autoptr (GHashTable) prices = NULL, products = NULL, told = NULL;
  g_autoptr (GBytes) last = NULL;
  g_auto (GStrv) lines = NULL;
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *name = g_strdup_printf ("prices/retail-market/%s.csv", days[i]);
      g_autofree char *path = mb_test_find_shared (name);

      if (path == NULL)
        return;
      assert_import (room, path, (MbImportOptions){ 0 }, 107, 0);
      g_clear_pointer (&last, g_bytes_unref);
      last = mb_test_load (path);
    }

  /* "name,grade,lowest" as the board says it now */
  prices = read_records (room, MB_KIND_PRICE);
  products = read_records (room, MB_KIND_PRODUCT);
  told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, prices);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      MbPrice *price = value;
      MbProduct *product = g_hash_table_lookup (products, price->product);

      g_assert_cmpint (price->fen, ==, MB_UNSET);
      g_hash_table_add (told, g_strdup_printf ("%s,%s,%d.%d", mb_texts_get (product->name, "zh-Hans"),
                                               mb_texts_get (price->grade, "zh-Hans"), (int) price->low_fen / 100,
                                               (int) price->low_fen / 10 % 10));
    }
  lines = g_strsplit ((const char *) g_bytes_get_data (last, NULL), "\n", -1);
  for (guint i = 1; lines[i] != NULL && *g_strstrip (lines[i]) != '\0'; i++, n++)
    g_assert_true (g_hash_table_contains (told, lines[i]));
  g_assert_cmpuint (n, ==, 107);
  g_assert_cmpuint (g_hash_table_size (told), ==, 107);
}

/* The command itself: its words and its exit status. */
static void
assert_command (int status, const char *const *words)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "..", "app", "hub", "marketboard-hub", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, (char *) "import");
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) words[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, on_ready, &result);
  mb_test_wait (result != NULL);
  g_assert_true (g_subprocess_wait_finish (process, result, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
}

static void
test_command (Room *room, gconstpointer unused)
{
  g_autofree char *list = room_write (room, "2026-03-13.csv", "品名,均价\n菠菜,3.5\n");
  const char *url = mb_hub_get_url (room->hub);

  assert_command (2, (const char *[]){ list, NULL });
  assert_command (2, (const char *[]){ "--hub", url, NULL });
  assert_command (2, (const char *[]){ "--hub", url, "--data", room->folder, list, NULL });
  assert_command (2, (const char *[]){ "--hub", url, "--unit", "sack", list, NULL });
  assert_command (2, (const char *[]){ "--hub", url, "--basis", "stall", list, NULL });
  assert_command (2, (const char *[]){ "--hub", url, "--basis", "cheap", list, NULL });
  assert_command (2, (const char *[]){ "--hub", url, "--date", "monday", list, NULL });
  assert_command (2, (const char *[]){ "--hub", url, "--never-heard-of", list, NULL });
  assert_command (1, (const char *[]){ "--hub", url, "--map", "name=nothing", list, NULL });
  assert_command (1, (const char *[]){ "--hub", "http://127.0.0.1:1", list, NULL });
  assert_command (1, (const char *[]){ "--hub", "nonsense", list, NULL });
  assert_command (0, (const char *[]){ "--hub", url, "--dry-run", list, NULL });
  g_assert_cmpint (get_fen (room, "bo-cai@average"), ==, MB_UNSET);

  /* a hub holds the folder; then none does */
  assert_command (1, (const char *[]){ "--data", room->folder, list, NULL });
  room_close (room);
  assert_command (0, (const char *[]){ "--data", room->folder, "--unit", "kg", list, NULL });
  room_open (room);
  g_assert_cmpint (get_fen (room, "bo-cai@average"), ==, 350);
}

#define ADD(path, test) g_test_add (path, Room, NULL, room_set_up, test, room_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/hub/import/published", test_published);
  ADD ("/hub/import/dry-run", test_dry_run);
  ADD ("/hub/import/header-only", test_header_only);
  ADD ("/hub/import/twice-changes-nothing", test_twice_changes_nothing);
  ADD ("/hub/import/doubtful-and-older", test_doubtful_and_older);
  ADD ("/hub/import/oldest-first", test_oldest_first);
  ADD ("/hub/import/refused", test_refused);
  ADD ("/hub/import/which-market", test_which_market);
  ADD ("/hub/import/sample", test_sample);
  ADD ("/hub/import/retail-days", test_retail_days);
  ADD ("/hub/import/command", test_command);
  g_test_add_func ("/hub/import/hub-refuses-rows", test_hub_refuses_rows);
  g_test_add_func ("/hub/import/nonsense-from-the-hub", test_nonsense_from_the_hub);

  return g_test_run ();
}
