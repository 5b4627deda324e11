/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "hub/clerk/mb-change-request.h"
#include "hub/clerk/mb-clerk.h"

#include <string.h>

/* The clerk as a journal calls it, without one: what is taken back must leave no trace. */

typedef struct
{
  MbClerk *clerk;
  guint64 head;
  gint64 now_us;
} Desk;

static void
set_up (Desk *self, gconstpointer data)
{
  MbTime time;

  self->clerk = mb_clerk_new ();
  g_assert_true (mb_time_parse ("2026-11-23T09:00:00+08:00", -1, &time, NULL));
  self->now_us = time.us;
}

static void
tear_down (Desk *self, gconstpointer data)
{
  mb_clerk_free (self->clerk);
}

static void
load (Desk *self, const char *kind, const char *id, const char *value)
{
  g_autoptr (GBytes) bytes = g_bytes_new (value, strlen (value));
  g_autoptr (MbChange) change = mb_change_new (kind, id, bytes, NULL);

  change->number = ++self->head;
  change->by = g_strdup ("local");
  change->at = g_strdup ("2026-11-23T08:00:00+08:00");
  mb_clerk_funcs.load (self->clerk, change);
}

/* @body: what POST …/changes takes. Returns: (transfer full): the transaction, checked and numbered */
static MbTransaction *
check (Desk *self, const char *body, GError **error)
{
  g_autoptr (MbTransaction) transaction = mb_transaction_new ("local");
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  MbChangeSet *set = mb_change_set_read (bytes, error);

  g_assert_nonnull (set);
  transaction->at_us = self->now_us;
  transaction->request = mb_change_request_new (set);
  transaction->request_free = (GDestroyNotify) mb_change_request_free;
  if (!mb_clerk_funcs.check (self->clerk, transaction, error))
    return NULL;

  for (guint i = 0; i < transaction->changes->len; i++)
    ((MbChange *) transaction->changes->pdata[i])->number = ++self->head;
  mb_clerk_funcs.finish (self->clerk, transaction, "000000000000.1");

  return g_steal_pointer (&transaction);
}

static void
assert_refused (Desk *self, const char *body, MbError code, const char *pointer)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (check (self, body, &error));
  g_assert_error (error, MB_ERROR, (int) code);
  g_assert_cmpstr (mb_error_get_pointer (error), ==, pointer);
}

static void
assert_answer (Desk *self, const char *body, const char *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbTransaction) transaction = check (self, body, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (transaction->answer, NULL), g_bytes_get_size (transaction->answer));
  g_assert_nonnull (strstr (text, answer));
}

#define PRODUCT(order) "{\"name\":{\"en\":\"x\"},\"order\":" order ",\"trade\":\"fruit\",\"sold_by\":\"weight\"}"
#define PRICE(fen)                                                                                                     \
  "{\"product\":\"a\",\"basis\":\"average\",\"fen\":" fen ",\"per\":\"kg\",\"observed_at\":"                           \
  "\"2026-11-23T08:00:00+08:00\",\"source\":\"x\"}"
#define ONE(kind, id, more, value)                                                                                     \
  "{\"changes\":[{\"kind\":\"" kind "\",\"id\":\"" id "\"," more "\"value\":" value "}]}"

static void
test_undo (Desk *self, gconstpointer data)
{
  load (self, "product", "a", PRODUCT ("1"));
  load (self, "price", "a@average", PRICE ("100"));

  /* Three in one commit, of which none becomes durable. */
  assert_answer (self, ONE ("price", "a@average", "\"if_rev\":2,", PRICE ("110")), "[3]");
  assert_answer (self, ONE ("price", "a@average", "\"if_rev\":3,", PRICE ("120")), "[4]");
  assert_answer (self, ONE ("product", "b", "\"if_rev\":0,", PRODUCT ("2")), "[5]");
  mb_clerk_funcs.undo (self->clerk, 3);
  assert_answer (self, ONE ("price", "a@average", "\"if_rev\":2,", PRICE ("111")), "[6]");
  assert_answer (self, ONE ("product", "b", "\"if_rev\":0,", PRODUCT ("2")), "[7]");
  mb_clerk_funcs.committed (self->clerk);

  /* What is durable is not taken back with what comes after it. */
  assert_answer (self, ONE ("product", "b", "", "null"), "[8]");
  assert_answer (self, ONE ("product", "c", "", PRODUCT ("3")), "[9]");
  mb_clerk_funcs.undo (self->clerk, 2);
  assert_answer (self, ONE ("product", "b", "\"if_rev\":7,", PRODUCT ("2")), "[7]");
  assert_answer (self, ONE ("product", "c", "", "null"), "[0]");
}

