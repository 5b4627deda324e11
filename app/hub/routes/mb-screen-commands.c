/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/model/mb-record.h"
#include "core/wire/mb-command-codec.h"
#include "core/wire/mb-json-writer.h"
#include "hub/routes/mb-answers.h"

/* What a screen is told to do, and the picture that it may send in answer. */

void
mb_screen_commands_post (MbExchange *exchange)
{
  MbFanout *fanout = mb_hub_market_get_fanout (mb_exchange_get_market (exchange));
  const char *screen = mb_answers_get_screen (exchange);
  GBytes *body = mb_exchange_get_body (exchange);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  MbScreenCommand command;
  MbJsonWriter writer;
  GString *out;

  if (screen == NULL)
    return;
  if (!mb_command_decode (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), &command, &error))
    {
      mb_exchange_fail (exchange, error, NULL);
      return;
    }

  text = mb_command_encode (command);
  out = g_string_new (NULL);
  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_int (&writer, "delivered", mb_fanout_command (fanout, screen, text));
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (exchange, 202, "application/json", out);
}

void
mb_screen_pictures_put (MbExchange *exchange)
{
  MbHubMarket *market = mb_exchange_get_market (exchange);
  const char *screen = mb_answers_get_screen (exchange);
  g_autoptr (GError) error = NULL;

  if (screen == NULL)
    return;

  if (mb_pictures_put (mb_hub_market_get_pictures (market), screen, mb_exchange_get_body (exchange),
                       mb_hub_market_now (market), &error))
    mb_exchange_answer (exchange, 204, NULL, NULL);
  else
    mb_exchange_fail (exchange, error, NULL);
}

/* "Mon, 23 Nov 2026 06:58:12 GMT", in no machine's own language. */
static char *
format_http_date (gint64 us)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);

  return g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT", days[g_date_time_get_day_of_week (time) - 1],
                          g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time), g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time));
}

void
mb_screen_pictures_get (MbExchange *exchange)
{
  MbPictures *pictures = mb_hub_market_get_pictures (mb_exchange_get_market (exchange));
  const char *screen = mb_answers_get_screen (exchange);
  const MbPicture *picture = screen ? mb_pictures_get (pictures, screen) : NULL;
  g_autofree char *date = NULL;

  if (screen == NULL)
    return;
  if (picture == NULL)
    {
      mb_exchange_fail_status (exchange, 404, "This screen has sent no picture since the hub began");
      return;
    }

  date = format_http_date (picture->at_us);
  mb_exchange_set_header (exchange, "Last-Modified", date);
  mb_exchange_answer (exchange, 200, picture->type, picture->bytes);
}
