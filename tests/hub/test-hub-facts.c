/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-hub.h"
#include "mb-test-stream.h"
#include "mb-test-wait.h"

#include <string.h>

/* Facts, as devices tell them to a hub and others read them there. */

#define TIME "\"at\":\"2026-11-23T07:10:00+08:00\""
#define CLOCK "2026-11-23T07:30:00+08:00"
#define WEIGHING(n, stall, fen, code)                                                                                  \
  "{\"type\":\"weighing\",\"source\":\"s-7~0123456789abcdef\",\"n\":" n "," TIME ",\"scale\":\"s-7\",\"stall\":\"" stall \
  "\",\"grams\":500,\"tare_grams\":0,\"fen_per\":400,\"per\":\"500g\",\"fen\":" fen ",\"code\":\"" code "\"}"
#define PAYMENT(n, code)                                                                                               \
  "{\"type\":\"payment\",\"source\":\"pay~0123456789abcdef\",\"n\":" n "," TIME ",\"code\":\"" code                    \
  "\",\"fen\":400,\"channel\":\"wechat\",\"reference\":\"r\"}"
#define RATING(n, stars)                                                                                               \
  "{\"type\":\"rating\",\"source\":\"o~0123456789abcdef\",\"n\":" n "," TIME ",\"code\":\"00000000000a\",\"stars\":" stars "}"

static const char *const lines[] = { "Content-Type", "application/x-ndjson", NULL };

static void
assert_posts (MbTestHub *hub, const char *body, const char *expected)
{
  g_autofree char *answer = mb_test_hub_send (hub, "POST", "facts", body, lines, NULL);

  g_assert_cmpstr (answer, ==, expected);
}

static void
assert_refuses (MbTestHub *hub, const char *body, guint expected, const char *part)
{
  guint status;
  g_autofree char *answer = mb_test_hub_send (hub, "POST", "facts", body, lines, &status);

  g_test_message ("%s", answer);
  g_assert_cmpuint (status, ==, expected);
  g_assert_nonnull (strstr (answer, part));
}

static void
assert_lists (MbTestHub *hub, const char *query, const char *expected)
{
  g_autofree char *path = g_strconcat ("facts", query, NULL);
  g_autofree char *answer = mb_test_hub_send (hub, "GET", path, NULL, NULL, NULL);

  g_assert_cmpstr (answer, ==, expected);
}

static void
test_post (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *answer = NULL;

  assert_posts (hub, "", "{\"accepted\":0,\"duplicates\":0}");
  assert_posts (hub, RATING ("1", "5") "\n" RATING ("2", "4") "\n", "{\"accepted\":2,\"duplicates\":0}");
  assert_posts (hub, "[" RATING ("2", "4") ",\n" RATING ("3", "4") "]", "{\"accepted\":1,\"duplicates\":1}");
  answer = mb_test_hub_send (hub, "POST", "facts", "[" RATING ("3", "4") "]", NULL, NULL);
  g_assert_cmpstr (answer, ==, "{\"accepted\":0,\"duplicates\":1}");

  /* Another thing under a number that was used is set apart, the rest is kept. */
  assert_posts (hub, RATING ("2", "1") "\n" RATING ("4", "1") "\n" RATING ("3", "4"),
                "{\"accepted\":1,\"duplicates\":1,\"conflicts\":[{\"source\":\"o~0123456789abcdef\",\"n\":2}]}");
  assert_lists (hub, "", RATING ("1", "5") "\n" RATING ("2", "4") "\n" RATING ("3", "4") "\n" RATING ("4", "1") "\n");

  /* They outlive the hub. */
  mb_test_hub_kill (hub);
  mb_test_hub_start (hub, NULL);
  assert_posts (hub, RATING ("4", "1"), "{\"accepted\":0,\"duplicates\":1}");
  assert_lists (hub, "?type=rating&after=2", RATING ("3", "4") "\n" RATING ("4", "1") "\n");
}

