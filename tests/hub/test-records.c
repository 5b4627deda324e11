/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* prlimit */
#define G_LOG_DOMAIN "mb-test"

#include "core/wire/mb-json.h"
#include "mb-test-hub.h"

#include <string.h>
#include <sys/resource.h>

/* Reading and writing records through a real hub. */

#define EGGS "{\"name\":{\"zh-Hans\":\"鸡蛋\"},\"order\":1,\"trade\":\"poultry-eggs\",\"sold_by\":\"weight\"}"
#define PRICE(fen) PRICE_PER (fen, "500g")
#define PRICE_PER(fen, per)                                                                                            \
  "{\"product\":\"eggs\",\"basis\":\"average\",\"fen\":" #fen ",\"per\":\"" per                                        \
  "\",\"observed_at\":\"2026-11-23T08:00:00+08:00\",\"source\":\"office\"}"
#define CHANGE(kind, id, value) "{\"kind\":\"" kind "\",\"id\":\"" id "\",\"value\":" value "}"
#define CHANGES(list) "{\"changes\":[" list "]}"
#define CLOCK "2026-11-23T09:00:00+08:00,0"

static char *
get_string (const char *text, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read_text (text, -1, MB_JSON_CARRIER, &error);
  MbJsonAt at;

  g_assert_no_error (error);
  at = mb_json_member (json, 0, first);
  if (at != MB_JSON_NONE && second != NULL)
    at = mb_json_member (json, at, second);
  if (at == MB_JSON_NONE)
    return NULL;
  if (mb_json_get_type_at (json, at) == MB_JSON_STRING)
    return mb_json_dup_string (json, at);
  else
    {
      gsize length;
      const char *slice = mb_json_slice (json, at, &length);

      return g_strndup (slice, length);
    }
}

static char *
get_position (MbTestHub *hub)
{
  g_autofree char *text = mb_test_hub_send (hub, "GET", "records", NULL, NULL, NULL);

  return get_string (text, "position", NULL);
}

static MbTestHub *
set_up (void)
{
  MbTestHub *hub = mb_test_hub_new (CLOCK);

  g_free (mb_test_hub_send (hub, "PUT", "records/product/eggs", EGGS, NULL, NULL));
  g_free (mb_test_hub_send (hub, "PUT", "records/price/eggs@average", PRICE (550), NULL, NULL));

  return hub;
}

/* What is refused: nothing has changed then, and the problem says where. */
typedef struct
{
  const char *method, *path, *body;
  const char *header, *value;
  guint status;
  const char *pointer; /* NULL: none */
  const char *more;    /* (nullable) what the problem says besides */
} Refusal;

