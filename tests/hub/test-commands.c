/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-hub.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* marketboard-hub's commands: the same beside a running hub and without one. */

#define CLOCK "2026-11-23T09:00:00+08:00,0"
#define EGGS "{\"name\":{\"en\":\"eggs\"},\"order\":%d,\"trade\":\"fruit\",\"sold_by\":\"weight\"}"

static char *
run (MbTestHub *hub, int status, ...)
{
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  const char *arg;
  char *out;
  va_list list;
  int got;

  va_start (list, status);
  while ((arg = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (args, (gpointer) arg);
  va_end (list);
  g_ptr_array_add (args, NULL);
  out = mb_test_hub_command (hub, (const char *const *) args->pdata, &got);
  g_assert_cmpint (got, ==, status);

  return out;
}

static void
put_eggs (MbTestHub *hub, int order)
{
  g_autofree char *body = g_strdup_printf (EGGS, order);

  g_free (mb_test_hub_send (hub, "PUT", "records/product/eggs", body, NULL, NULL));
}

static void
check_both (MbTestHub *hub, void (*check) (MbTestHub *hub))
{
  check (hub);
  mb_test_hub_stop (hub);
  check (hub);
  mb_test_hub_start (hub, CLOCK);
}

static void
check_market (MbTestHub *hub)
{
  g_autofree char *one = run (hub, 0, "market", "list", NULL), *two = NULL;

  g_assert_true (g_str_has_prefix (one, "m1\n"));
  g_free (run (hub, 1, "market", "add", "m1", NULL));
  g_free (run (hub, 1, "market", "add", "../m9", NULL));
  g_free (run (hub, 1, "market", "add", "..", NULL));
  g_free (run (hub, 1, "market", "add", "m9", "--name", "", NULL)); /* nor is there half of it afterwards */
  g_free (run (hub, 2, "market", "add", NULL));
  g_free (run (hub, 2, "market", NULL));
  g_free (run (hub, 2, "market", "list", "--nonsense", NULL));
  g_free (run (hub, 2, "check", "m1", NULL));
  g_free (run (hub, 0, "--data", "/elsewhere", "check", NULL)); /* the last --data counts */
  g_free (run (hub, 0, "--data=/elsewhere", "market", "list", NULL));
  two = run (hub, 0, "market", "list", NULL);
  g_assert_cmpstr (one, ==, two);
}

static void
test_market (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *list = NULL, *record = NULL, *control = NULL;
  struct stat info;

  check_both (hub, check_market);
  g_free (run (hub, 0, "market", "add", "m2", "--name", "开福", NULL));
  mb_test_hub_stop (hub);
  g_free (run (hub, 0, "market", "add", "m3", NULL));
  mb_test_hub_start (hub, CLOCK);
  list = run (hub, 0, "market", "list", NULL);
  g_assert_cmpstr (list, ==, "m1\nm2\nm3\n");
  record = mb_test_hub_send (hub, "GET", "/v1/markets/m2/records/market/market", NULL, NULL, NULL);
  g_assert_nonnull (strstr (record, "开福"));
  g_free (record);
  record = mb_test_hub_send (hub, "GET", "/v1/markets/m2/records/layout/strip-led", NULL, NULL, NULL);
  g_assert_nonnull (strstr (record, "\"ticker\""));

  control = g_build_filename (mb_test_hub_get_data (hub), "control.sock", NULL);
  g_assert_cmpint (g_stat (control, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  mb_test_hub_stop (hub);
  g_assert_false (g_file_test (control, G_FILE_TEST_EXISTS));
}

static void
check_export (MbTestHub *hub)
{
  g_autofree char *journal = run (hub, 0, "export", NULL);
  g_autofree char *fold = run (hub, 0, "export", "--as-of", "2026-11-23T09:00:00+08:00", NULL);
  g_autofree char *early = run (hub, 0, "export", "--market", "m1", "--as-of", "2026-11-01T00:00:00Z", NULL);
  g_auto (GStrv) lines = g_strsplit (journal, "\n", -1);
  g_auto (GStrv) records = g_strsplit (fold, "\n", -1);
  g_autofree char *hash = NULL;

  g_assert_cmpuint (g_strv_length (lines), ==, 1203);
  g_assert_true (g_str_has_prefix (lines[1201], "{\"number\":1202,\"last\":1202,"));
  g_assert_cmpuint (g_strv_length (records), ==, 4);
  g_assert_nonnull (strstr (records[0], ".1202\""));
  g_assert_nonnull (strstr (records[0], "\"records\":2}"));
  hash = g_strndup (strstr (lines[1201], "\"hash\":"), 73);
  g_assert_nonnull (strstr (records[0], hash));
  g_assert_nonnull (strstr (records[2], "\"order\":1200,"));
  g_assert_nonnull (strstr (early, ".0\""));

  g_free (run (hub, 1, "export", "--market", "m9", NULL));
  g_free (run (hub, 1, "export", "--as-of", "yesterday", NULL));
}

static void
test_export (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *over_http = NULL, *exported = NULL;

  /* More than a page. */
  for (int i = 0; i <= 1200; i++)
    put_eggs (hub, i);
  check_both (hub, check_export);

  over_http = mb_test_hub_send (hub, "GET", "journal", NULL, NULL, NULL);
  exported = run (hub, 0, "export", NULL);
  g_assert_true (g_str_has_prefix (exported, over_http));
}

static void
check_check (MbTestHub *hub)
{
  g_autofree char *out = run (hub, 0, "check", NULL);

  g_assert_true (g_str_has_prefix (out, "m1: database and chain are whole up to "));
  g_free (run (hub, 1, "check", "--market", "m9", NULL));
}

/* Somebody changes one byte of a value that was accepted. */
static void
forge (const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i + 10 < length; i++)
    if (memcmp (bytes + i, "\"order\":10", 10) == 0)
      {
        bytes[i + 9] = '7';
        found = TRUE;
      }
  g_assert_true (found);
  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
test_check (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *path = g_build_filename (mb_test_hub_get_data (hub), "markets", "m1.db", NULL);

  put_eggs (hub, 10);
  put_eggs (hub, 20);
  check_both (hub, check_check);

  mb_test_hub_stop (hub);
  forge (path);
  g_free (run (hub, 1, "check", NULL));
}

/* One market's damage is not the others'. */
static void
test_damage (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *path = g_build_filename (mb_test_hub_get_data (hub), "markets", "m2.db", NULL);
  g_autofree char *text = NULL, *health = NULL;
  guint status;

  mb_test_hub_stop (hub);
  g_assert_true (g_file_set_contents (path, "this was a database", -1, NULL));
  mb_test_hub_start (hub, CLOCK);

  g_free (mb_test_hub_send (hub, "GET", "records", NULL, NULL, NULL));
  put_eggs (hub, 1);
  text = mb_test_hub_send (hub, "GET", "/v1/markets/m2/records", NULL, NULL, &status);
  g_assert_cmpuint (status, ==, 503);
  health = mb_test_hub_send (hub, "GET", "/healthz", NULL, NULL, &status);
  g_assert_cmpuint (status, ==, 503);
  g_assert_nonnull (strstr (health, "\"markets\":{\"m1\":\"ok\",\"m2\":\"cannot be opened\"}"));
  g_free (run (hub, 1, "check", NULL));
  g_free (run (hub, 1, "market", "add", "m2", NULL));
}

/* A second hub in the same folder, an address that others reach, options that are none. */
static void
test_serve (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *version = NULL;

  g_free (run (hub, 1, "--listen", "127.0.0.1:0", NULL));
  g_free (run (hub, 2, "--listen", "127.0.0.1:0", "--clock", "noon", NULL));
  g_free (run (hub, 2, "--listen", "127.0.0.1:0", "--clock", "2026-11-23T09:00:00+08:00,fast", NULL));
  g_free (run (hub, 2, "--listen", "127.0.0.1:0", "more", NULL));
  g_free (run (hub, 2, "nonsense", NULL));
  mb_test_hub_stop (hub);
  g_free (run (hub, 1, "--listen", "0.0.0.0:0", NULL));
  g_free (run (hub, 1, "--listen", "nowhere", NULL));
  g_free (run (hub, 2, NULL));
  g_free (run (hub, 0, "--help", NULL));
  version = run (hub, 0, "--version", NULL);
  g_assert_true (g_str_has_prefix (version, "marketboard-hub "));
  mb_test_hub_start (hub, CLOCK);
}

/* Whoever typed it is told which word it was, and what it could be. */
static void
test_wrong_words (void)
{
  static const struct
  {
    const char *args[8];
    const char *says;
  } cases[] = {
    { { "report", "plays", "--from", "2026-11-01", "--to", "2026-11-31", NULL }, "“2026-11-31” is no date" },
    { { "report", "plays", "--from", "today", "--to", "2026-11-30", NULL }, "“today” is no date" },
    { { "report", "plays", "--from", "2026-11-01", NULL }, "--to DATE" },
    { { "report", "plays", "--from=2026-11-01", "--to=2026-11-30", "--by", "week", NULL }, "hour or part" },
    { { "import", "--basis", "cheap", "list.csv", NULL }, "can be: deal, average, reference, guide\n" },
    { { "import", "--trade", "cheese", "list.csv", NULL }, "can be: vegetables, pork, " },
    { { "--listen", "127.0.0.1:0", "--clock", "noon", NULL }, "--clock: " },
    { { "--listen", "127.0.0.1:0", "--clock", "2026-11-23T09:00:00+08:00,fast", NULL }, "--clock: " },
  };
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = mb_test_hub_wrong_command (hub, cases[i].args);

      g_test_message ("%s", said);
      g_assert_nonnull (strstr (said, cases[i].says));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/commands/market", test_market);
  g_test_add_func ("/commands/export", test_export);
  g_test_add_func ("/commands/check", test_check);
  g_test_add_func ("/commands/damage", test_damage);
  g_test_add_func ("/commands/serve", test_serve);
  g_test_add_func ("/commands/wrong-words", test_wrong_words);

  return g_test_run ();
}