/* A transaction that is refused for its last change has done nothing with its first. */
static void
test_refusal (Desk *self, gconstpointer data)
{
  load (self, "product", "a", PRODUCT ("1"));
  load (self, "price", "a@average", PRICE ("100"));

  assert_refused (self,
                  "{\"changes\":[{\"kind\":\"product\",\"id\":\"b\",\"value\":" PRODUCT ("2") "},"
                  "{\"kind\":\"price\",\"id\":\"c@average\",\"value\":{\"product\":\"c\",\"basis\":\"average\",\"fen\":1,"
                  "\"per\":\"kg\",\"observed_at\":\"2026-11-23T08:00:00+08:00\",\"source\":\"x\"}}]}",
                  MB_ERROR_INVALID, "/changes/1/value/product");
  assert_refused (self, ONE ("product", "a", "", "null"), MB_ERROR_INVALID, "/changes/0");
  assert_refused (self, ONE ("price", "a@average", "", PRICE ("151")), MB_ERROR_DOUBTFUL, "/changes/0/value/fen");
  assert_answer (self, ONE ("price", "a@average", "", PRICE ("150")), "[3]");
  assert_answer (self, ONE ("product", "b", "\"if_rev\":0,", PRODUCT ("2")), "[4]");
  assert_answer (self, ONE ("price", "a@average", "\"sure\":true,", PRICE ("1500")), "[5]");
}

/* What another version wrote stands, is in nobody's way, and gives way. */
static void
test_strangers (Desk *self, gconstpointer data)
{
  load (self, "hologram", "h", "{\"of\":\"a\"}");
  load (self, "product", "a", "{\"name\":7}");
  assert_refused (self, ONE ("product", "a", "\"if_rev\":0,", PRODUCT ("1")), MB_ERROR_CONFLICT, "/changes/0/if_rev");
  assert_answer (self, ONE ("product", "a", "\"if_rev\":2,", PRODUCT ("1")), "[3]");
  assert_answer (self, ONE ("product", "a", "", "null"), "[4]");
}

/* The market says how much is doubtful, and in whose time it is written. */
static void
test_market (Desk *self, gconstpointer data)
{
  g_autoptr (MbTransaction) transaction = NULL;

  load (self, "product", "a", PRODUCT ("1"));
  load (self, "price", "a@average", PRICE ("100"));
  transaction = check (self, ONE ("market", "market", "",
                                  "{\"name\":{\"en\":\"m\"},\"time_zone\":\"Europe/Berlin\",\"price_unit\":\"kg\","
                                  "\"price_jump_percent\":10}"), NULL);
  g_assert_nonnull (transaction);
  g_assert_cmpstr (transaction->at, ==, "2026-11-23T02:00:00+01:00");
  assert_refused (self, ONE ("price", "a@average", "", PRICE ("111")), MB_ERROR_DOUBTFUL, "/changes/0/value/fen");
  assert_answer (self, ONE ("price", "a@average", "", PRICE ("110")), "[4]");

  /* Taken back with its transaction. */
  mb_clerk_funcs.undo (self->clerk, 2);
  assert_answer (self, ONE ("price", "a@average", "", PRICE ("140")), "[5]");
}

/* Another unit begins another history; the same figures keep since when they are. */
static void
test_derived (Desk *self, gconstpointer data)
{
  g_autoptr (MbTransaction) first = NULL, same = NULL, other = NULL;
  const char *per_piece = "{\"product\":\"a\",\"basis\":\"average\",\"fen\":5,\"per\":\"piece\",\"observed_at\":"
                          "\"2026-11-23T08:00:00+08:00\",\"source\":\"x\"}";
  const char *renamed = "{\"product\":\"a\",\"basis\":\"average\",\"fen\":100,\"per\":\"kg\",\"observed_at\":"
                        "\"2026-11-23T08:30:00+08:00\",\"source\":\"y\"}";
  g_autofree char *body = NULL, *text = NULL;

  load (self, "product", "a", PRODUCT ("1"));
  first = check (self, ONE ("price", "a@average", "", PRICE ("100")), NULL);
  text = g_strndup (g_bytes_get_data (((MbChange *) first->changes->pdata[0])->derived, NULL),
                    g_bytes_get_size (((MbChange *) first->changes->pdata[0])->derived));
  g_assert_cmpstr (text, ==, "{\"lowest_7d_fen\":100,\"changed_at\":\"2026-11-23T09:00:00+08:00\","
                   "\"days\":[[\"2026-11-23\",100,100]]}");

  self->now_us += 60 * G_USEC_PER_SEC;
  body = g_strdup_printf (ONE ("price", "a@average", "", "%s"), renamed);
  same = check (self, body, NULL);
  g_assert_true (g_bytes_equal (((MbChange *) same->changes->pdata[0])->derived,
                                ((MbChange *) first->changes->pdata[0])->derived));

  g_free (body);
  body = g_strdup_printf (ONE ("price", "a@average", "\"sure\":true,", "%s"), per_piece);
  other = check (self, body, NULL);
  g_free (text);
  text = g_strndup (g_bytes_get_data (((MbChange *) other->changes->pdata[0])->derived, NULL),
                    g_bytes_get_size (((MbChange *) other->changes->pdata[0])->derived));
  g_assert_cmpstr (text, ==, "{\"lowest_7d_fen\":5,\"changed_at\":\"2026-11-23T09:01:00+08:00\","
                   "\"days\":[[\"2026-11-23\",5,5]]}");
}

#define NOTICE(more) "{\"text\":{\"en\":\"Fire\"},\"level\":\"emergency\",\"hue\":1.50" more "}"