static const Refusal refusals[] = {
  { "GET", "/", NULL, NULL, NULL, 404 },
  { "GET", "/v1/nothing", NULL, NULL, NULL, 404 },
  { "GET", "/v1/markets/other/records", NULL, NULL, NULL, 404 },
  { "GET", "/v1/markets/m1%2Frecords", NULL, NULL, NULL, 404 },
  { "GET", "/v1/markets/m1/records/", NULL, NULL, NULL, 404 },
  { "GET", "/v1/markets//records", NULL, NULL, NULL, 404 },
  { "POST", "records", "{}", NULL, NULL, 405 },
  { "PATCH", "records/product/eggs", "{}", NULL, NULL, 405 },
  { "PUT", "changes", "{}", NULL, NULL, 405 },
  { "DELETE", "stream", NULL, NULL, NULL, 405 },
  { "OPTIONS", "records", NULL, NULL, NULL, 405 },
  { "POST", "/v1/markets", "{\"id\":\"m2\"}", NULL, NULL, 403 },
  { "POST", "/v1/markets/m1/check", NULL, NULL, NULL, 403 },

  { "GET", "records?kind=animal", NULL, NULL, NULL, 422 },
  { "GET", "records?kind=price&kind=test", NULL, NULL, NULL, 400 },
  { "GET", "records?kind=%FF", NULL, NULL, NULL, 400 },
  { "GET", "records?as-of=yesterday", NULL, NULL, NULL, 422 },
  { "GET", "records?position=000000000000.1", NULL, NULL, NULL, 404 },
  { "GET", "records?position=nonsense", NULL, NULL, NULL, 404 },
  { "GET", "records?as-of=2026-11-23T09:00:00Z&position=000000000000.1", NULL, NULL, NULL, 422 },
  { "GET", "records/product/beans", NULL, NULL, NULL, 404 },
  { "GET", "records/animal/cow", NULL, NULL, NULL, 404 },
  { "GET", "records/product/E%20ggs", NULL, NULL, NULL, 404 },
  { "GET", "journal?limit=0", NULL, NULL, NULL, 422 },
  { "GET", "journal?limit=1001", NULL, NULL, NULL, 422 },
  { "GET", "journal?limit=-1", NULL, NULL, NULL, 422 },
  { "GET", "journal?after=000000000000.1", NULL, NULL, NULL, 404 },
  { "GET", "stream?kinds=animal", NULL, NULL, NULL, 422 },
  { "GET", "stream?kinds=", NULL, NULL, NULL, 422 },
  { "GET", "stream?pulses=Painted", NULL, NULL, NULL, 422 },
  { "GET", "stream", NULL, "Accept", "application/json", 406 },

  { "PUT", "records/product/beans", EGGS, "Content-Type", "text/plain", 415 },
  { "PUT", "records/product/beans", EGGS, "Content-Type", "application/json; charset=gb18030", 415 },
  { "PUT", "records/product/beans", EGGS, "Content-Encoding", "gzip", 415 },
  { "PUT", "records/product/beans", EGGS, "Marketboard-By", "hub", 403 },
  { "PUT", "records/product/beans", "", NULL, NULL, 400 },
  { "PUT", "records/product/beans", "{", NULL, NULL, 400 },
  { "PUT", "records/product/beans", "{\"name\":{\"zh-Hans\":\"\xff\"}}", NULL, NULL, 400 },
  { "PUT", "records/product/beans", "{\"order\":01}", NULL, NULL, 400 },
  { "PUT", "records/product/beans", "{\"order\":NaN}", NULL, NULL, 400 },
  { "PUT", "records/product/beans", "{} {}", NULL, NULL, 400 },
  { "PUT", "records/product/beans", "{\"a\":1,\"a\":2}", NULL, NULL, 422, "/a" },
  { "PUT", "records/product/beans", "{\"a\":\"\\u0000\"}", NULL, NULL, 422, "/a" },
  { "PUT", "records/product/beans", "[]", NULL, NULL, 422, "" },
  { "PUT", "records/product/beans", "null", NULL, NULL, 422, "" },
  { "PUT", "records/product/beans", "{\"name\":{\"zh-Hans\":\"豆\"},\"order\":\"1\"}", NULL, NULL, 422, "/order" },
  { "PUT", "records/product/beans", "{\"name\":\"豆\"}", NULL, NULL, 422, "/name" },
  { "PUT", "records/product/beans", "{\"order\":1}", NULL, NULL, 422, "/name" },
  { "PUT", "records/product/B%20eans", EGGS, NULL, NULL, 422 },
  { "PUT", "records/animal/cow", EGGS, NULL, NULL, 422 },
  { "PUT", "records/quote/eggs", "{}", NULL, NULL, 422, "" },
  { "PUT", "records/market/other", "{}", NULL, NULL, 422 },
  { "PUT", "records/price/eggs@average", PRICE (550.5), NULL, NULL, 422, "/fen" },
  { "PUT", "records/price/eggs@average", PRICE (5.5e2), NULL, NULL, 422, "/fen" },
  { "PUT", "records/price/eggs@average", PRICE (-1), NULL, NULL, 422, "/fen" },
  { "PUT", "records/price/eggs@average", PRICE (99999999999999999999), NULL, NULL, 422, "/fen" },
  { "PUT", "records/price/eggs@average", PRICE_PER (550, "pound"), NULL, NULL, 422, "/per" },
  { "PUT", "records/price/eggs@guide", PRICE (550), NULL, NULL, 422, "/basis" },
  { "PUT", "records/price/beans@average", "{\"product\":\"beans\",\"basis\":\"average\",\"fen\":1,\"per\":\"kg\","
    "\"observed_at\":\"2026-11-23T08:00:00+08:00\",\"source\":\"x\"}", NULL, NULL, 422, "/product", "dangling" },
  { "PUT", "records/price/eggs@average", PRICE (5500), NULL, NULL, 409, "/fen", "doubtful" },
  { "PUT", "records/price/eggs@average", PRICE_PER (550, "kg"), NULL, NULL, 409, "/per", "doubtful" },
  { "PUT", "records/price/eggs@average?sure=perhaps", PRICE (551), NULL, NULL, 422 },
  { "PUT", "records/product/eggs", EGGS, "If-Match", "\"999\"", 412, NULL, "conflicts" },
  { "PUT", "records/product/beans", EGGS, "If-Match", "\"2\"", 412, NULL, "conflicts" },
  { "PUT", "records/product/beans", EGGS, "If-Match", "*", 412, NULL, "conflicts" },
  { "PUT", "records/product/eggs", EGGS, "If-None-Match", "*", 412, NULL, "conflicts" },
  { "PUT", "records/product/eggs", EGGS, "If-Match", "2", 400 },
  { "PUT", "records/product/eggs", EGGS, "If-Match", "W/\"2\"", 400 },
  { "PUT", "records/product/eggs", EGGS, "If-Match", "\"0\"", 400 },
  { "PUT", "records/product/eggs", EGGS, "If-None-Match", "\"2\"", 400 },
  { "DELETE", "records/product/beans", NULL, NULL, NULL, 404 },
  { "DELETE", "records/product/eggs", NULL, NULL, NULL, 422, NULL, "referrers" },
  { "DELETE", "records/product/eggs", NULL, "If-Match", "\"1\"", 412, NULL, "conflicts" },
  { "DELETE", "records/market/market", NULL, NULL, NULL, 422, "" },

  { "POST", "changes", "", NULL, NULL, 400 },
  { "POST", "changes", "[]", NULL, NULL, 422, "" },
  { "POST", "changes", "{}", NULL, NULL, 422, "/changes" },
  { "POST", "changes", "{\"changes\":{}}", NULL, NULL, 422, "/changes" },
  { "POST", "changes", CHANGES ("1"), NULL, NULL, 422, "/changes/0" },
  { "POST", "changes", "{\"note\":1,\"changes\":[]}", NULL, NULL, 422, "/note" },
  { "POST", "changes", CHANGES (CHANGE ("animal", "cow", "{}")), NULL, NULL, 422, "/changes/0/kind" },
  { "POST", "changes", CHANGES (CHANGE ("product", "Cow", "{}")), NULL, NULL, 422, "/changes/0/id" },
  { "POST", "changes", CHANGES (CHANGE ("product", "cow", "1")), NULL, NULL, 422, "/changes/0/value" },
  { "POST", "changes", CHANGES ("{\"kind\":\"product\",\"id\":\"cow\",\"value\":{},\"derived\":{}}"), NULL, NULL, 422,
    "/changes/0/derived" },
  { "PUT", "records/price/eggs@average", "{\"product\":\"eggs\",\"basis\":\"average\",\"fen\":550,\"per\":\"kg\","
    "\"observed_at\":\"2026-11-23T08:00:00+08:00\",\"source\":\"x\",\"yesterday_fen\":1}", NULL, NULL, 422,
    "/yesterday_fen" },
  { "POST", "changes", CHANGES ("{\"kind\":\"product\",\"id\":\"cow\"}"), NULL, NULL, 422, "/changes/0/value" },
  { "POST", "changes", CHANGES (CHANGE ("product", "cow", "{\"order\":1}")), NULL, NULL, 422,
    "/changes/0/value/name" },
  { "POST", "changes", CHANGES (CHANGE ("product", "beans", EGGS) "," CHANGE ("product", "beans", EGGS)), NULL, NULL,
    422, "/changes/1" },
  { "POST", "changes",
    CHANGES ("{\"kind\":\"product\",\"id\":\"beans\",\"if_rev\":-1,\"value\":" EGGS "}"), NULL, NULL, 422,
    "/changes/0/if_rev" },
  { "POST", "changes",
    CHANGES (CHANGE ("product", "beans", EGGS) ",{\"kind\":\"product\",\"id\":\"eggs\",\"if_rev\":0,\"value\":" EGGS "}"),
    NULL, NULL, 412, "/changes/1/if_rev", "conflicts" },
  { "POST", "changes", CHANGES (CHANGE ("product", "beans", EGGS) "," CHANGE ("price", "eggs@average", PRICE (1))),
    NULL, NULL, 409, "/changes/1/value/fen", "doubtful" },
  { "POST", "changes", CHANGES (CHANGE ("product", "eggs", "null")), NULL, NULL, 422, "/changes/0", "referrers" },
  { "POST", "changes", CHANGES (CHANGE ("product", "beans", EGGS)), "Idempotency-Key", "a b", 400 },

  { "PUT", "screens/S 1/status", "{}", NULL, NULL, 422 },
  { "PUT", "screens/s1/status", "[]", NULL, NULL, 422, "" },
  { "PUT", "screens/s1/status", "{", NULL, NULL, 400 },
  { "PUT", "screens/s1/painted", "{}", NULL, NULL, 422, "/screen" },
  { "PUT", "screens/s1/painted",
    "{\"screen\":\"s2\",\"position\":\"000000000000.1\",\"visible\":0,\"later\":0,\"elsewhere\":0,\"covered\":0,"
    "\"glass\":\"sent\",\"at\":\"2026-11-23T08:00:00+08:00\"}", NULL, NULL, 422, "/screen" },
};

