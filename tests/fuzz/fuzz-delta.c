/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-delta-reader.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-sse-parser.h"

/* A whole stream from whatever calls itself a hub: what comes out of it is a delta in order, or a
 * refusal, after which nothing more comes. */

#define AT "\"at\":\"2026-11-23T06:58:12+08:00\""

const char *const fuzz_seeds[] = {
  "event: reset\ndata: {\"records\":1}\n\nevent: put\ndata: {\"kind\":\"stall\",\"id\":\"a\",\"rev\":3," AT
  ",\"by\":\"hub\",\"value\":{\"number\":\"1\",\"x\":[ ]}}\n\nevent: live\nid: 9f3ac01b22de.3\ndata: {" AT "}\n\n"
  "event: drop\ndata: {\"kind\":\"stall\",\"id\":\"a\",\"rev\":4}\n\nevent: live\nid: 9f3ac01b22de.4\ndata: {" AT "}\n\n",
  "event: put\ndata: {\"kind\":\"notice\",\"id\":\"n\",\"rev\":1," AT ",\"by\":\"li\",\"value\":{\"text\":{\"en\":\"x\"},\"level\":"
  "\"emergency\",\"when\":{\"to\":\"2026-11-23T09:00:00Z\"}},\"derived\":{}}\n\nevent: fact\ndata: {}\n\n",
  NULL,
};

const char *const fuzz_words[] = {
  "event: reset\n", "event: live\n", "event: put\n", "event: drop\n", "data: {" AT "}\n\n", "data: {\"records\":0}\n\n",
  "id: aaaaaaaaaaaa.9\n", "id\n", "\n\n", "\"rev\":0", "robot", "null", NULL,
};

typedef struct
{
  MbSseParser *parser;
  MbDeltaReader *reader;
  guint64 number;
  gboolean refused;
} Session;

static void
check_delta (Session *self, const MbDelta *delta)
{
  MbPosition position;

  g_assert (mb_position_parse (delta->position, &position));
  g_assert (delta->reset || position.number >= self->number);
  g_assert (delta->at.us != MB_UNSET);
  for (guint i = 0; i < delta->items->len; i++)
    {
      const MbDeltaItem *item = g_ptr_array_index (delta->items, i);

      g_assert (mb_id_is_valid (item->kind, item->id));
      g_assert (item->rev >= 1 && item->rev <= position.number);
    }
  self->number = position.number;
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  Session *self = data;
  g_autoptr (MbDelta) delta = NULL;
  g_autoptr (MbRecord) emergency = NULL;
  g_autoptr (GError) error = NULL;

  g_assert (!self->refused);
  if (!mb_delta_reader_take_event (self->reader, type, text, length, id, &delta, &emergency, &error))
    {
      g_assert (error->domain == MB_ERROR && *error->message != '\0' && delta == NULL && emergency == NULL);
      self->refused = TRUE;
      mb_sse_parser_stop (self->parser);
      return;
    }
  if (delta != NULL)
    check_delta (self, delta);
}

static void
on_retry (gpointer data, guint64 milliseconds)
{
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const MbSseCallbacks callbacks = { on_event, on_retry, NULL };
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  Session session = { NULL, reader, 0, FALSE };
  g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, &session, NULL);

  session.parser = parser;
  mb_sse_parser_feed (parser, (const char *) data, size, NULL);
  return 0;
}