static void
test_refused (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  static const char *const text[] = { "Content-Type", "text/plain", NULL };
  g_autoptr (GString) large = g_string_new (NULL);
  guint status;

  assert_refuses (hub, RATING ("1", "5") "\n\n" RATING ("2", "9"), 422, "\"pointer\":\"/stars\",\"line\":3");
  assert_refuses (hub, RATING ("1", "5") "\n{", 400, "\"line\":2");
  assert_refuses (hub, "[" RATING ("1", "5") ",\n" RATING ("0", "5") "]", 422, "\"pointer\":\"/1/n\",\"line\":2");
  assert_refuses (hub, "{\"type\":\"painted\",\"source\":\"e~0123456789abcdef\",\"n\":1," TIME ",\"screen\":\"e\","
                       "\"publish\":\"0123456789ab.1\"}", 422, "Only the hub says this");

  /* As one that is read in a thread of its own. */
  while (large->len < 200 * 1024)
    g_string_append (large, RATING ("1", "5") "\n");
  g_string_append (large, "7");
  assert_refuses (hub, large->str, 422, "\"line\":");
  assert_lists (hub, "", "");

  g_free (mb_test_hub_send (hub, "POST", "facts", RATING ("1", "5"), text, &status));
  g_assert_cmpuint (status, ==, 415);
  g_free (mb_test_hub_send (hub, "GET", "facts?type=wink", NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 422);
  g_free (mb_test_hub_send (hub, "GET", "facts?after=-1", NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 422);
  g_free (mb_test_hub_send (hub, "GET", "facts?limit=0", NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 422);
}

static void
test_pages (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *first = NULL, *second = NULL;
  g_autofree char *next = NULL, *later = NULL;
  const char *link;

  assert_posts (hub, RATING ("1", "5") "\n" WEIGHING ("1", "a-1", "400", "00000000000a") "\n" RATING ("2", "5") "\n"
                     RATING ("3", "5") "\n", "{\"accepted\":4,\"duplicates\":0}");
  first = mb_test_hub_send (hub, "GET", "facts?type=rating&limit=2", NULL, NULL, NULL);
  g_assert_cmpstr (first, ==, RATING ("1", "5") "\n" RATING ("2", "5") "\n");
  g_assert_cmpstr (mb_test_hub_get_header (hub, "Content-Type"), ==, "application/x-ndjson");
  link = mb_test_hub_get_header (hub, "Link");
  g_assert_nonnull (link);
  next = g_strndup (link + 1, strcspn (link, ">") - 1);
  second = mb_test_hub_send (hub, "GET", next, NULL, NULL, NULL);
  g_assert_cmpstr (second, ==, RATING ("3", "5") "\n");
  g_assert_null (mb_test_hub_get_header (hub, "Link"));

  /* What comes later is found from where the last page ended, and from an empty one again. */
  later = g_strdup_printf ("facts?type=rating&after=%s", mb_test_hub_get_header (hub, "Last-Fact"));
  assert_lists (hub, strchr (later, '?'), "");
  g_assert_true (g_str_has_suffix (later, mb_test_hub_get_header (hub, "Last-Fact")));
  assert_posts (hub, WEIGHING ("2", "a-1", "400", "00000000000b") "\n" RATING ("4", "5") "\n",
                "{\"accepted\":2,\"duplicates\":0}");
  assert_lists (hub, strchr (later, '?'), RATING ("4", "5") "\n");
}

/* The stall has taken the money: it is kept, and the manager sees it. */
static void
test_amounts (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *listed = NULL;

  assert_posts (hub, WEIGHING ("1", "a-1", "405", "00000000000a") "\n" WEIGHING ("2", "a-1", "410", "00000000000b"),
                "{\"accepted\":2,\"duplicates\":0}");
  listed = mb_test_hub_send (hub, "GET", "facts?type=weighing", NULL, NULL, NULL);
  g_assert_cmpstr (listed, ==, WEIGHING ("1", "a-1", "405", "00000000000a") "\n"
                               "{\"type\":\"weighing\",\"source\":\"s-7~0123456789abcdef\",\"n\":2," TIME ",\"scale\":\"s-7\","
                               "\"stall\":\"a-1\",\"grams\":500,\"tare_grams\":0,\"fen_per\":400,\"per\":\"500g\",\"fen\":410,"
                               "\"code\":\"00000000000b\",\"amount_differs\":true}\n");
}

static void
assert_streams (MbTestStream *stream, const char *const *codes)
{
  const char *at = stream->text->str;
  guint n = 0;

  for (; codes[n] != NULL; n++)
    {
      g_autofree char *what = g_strdup_printf ("\"code\":\"00000000000%s\"", codes[n]);

      at = strstr (at, "event: fact\ndata: {\"type\":\"");
      g_assert_nonnull (at);
      at = strstr (at, what);
      g_assert_nonnull (at);
    }
  g_assert_cmpuint (mb_test_stream_count (stream, "event: fact"), ==, n);
}

static void
test_stream (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) stream = NULL, neighbour = NULL, other = NULL, plain = NULL;
  g_autofree char *before = NULL, *after = NULL;
  static const char *const past = "{\"type\":\"weighing\",\"source\":\"s-7~0123456789abcdef\",\"n\":99,"
                                  "\"at\":\"2026-11-22T23:59:59+08:00\",\"scale\":\"s-7\",\"stall\":\"a-2\",\"grams\":1,"
                                  "\"tare_grams\":0,\"fen_per\":1,\"per\":\"kg\",\"fen\":1,\"code\":\"00000000000z\"}";

  /* Two of another stall, one of yesterday, and six that a stall's screen wants, of which the last five. */
  g_free (mb_test_hub_send (hub, "PUT", "records/notice/one", "{\"text\":{\"en\":\"x\"},\"level\":\"info\",\"audience\":\"stalls\"}",
                            NULL, NULL));
  assert_posts (hub, past, "{\"accepted\":1,\"duplicates\":0}");
  assert_posts (hub, WEIGHING ("1", "a-1", "400", "000000000001") "\n" WEIGHING ("2", "a-2", "400", "00000000000f") "\n"
                     WEIGHING ("3", "a-1", "400", "000000000002") "\n" PAYMENT ("1", "000000000001") "\n"
                     PAYMENT ("2", "00000000000f") "\n" WEIGHING ("4", "a-1", "400", "000000000003") "\n"
                     RATING ("1", "5") "\n" PAYMENT ("3", "000000000002") "\n" PAYMENT ("4", "000000000003"),
                "{\"accepted\":9,\"duplicates\":0}");
  stream = mb_test_stream_open (mb_test_hub_get_port (hub), "/v1/markets/m1/stream?facts=weighing,payment&stall=a-1", NULL);
  mb_test_wait (mb_test_stream_count (stream, "event: fact") >= 5);
  assert_streams (stream, (const char *[]){ "2", "1", "3", "2", "3", NULL });
  g_assert_true (strstr (stream->text->str, "event: live") < strstr (stream->text->str, "event: fact"));
  before = mb_test_stream_dup_last_live (stream);
  neighbour = mb_test_stream_open (mb_test_hub_get_port (hub), "/v1/markets/m1/stream?facts=weighing,payment&stall=a-2", NULL);
  mb_test_wait (mb_test_stream_count (neighbour, "event: fact") >= 2);
  assert_streams (neighbour, (const char *[]){ "f", "f", NULL });

  /* What comes then, once, and what only then is known to be this stall's. */
  mb_test_stream_clear (stream);
  other = mb_test_stream_open (mb_test_hub_get_port (hub), "/v1/markets/m1/stream?facts=payment", NULL);
  plain = mb_test_stream_open (mb_test_hub_get_port (hub), "/v1/markets/m1/stream", NULL);
  mb_test_wait (mb_test_stream_count (other, "event: fact") == 4);
  assert_posts (hub, PAYMENT ("5", "000000000004"), "{\"accepted\":1,\"duplicates\":0}");
  assert_posts (hub, WEIGHING ("5", "a-1", "410", "000000000004"), "{\"accepted\":1,\"duplicates\":0}");
  assert_posts (hub, WEIGHING ("5", "a-1", "410", "000000000004"), "{\"accepted\":0,\"duplicates\":1}");
  assert_posts (hub, WEIGHING ("6", "a-2", "400", "00000000000g"), "{\"accepted\":1,\"duplicates\":0}");
  g_free (mb_test_hub_send (hub, "PUT", "records/notice/one", "{\"text\":{\"en\":\"y\"},\"level\":\"info\",\"audience\":\"stalls\"}",
                            NULL, NULL));
  mb_test_wait (mb_test_stream_count (stream, "event: live") > 0 && mb_test_stream_count (plain, "\"y\"") > 0);
  mb_test_wait (mb_test_stream_count (stream, "event: fact") >= 2 && mb_test_stream_count (other, "event: fact") >= 5);
  assert_streams (stream, (const char *[]){ "4", "4", NULL });
  g_assert_cmpuint (mb_test_stream_count (stream, "\"amount_differs\":true,\"sha256\":"), ==, 1);
  g_assert_cmpuint (mb_test_stream_count (plain, "event: fact"), ==, 0);
  g_assert_cmpuint (mb_test_stream_count (other, "event: fact"), ==, 5);

  /* They move no position: one change is one further. */
  after = mb_test_stream_dup_last_live (stream);
  g_assert_cmpuint (g_ascii_strtoull (strchr (after, '.') + 1, NULL, 10), ==,
                    g_ascii_strtoull (strchr (before, '.') + 1, NULL, 10) + 1);
}

static void
test_stream_refused (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  static const char *const queries[] = { "facts=wink", "facts=weighing,", "facts=weighing&stall=A", "stall=a-1" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *path = g_strconcat ("stream?", queries[i], NULL);
      guint status;

      g_free (mb_test_hub_send (hub, "GET", path, NULL, NULL, &status));
      g_assert_cmpuint (status, ==, 422);
    }
}

/* One change that screens are to confirm. Returns: its position */
static char *
publish (MbTestHub *hub, const char *confirm, const char *text)
{
  g_autofree char *body =
      g_strdup_printf ("{%s\"changes\":[{\"kind\":\"notice\",\"id\":\"n\",\"value\":{\"text\":{\"en\":\"%s\"},"
                       "\"level\":\"info\",\"audience\":\"stalls\"}}]}", confirm, text);
  g_autofree char *answer = mb_test_hub_send (hub, "POST", "changes", body, NULL, NULL);
  const char *position = strstr (answer, "\"position\":\"") + strlen ("\"position\":\"");

  return g_strndup (position, strcspn (position, "\""));
}

static void
report (MbTestHub *hub, const char *screen, const char *position, int later, const char *glass)
{
  g_autofree char *path = g_strdup_printf ("screens/%s/painted", screen);
  g_autofree char *body =
      g_strdup_printf ("{\"screen\":\"%s\",\"position\":\"%s\",\"visible\":1,\"later\":%d,\"elsewhere\":0,"
                       "\"covered\":0,\"glass\":\"%s\"," TIME "}", screen, position, later, glass);

  g_free (mb_test_hub_send (hub, "PUT", path, body, NULL, NULL));
}

static void
hang_screen (MbTestHub *hub, const char *screen)
{
  g_autofree char *path = g_strdup_printf ("records/screen/%s?dangling=true", screen);

  g_free (mb_test_hub_send (hub, "PUT", path, "{\"layout\":\"l\"}", NULL, NULL));
}

/* How many painted facts name @part. */
static guint
count_painted (MbTestHub *hub, const char *part)
{
  g_autofree char *listed = mb_test_hub_send (hub, "GET", "facts?type=painted", NULL, NULL, NULL);
  g_auto (GStrv) facts = g_strsplit (listed, "\n", -1);
  guint n = 0;

  for (guint i = 0; facts[i] != NULL; i++)
    n += strstr (facts[i], part) != NULL;
  return n;
}

static void
test_confirmed (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *silent = NULL, *first = NULL, *second = NULL;

  hang_screen (hub, "e-1");
  hang_screen (hub, "e-2");
  silent = publish (hub, "", "nobody asks");
  first = publish (hub, "\"confirm\":true,", "one");
  report (hub, "e-1", silent, 0, "composited"); /* not there yet */
  report (hub, "e-1", first, 1, "composited");
  report (hub, "e-2", first, 0, "asleep");
  report (hub, "e-1", first, 0, "composited");
  mb_test_wait (count_painted (hub, "\"screen\":\"e-1\"") == 1);
  g_assert_cmpuint (count_painted (hub, ""), ==, 2); /* with the empty line */
  g_assert_cmpuint (count_painted (hub, first), ==, 1);
  g_assert_cmpuint (count_painted (hub, "\"later\":0,\"elsewhere\":0,\"covered\":0,\"glass\":\"composited\""), ==, 1);

  /* Once each: of what is confirmed a later report says nothing new, and it confirms what came before it. */
  report (hub, "e-1", first, 0, "composited");
  second = publish (hub, "\"confirm\":true,", "two");
  report (hub, "e-1", second, 0, "sent");
  report (hub, "e-2", second, 0, "composited");
  mb_test_wait (count_painted (hub, "\"screen\":\"") == 4);
  g_assert_cmpuint (count_painted (hub, first), ==, 2);
  g_assert_cmpuint (count_painted (hub, "\"screen\":\"e-2\""), ==, 2);

  /* What changes nothing is none. */
  g_free (publish (hub, "\"confirm\":true,", "two"));
  report (hub, "e-1", second, 0, "sent");
  g_assert_cmpuint (count_painted (hub, "\"screen\":\""), ==, 4);
}

/* After two minutes with what is known, and a hub that is killed goes on. */
static void
test_confirmed_late (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *position = NULL;

  hang_screen (hub, "e-1");
  hang_screen (hub, "e-2");
  hang_screen (hub, "e-3");
  position = publish (hub, "\"confirm\":true,", "one");
  report (hub, "e-1", position, 0, "composited");
  mb_test_wait (count_painted (hub, "\"screen\":\"") == 1);
  mb_test_hub_kill (hub);

  mb_test_hub_start (hub, CLOCK);
  report (hub, "e-2", position, 0, "composited");
  mb_test_wait (count_painted (hub, "\"screen\":\"") == 2);
  mb_test_hub_stop (hub);

  /* Two minutes in five seconds: the report comes well before they are over. */
  mb_test_hub_start (hub, "2026-11-23T07:31:00+08:00,24");
  g_free (position);
  position = publish (hub, "\"confirm\":true,", "two");
  report (hub, "e-1", position, 2, "composited");
  mb_test_wait (count_painted (hub, position) == 3);
  g_assert_cmpuint (count_painted (hub, "\"later\":2"), ==, 1);
  g_assert_cmpuint (count_painted (hub, "\"screen\":\"e-1\""), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/facts/post", test_post);
  g_test_add_func ("/facts/refused", test_refused);
  g_test_add_func ("/facts/pages", test_pages);
  g_test_add_func ("/facts/amounts", test_amounts);
  g_test_add_func ("/facts/stream", test_stream);
  g_test_add_func ("/facts/stream-refused", test_stream_refused);
  g_test_add_func ("/facts/confirmed", test_confirmed);
  g_test_add_func ("/facts/confirmed-late", test_confirmed_late);

  return g_test_run ();
}