static void
check_refusal (MbTestHub *hub, const Refusal *refusal)
{
  const char *headers[] = { refusal->header, refusal->value, NULL };
  g_autofree char *path = g_uri_escape_string (refusal->path, "/?&=%:@+", FALSE);
  g_autofree char *text = NULL, *pointer = NULL, *number = NULL, *detail = NULL;
  g_autofree char *body = g_utf8_make_valid (refusal->body ? refusal->body : "", -1);
  guint status;

  text = mb_test_hub_send (hub, refusal->method, path, refusal->body, headers, &status);
  g_test_message ("%s %s %s: %u %s", refusal->method, refusal->path, body, status, text);
  g_assert_cmpuint (status, ==, refusal->status);
  g_assert_cmpstr (mb_test_hub_get_header (hub, "Content-Type"), ==, "application/problem+json");
  number = get_string (text, "status", NULL);
  g_assert_cmpuint (g_ascii_strtoull (number, NULL, 10), ==, refusal->status);
  detail = get_string (text, "detail", NULL);
  g_assert_nonnull (detail);
  pointer = get_string (text, "pointer", NULL);
  g_assert_cmpstr (pointer, ==, refusal->pointer);
  if (refusal->more != NULL)
    {
      g_autofree char *more = get_string (text, refusal->more, NULL);

      g_assert_true (more != NULL && more[0] == '[');
    }
  if (status == 405)
    g_assert_nonnull (mb_test_hub_get_header (hub, "Allow"));
}

