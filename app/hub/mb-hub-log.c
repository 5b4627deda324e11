/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/mb-hub-log.h"

#include "core/base/mb-clock.h"
#include "core/base/mb-time.h"
#include "core/wire/mb-json-writer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *
get_level (GLogLevelFlags level)
{
  if (level & G_LOG_LEVEL_ERROR)
    return "fatal";
  if (level & G_LOG_LEVEL_CRITICAL)
    return "critical";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  if (level & (G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO))
    return "info";

  return "debug";
}

static const char *
get_field (const GLogField *fields, gsize n, const char *key)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (fields[i].key, key))
      return fields[i].value;

  return "";
}

static GLogWriterOutput
write_line (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer clock)
{
  const char *domain = get_field (fields, n, "GLIB_DOMAIN");
  gint64 us = mb_clock_now (clock);
  g_autofree char *time = mb_time_format ((MbTime){ us - us % 1000, 0 });
  g_autofree char *text = g_utf8_make_valid (get_field (fields, n, "MESSAGE"), -1);
  g_autoptr (GString) line = g_string_new (NULL);
  MbJsonWriter writer;

  if (g_log_writer_default_would_drop (level, domain))
    return G_LOG_WRITER_HANDLED;
  if (g_log_writer_is_journald (STDERR_FILENO))
    return g_log_writer_journald (level, fields, n, NULL);

  g_string_printf (line, "time=%s level=%s domain=%s message=", time, get_level (level), domain);
  mb_json_writer_init (&writer, line);
  mb_json_writer_string (&writer, text);
  g_string_append_c (line, '\n');
  fwrite (line->str, 1, line->len, stderr);

  return G_LOG_WRITER_HANDLED;
}

void
mb_hub_log_set_up (void)
{
  g_log_set_writer_func (write_line, mb_clock_new_system (), g_object_unref);
}
