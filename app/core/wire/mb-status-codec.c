/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-status-codec.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"

#include <string.h>

#define MAX_TROUBLES 16
#define MAX_TROUBLE 256

static const char *const display_names[] = { "on", "off", "dark" };

/* The members that are figures: one table for both ways. */
static const struct
{
  const char *name;
  gsize offset;
  gint64 min, max;
} figures[] = {
  { "uptime_s", G_STRUCT_OFFSET (MbStatus, uptime_s), 0, G_MAXINT64 },
  { "width_px", G_STRUCT_OFFSET (MbStatus, width_px), 0, 65535 },
  { "height_px", G_STRUCT_OFFSET (MbStatus, height_px), 0, 65535 },
  { "width_mm", G_STRUCT_OFFSET (MbStatus, width_mm), 0, 1000000 },
  { "height_mm", G_STRUCT_OFFSET (MbStatus, height_mm), 0, 1000000 },
  { "scale", G_STRUCT_OFFSET (MbStatus, scale), 1, 16 },
  { "memory_kib", G_STRUCT_OFFSET (MbStatus, memory_kib), 0, G_MAXUINT32 },
  { "temperature_c", G_STRUCT_OFFSET (MbStatus, temperature_c), -100, 200 },
  { "outbox", G_STRUCT_OFFSET (MbStatus, outbox), 0, G_MAXINT64 },
  /* In an object of their own, "media". */
  { "wanted", G_STRUCT_OFFSET (MbStatus, media_wanted), 0, G_MAXINT64 },
  { "present", G_STRUCT_OFFSET (MbStatus, media_present), 0, G_MAXINT64 },
  { "bytes_left", G_STRUCT_OFFSET (MbStatus, media_bytes_left), 0, G_MAXINT64 },
};

#define FIRST_OF_MEDIA (G_N_ELEMENTS (figures) - 3)

static gint64 *
get_figure (const MbStatus *self, guint i)
{
  return G_STRUCT_MEMBER_P (self, figures[i].offset);
}

void
mb_status_init (MbStatus *self)
{
  *self = (MbStatus){ 0 };
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    *get_figure (self, i) = MB_STATUS_UNKNOWN;
}

void
mb_status_clear (MbStatus *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->position, g_free);
  g_clear_pointer (&self->renderer, g_free);
  g_clear_pointer (&self->trouble, g_strfreev);
}

void
mb_status_add_trouble (MbStatus *self, const char *text)
{
  guint n;

  g_return_if_fail (self != NULL && text != NULL);

  n = self->trouble != NULL ? g_strv_length (self->trouble) : 0;
  self->trouble = g_renew (char *, self->trouble, n + 2);
  self->trouble[n] = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_TROUBLE / 3)); /* whatever escapes add */
  self->trouble[n + 1] = NULL;
}

static void
write_text (MbJsonWriter *writer, const char *name, const char *text)
{
  if (text != NULL)
    mb_json_writer_member_string (writer, name, text);
}

/* From @first on, up to and without @end. */
static void
write_figures (MbJsonWriter *writer, const MbStatus *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    if (*get_figure (self, i) != MB_STATUS_UNKNOWN)
      mb_json_writer_member_int (writer, figures[i].name, *get_figure (self, i));
}

static void
write_trouble (MbJsonWriter *writer, char **trouble)
{
  if (trouble == NULL || trouble[0] == NULL)
    return;

  mb_json_writer_name (writer, "trouble");
  mb_json_writer_begin_array (writer);
  for (guint i = 0; trouble[i] != NULL && i < MAX_TROUBLES; i++)
    mb_json_writer_string (writer, trouble[i]);
  mb_json_writer_end_array (writer);
}

char *
mb_status_encode (const MbStatus *self)
{
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  g_return_val_if_fail (self != NULL, NULL);

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  write_text (&writer, "version", self->version);
  write_text (&writer, "position", self->position);
  write_text (&writer, "renderer", self->renderer);
  write_figures (&writer, self, 0, FIRST_OF_MEDIA);
  mb_json_writer_member_string (&writer, "display", display_names[self->display]);
  write_trouble (&writer, self->trouble);
  if (self->media_wanted != MB_STATUS_UNKNOWN)
    {
      mb_json_writer_name (&writer, "media");
      mb_json_writer_begin_object (&writer);
      write_figures (&writer, self, FIRST_OF_MEDIA, G_N_ELEMENTS (figures));
      mb_json_writer_end_object (&writer);
    }
  mb_json_writer_end_object (&writer);

  return g_string_free (out, FALSE);
}