static void
test_refusals (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autofree char *before = get_position (hub), *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    check_refusal (hub, &refusals[i]);

  after = get_position (hub);
  g_assert_cmpstr (before, ==, after);
}

static void
test_sizes (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autoptr (GString) value = g_string_new ("{\"name\":{\"zh-Hans\":\"豆\"},\"trade\":\"fruit\",\"sold_by\":\"weight\","
                                            "\"order\":1,\"x\":[");
  g_autofree char *before = get_position (hub), *after = NULL;
  const struct
  {
    const char *path;
    gsize size;
    guint status;
  } sizes[] = {
    { "records/product/beans", 64 * 1024 + 1, 413 },     { "records/product/beans", 1024 * 1024 + 1, 413 },
    { "records/product/beans", 20 * 1024 * 1024, 413 },  { "changes", 8 * 1024 * 1024 + 1, 413 },
    { "screens/s1/status", 64 * 1024 + 1, 413 },         { "records/product/beans", 64 * 1024, 201 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GString) body = g_string_new (value->str);
      g_autofree char *text = NULL;
      guint status;

      while (body->len < sizes[i].size - 4)
        g_string_append (body, "1,");
      g_string_append (body, body->len % 2 == sizes[i].size % 2 ? "11]}" : "1]}");
      g_assert_cmpuint (body->len, ==, sizes[i].size);
      text = mb_test_hub_send (hub, g_str_equal (sizes[i].path, "changes") ? "POST" : "PUT", sizes[i].path, body->str,
                               NULL, &status);
      g_assert_cmpuint (status, ==, sizes[i].status);
      if (status == 413)
        {
          g_clear_pointer (&after, g_free);
          after = get_position (hub);
          g_assert_cmpstr (before, ==, after);
        }
    }
}