static void
assert_written (Desk *self, const char *id, const char *value, const char *written)
{
  g_autofree char *body = g_strdup_printf (ONE ("notice", "%s", "", "%s"), id, value), *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbTransaction) transaction = check (self, body, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = ((MbChange *) transaction->changes->pdata[0])->value;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, written);
}

/* Ends two hours after it begins, unless it says when; everything else as it was sent. */
static void
test_emergency (Desk *self, gconstpointer data)
{
  assert_written (self, "a", NOTICE (""), NOTICE (",\"when\":{\"to\":\"2026-11-23T11:00:00+08:00\"}"));
  assert_written (self, "b", NOTICE (",\"when\":{}"), NOTICE (",\"when\":{\"to\":\"2026-11-23T11:00:00+08:00\"}"));
  assert_written (self, "c", NOTICE (",\"when\":{\"from\":\"2026-11-23T04:00:00Z\"},\"z\":{}"),
                  NOTICE (",\"when\":{\"from\":\"2026-11-23T04:00:00Z\",\"to\":\"2026-11-23T14:00:00+08:00\"},\"z\":{}"));
  assert_written (self, "d", NOTICE (",\"when\":{\"from\":\"2026-11-23T04:00:00+08:00\"}"),
                  NOTICE (",\"when\":{\"from\":\"2026-11-23T04:00:00+08:00\",\"to\":\"2026-11-23T11:00:00+08:00\"}"));
  assert_written (self, "e", NOTICE (",\"when\":{\"to\":\"2026-11-23T10:00:00+08:00\"}"),
                  NOTICE (",\"when\":{\"to\":\"2026-11-23T10:00:00+08:00\"}"));
  assert_refused (self, ONE ("notice", "n", "", NOTICE (",\"when\":7")), MB_ERROR_INVALID, "/changes/0/value/when");
  assert_refused (self, ONE ("notice", "n", "", NOTICE (",\"when\":{\"to\":7}")), MB_ERROR_INVALID,
                  "/changes/0/value/when/to");
  assert_refused (self, ONE ("notice", "n", "", NOTICE (",\"when\":{\"from\":7}")), MB_ERROR_INVALID,
                  "/changes/0/value/when/from");
}

static char *
dup_derived (MbTransaction *transaction)
{
  GBytes *derived = ((MbChange *) transaction->changes->pdata[0])->derived;

  return g_strndup (g_bytes_get_data (derived, NULL), g_bytes_get_size (derived));
}

#define FILM(length) "{\"type\":\"video\",\"sha256\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"bytes\":1" length "}"
#define TWO_FILMS "{\"items\":[{\"media\":\"long\"},{\"media\":\"short\"}]}"

/* Beside a playlist stands what it showed when it was changed. */
static void
test_playing (Desk *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbTransaction) first = NULL, second = NULL, third = NULL, other = NULL;
  g_autofree char *begun = NULL, *going = NULL, *still = NULL, *unknown = NULL;

  load (self, "media", "long", FILM (",\"duration_ms\":600000"));
  load (self, "media", "short", FILM (",\"duration_ms\":1500"));
  first = check (self, ONE ("playlist", "hall", "", TWO_FILMS), &error);
  begun = dup_derived (first);
  g_assert_cmpstr (begun, ==, "{\"changed_at\":\"2026-11-23T09:00:00+08:00\"}");

  /* The second round's first. */
  self->now_us += 603 * G_TIME_SPAN_SECOND;
  second = check (self, ONE ("playlist", "hall", "", "{\"items\":[{\"media\":\"short\"},{\"media\":\"long\"}]}"), &error);
  going = dup_derived (second);
  g_assert_cmpstr (going, ==, "{\"changed_at\":\"2026-11-23T09:10:03+08:00\",\"playing\":\"long\","
                              "\"playing_since\":\"2026-11-23T09:10:01.500+08:00\"}");

  /* It goes on: another change finds the same. */
  self->now_us += 60 * G_TIME_SPAN_SECOND;
  third = check (self, ONE ("playlist", "hall", "", TWO_FILMS), &error);
  still = dup_derived (third);
  g_assert_cmpstr (still, ==, "{\"changed_at\":\"2026-11-23T09:11:03+08:00\",\"playing\":\"long\","
                              "\"playing_since\":\"2026-11-23T09:10:01.500+08:00\"}");

  /* What only the file says is not guessed. */
  load (self, "media", "short", FILM (""));
  other = check (self, ONE ("playlist", "hall", "", "{\"items\":[]}"), &error);
  unknown = dup_derived (other);
  g_assert_cmpstr (unknown, ==, "{\"changed_at\":\"2026-11-23T09:11:03+08:00\"}");
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Desk, NULL, set_up, func, tear_down)
  ADD ("/clerk/undo", test_undo);
  ADD ("/clerk/refusal", test_refusal);
  ADD ("/clerk/strangers", test_strangers);
  ADD ("/clerk/market", test_market);
  ADD ("/clerk/derived", test_derived);
  ADD ("/clerk/playing", test_playing);
  ADD ("/clerk/emergency", test_emergency);
#undef ADD

  return g_test_run ();
}