static gboolean
refuse (GError **error, const char *pointer, const char *what)
{
  mb_error_set (error, MB_ERROR_INVALID, pointer, "%s", what);

  return FALSE;
}

static gboolean
read_display (const MbJson *json, MbStatus *self, GError **error)
{
  MbJsonAt at = MB_JSON_NONE;

  if (!mb_json_member_at (json, 0, "display", MB_JSON_OPTIONAL, MB_JSON_STRING, &at, error))
    return FALSE;
  if (at == MB_JSON_NONE)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (display_names); i++)
    if (mb_json_string_equal (json, at, display_names[i]))
      {
        self->display = i;
        return TRUE;
      }

  return refuse (error, "/display", "Must be one of on, off, dark");
}

static gboolean
read_trouble (const MbJson *json, MbStatus *self, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  MbJsonAt array = MB_JSON_NONE;
  gsize length;

  if (!mb_json_member_at (json, 0, "trouble", MB_JSON_OPTIONAL, MB_JSON_ARRAY, &array, error))
    return FALSE;
  if (array == MB_JSON_NONE)
    return TRUE;
  if (mb_json_count (json, array) > MAX_TROUBLES)
    return refuse (error, "/trouble", "Must be at most 16");

  for (MbJsonAt at = mb_json_first (json, array); at != MB_JSON_NONE; at = mb_json_next (json, at))
    {
      g_autofree char *text = NULL;

      mb_json_slice (json, at, &length);
      if (mb_json_get_type_at (json, at) != MB_JSON_STRING || length > MAX_TROUBLE)
        return refuse (error, "/trouble", "Must be texts of at most 256 bytes");
      text = mb_json_dup_string (json, at);
      g_strv_builder_add (builder, text);
    }
  self->trouble = g_strv_builder_end (builder);

  return TRUE;
}

static gboolean
read_figures (const MbJson *json, MbJsonAt object, MbStatus *self, guint first, guint end, GError **error)
{
  for (guint i = first; i < end; i++)
    if (!mb_json_member_int (json, object, figures[i].name, MB_JSON_OPTIONAL, figures[i].min, figures[i].max,
                             get_figure (self, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
read_media (const MbJson *json, MbStatus *self, GError **error)
{
  MbJsonAt at = MB_JSON_NONE;

  if (!mb_json_member_at (json, 0, "media", MB_JSON_OPTIONAL, MB_JSON_OBJECT, &at, error))
    return FALSE;
  if (at == MB_JSON_NONE || read_figures (json, at, self, FIRST_OF_MEDIA, G_N_ELEMENTS (figures), error))
    return TRUE;

  if (error != NULL)
    mb_error_prefix_pointer (*error, "/media");

  return FALSE;
}

static gboolean
read_status (const MbJson *json, MbStatus *self, GError **error)
{
  MbPosition position;

  if (mb_json_get_type_at (json, 0) != MB_JSON_OBJECT)
    return refuse (error, "", "Must be an object");

  if (!mb_json_member_string (json, 0, "version", MB_JSON_OPTIONAL, &self->version, error) ||
      !mb_json_member_string (json, 0, "position", MB_JSON_OPTIONAL, &self->position, error) ||
      !mb_json_member_string (json, 0, "renderer", MB_JSON_OPTIONAL, &self->renderer, error) ||
      !read_figures (json, 0, self, 0, FIRST_OF_MEDIA, error) || !read_display (json, self, error) ||
      !read_trouble (json, self, error) || !read_media (json, self, error))
    return FALSE;

  return self->position == NULL || mb_position_parse (self->position, &position) ||
         refuse (error, "/position", "Must be a position");
}

gboolean
mb_status_decode (const char *json, gssize length, MbStatus *self, GError **error)
{
  g_auto (MbStatus) status = { 0 };
  g_autoptr (MbJson) document = NULL;

  g_return_val_if_fail (json != NULL && self != NULL, FALSE);

  mb_status_init (&status);
  document = mb_json_read_text (json, length, MB_JSON_STRICT, error);
  if (document == NULL || !read_status (document, &status, error))
    return FALSE;

  *self = status;
  status = (MbStatus){ 0 };

  return TRUE;
}