static void
test_put (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autofree char *created = NULL, *same = NULL, *changed = NULL, *got = NULL, *value = NULL, *unknown = NULL;
  guint status;

  created = mb_test_hub_send (hub, "PUT", "records/product/beans", EGGS, NULL, &status);
  g_assert_cmpuint (status, ==, 201);
  g_assert_cmpstr (mb_test_hub_get_header (hub, "ETag"), ==, "\"4\"");

  /* The same again, in other words, changes nothing. */
  same = mb_test_hub_send (hub, "PUT", "records/product/beans",
                           " { \"sold_by\" : \"weight\", \"order\":1, \"trade\":\"poultry-eggs\",\n"
                           "\"name\":{\"zh-Hans\":\"\\u9e21蛋\"} } ",
                           (const char *[]){ "If-Match", "\"4\"", NULL }, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (mb_test_hub_get_header (hub, "ETag"), ==, "\"4\"");

  changed = mb_test_hub_send (hub, "PUT", "records/product/beans",
                              "{\"name\":{\"zh-Hans\":\"豆\"},\"order\":2,\"trade\":\"fruit\",\"sold_by\":\"weight\","
                              " \"colour\" : 1.50 }",
                              (const char *[]){ "If-Match", "\"4\"", "Content-Type", "application/json; charset=UTF-8",
                                                NULL }, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (mb_test_hub_get_header (hub, "ETag"), ==, "\"5\"");

  got = mb_test_hub_send (hub, "GET", "records/product/beans", NULL, NULL, NULL);
  g_assert_cmpstr (mb_test_hub_get_header (hub, "ETag"), ==, "\"5\"");
  value = get_string (got, "value", NULL);
  g_assert_cmpstr (value, ==, "{\"name\":{\"zh-Hans\":\"豆\"},\"order\":2,\"trade\":\"fruit\",\"sold_by\":\"weight\","
                   "\"colour\":1.50}");
  unknown = mb_test_hub_send (hub, "GET", "records/product/beans", NULL,
                              (const char *[]){ "If-None-Match", "\"5\"", NULL }, &status);
  g_assert_cmpuint (status, ==, 304);
}

static void
test_drop (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autofree char *text = NULL;
  guint status;

  g_free (mb_test_hub_send (hub, "DELETE", "records/product/eggs?dangling", NULL, NULL, NULL));
  text = mb_test_hub_send (hub, "GET", "records/product/eggs", NULL, NULL, &status);
  g_assert_cmpuint (status, ==, 404);
  g_free (mb_test_hub_send (hub, "PUT", "records/product/eggs", EGGS, (const char *[]){ "If-None-Match", "*", NULL },
                            &status));
  g_assert_cmpuint (status, ==, 201);

  /* Both at once leaves nothing dangling. */
  g_free (mb_test_hub_send (hub, "POST", "changes",
                            CHANGES (CHANGE ("product", "eggs", "null") "," CHANGE ("price", "eggs@average", "null")),
                            NULL, NULL));
}

static void
test_changes (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autofree char *text = NULL, *revs = NULL, *again = NULL, *other = NULL;
  const char *key[] = { "Idempotency-Key", "one", NULL };
  const char *body = "{\"note\":\"n\",\"confirm\":true,\"x\":1,\"changes\":["
                     CHANGE ("price", "beans@average",
                             "{\"product\":\"beans\",\"basis\":\"average\",\"fen\":1,\"per\":\"kg\","
                             "\"observed_at\":\"2026-11-23T08:00:00+08:00\",\"source\":\"x\"}") ","
                     CHANGE ("product", "beans", EGGS) "," CHANGE ("product", "eggs", EGGS) ","
                     CHANGE ("product", "none", "null") ","
                     "{\"kind\":\"price\",\"id\":\"eggs@average\",\"if_rev\":3,\"sure\":true,\"value\":" PRICE (5500) "}"
                     "]}";
  guint status;

  /* A reference to what comes later in the same body holds; what changes nothing answers its revision. */
  text = mb_test_hub_send (hub, "POST", "changes", body, key, NULL);
  revs = get_string (text, "revs", NULL);
  g_assert_cmpstr (revs, ==, "[4,5,2,0,6]");

  again = mb_test_hub_send (hub, "POST", "changes", body, key, NULL);
  g_assert_cmpstr (again, ==, text);
  other = mb_test_hub_send (hub, "POST", "changes", CHANGES (CHANGE ("product", "eggs", EGGS)), key, &status);
  g_assert_cmpuint (status, ==, 422);
}

static void
test_derived (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new ("2026-11-22T09:00:00+08:00,0");
  const char *days[] = { "2026-11-22T09:00:00+08:00,0", "2026-11-23T09:00:00+08:00,0", "2026-11-24T09:00:00+08:00,0",
                         "2026-11-25T09:00:00+08:00,0" };
  const char *fen[] = { "550", "500", "600", "610" };
  const char *yesterday[] = { NULL, "550", "500", "600" };
  const char *lowest[] = { "550", "500", "500", "500" };

  g_free (mb_test_hub_send (hub, "PUT", "records/product/eggs", EGGS, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"product\":\"eggs\",\"basis\":\"average\",\"fen\":%s,\"per\":\"500g\","
                                               "\"observed_at\":\"%.25s\",\"source\":\"office\"}", fen[i], days[i]);
      g_autofree char *text = NULL, *was = NULL, *low = NULL, *changed = NULL;

      /* What is derived does not depend on how long the hub has been running. */
      mb_test_hub_stop (hub);
      mb_test_hub_start (hub, days[i]);
      g_free (mb_test_hub_send (hub, "PUT", "records/price/eggs@average", body, NULL, NULL));
      text = mb_test_hub_send (hub, "GET", "records/price/eggs@average", NULL, NULL, NULL);
      was = get_string (text, "derived", "yesterday_fen");
      low = get_string (text, "derived", "lowest_7d_fen");
      changed = get_string (text, "derived", "changed_at");
      g_assert_cmpstr (was, ==, yesterday[i]);
      g_assert_cmpstr (low, ==, lowest[i]);
      g_assert_cmpmem (changed, 25, days[i], 25);
    }
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';

  return n;
}

static void
test_journal (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autofree char *all = mb_test_hub_send (hub, "GET", "journal", NULL, NULL, NULL);
  g_autoptr (GString) paged = g_string_new (NULL);
  g_autofree char *path = g_strdup ("journal?limit=2");
  guint pages = 0;

  g_assert_null (mb_test_hub_get_header (hub, "Link"));
  g_assert_cmpuint (count_lines (all), ==, 3);

  while (path != NULL)
    {
      g_autofree char *page = mb_test_hub_send (hub, "GET", path, NULL, NULL, NULL);
      const char *link = mb_test_hub_get_header (hub, "Link");

      g_string_append (paged, page);
      pages++;
      g_free (path);
      path = NULL;
      if (link != NULL)
        {
          g_assert_true (g_str_has_suffix (link, ">; rel=\"next\""));
          path = g_strndup (link + 1, (gsize) (strchr (link, '>') - link - 1));
        }
    }
  g_assert_cmpuint (pages, ==, 2);
  g_assert_cmpstr (paged->str, ==, all);
}

/* kill -9 between two writes: what was answered is there, and goes on from there. */
static void
test_kill (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autofree char *before = get_position (hub), *after = NULL, *text = NULL, *revs = NULL, *checked = NULL;

  mb_test_hub_kill (hub);
  mb_test_hub_start (hub, CLOCK);
  after = get_position (hub);
  g_assert_cmpstr (before, ==, after);

  text = mb_test_hub_send (hub, "POST", "changes", CHANGES (CHANGE ("price", "eggs@average", PRICE (560))), NULL, NULL);
  revs = get_string (text, "revs", NULL);
  g_assert_cmpstr (revs, ==, "[4]");
  checked = mb_test_hub_command (hub, (const char *[]){ "check", NULL }, NULL);
  g_assert_nonnull (strstr (checked, "m1: database and chain are whole"));
}

/* The disk is full, and then it is not. */
static void
test_full (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  pid_t pid = (pid_t) g_ascii_strtoll (mb_test_hub_get_pid (hub), NULL, 10);
  struct rlimit none = { 0, RLIM_INFINITY }, before;
  g_autofree char *first = get_position (hub), *second = NULL;
  guint status;

  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, NULL, &before), ==, 0);
  none.rlim_max = before.rlim_max;
  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, &none, NULL), ==, 0);
  g_free (mb_test_hub_send (hub, "PUT", "records/price/eggs@average", PRICE (560), NULL, &status));
  g_assert_cmpuint (status, ==, 507);
  g_free (mb_test_hub_send (hub, "GET", "/healthz", NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 503);
  second = get_position (hub);
  g_assert_cmpstr (first, ==, second);

  /* Its health comes back by itself, before anybody writes. */
  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, &before, NULL), ==, 0);
  do
    g_free (mb_test_hub_send (hub, "GET", "/healthz", NULL, NULL, &status));
  while (status != 200);
  g_free (mb_test_hub_send (hub, "PUT", "records/price/eggs@average", PRICE (560), NULL, NULL));
}

static void
test_reports (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  const char *painted = "{\"screen\":\"s1\",\"position\":\"000000000000.1\",\"visible\":1,\"later\":0,\"elsewhere\":0,"
                        "\"covered\":0,\"glass\":\"sent\",\"at\":\"2026-11-23T09:00:00+08:00\"}";
  g_autofree char *text = NULL;
  guint status;

  g_free (mb_test_hub_send (hub, "PUT", "screens/s1/status", "{ \"version\": \"1\" }", NULL, &status));
  g_assert_cmpuint (status, ==, 204);
  g_free (mb_test_hub_send (hub, "PUT", "screens/s1/painted", painted, NULL, &status));
  g_assert_cmpuint (status, ==, 204);
  g_free (mb_test_hub_send (hub, "PUT", "screens/s1/status", "{\"version\":\"2\"}", NULL, NULL));

  text = mb_test_hub_send (hub, "GET", "screens", NULL, NULL, NULL);
  g_assert_nonnull (strstr (text, "{\"screen\":\"s1\",\"status\":{\"at\":\"2026-11-23T09:00:00+08:00\",\"value\":"
                                  "{\"version\":\"2\"},\"ago_s\":"));
  g_assert_nonnull (strstr (text, ",\"painted\":{\"at\":\"2026-11-23T09:00:00+08:00\",\"value\":{\"screen\":\"s1\","));
}

static void
test_by (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autofree char *text = NULL, *by = NULL;

  g_free (mb_test_hub_send (hub, "PUT", "records/product/beans", EGGS,
                            (const char *[]){ "Marketboard-By", "import", NULL }, NULL));
  text = mb_test_hub_send (hub, "GET", "records/product/beans", NULL, NULL, NULL);
  by = get_string (text, "by", NULL);
  g_assert_cmpstr (by, ==, "import");
}

static void
test_as_of (void)
{
  g_autoptr (MbTestHub) hub = set_up ();
  g_autofree char *first = get_position (hub), *second = NULL, *text = NULL, *position = NULL, *at = NULL, *old = NULL;

  mb_test_hub_stop (hub);
  mb_test_hub_start (hub, "2026-11-23T10:00:00+08:00,0");
  g_free (mb_test_hub_send (hub, "PUT", "records/price/eggs@average", PRICE (560), NULL, NULL));
  second = get_position (hub);

  text = mb_test_hub_send (hub, "GET", "records?kind=price&as-of=2026-11-23T09:59:59%2B08:00", NULL, NULL, NULL);
  position = get_string (text, "position", NULL);
  at = get_string (text, "at", NULL);
  g_assert_cmpstr (position, ==, first);
  g_assert_cmpstr (at, ==, "2026-11-23T09:00:00+08:00");
  g_assert_nonnull (strstr (text, "\"fen\":550"));
  g_assert_null (strstr (text, "\"kind\":\"product\""));

  g_clear_pointer (&position, g_free);
  g_free (text);
  text = g_strdup_printf ("records?kind=price&position=%s", first);
  old = mb_test_hub_send (hub, "GET", text, NULL, NULL, NULL);
  g_assert_nonnull (strstr (old, "\"fen\":550"));
  g_assert_cmpstr (first, !=, second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/records/refusals", test_refusals);
  g_test_add_func ("/records/sizes", test_sizes);
  g_test_add_func ("/records/put", test_put);
  g_test_add_func ("/records/drop", test_drop);
  g_test_add_func ("/records/changes", test_changes);
  g_test_add_func ("/records/derived", test_derived);
  g_test_add_func ("/records/journal", test_journal);
  g_test_add_func ("/records/kill", test_kill);
  g_test_add_func ("/records/full", test_full);
  g_test_add_func ("/records/reports", test_reports);
  g_test_add_func ("/records/by", test_by);
  g_test_add_func ("/records/as-of", test_as_of);

  return g_test_run ();
}
