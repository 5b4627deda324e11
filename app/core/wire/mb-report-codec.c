/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-report-codec.h"

#include "core/base/mb-error.h"
#include "core/model/mb-record.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"

void
mb_painted_clear (MbPainted *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->screen, g_free);
  g_clear_pointer (&self->position, g_free);
}

static void
write_time (MbJsonWriter *writer, const char *name, MbTime time)
{
  g_autofree char *text = mb_time_format (time);

  mb_json_writer_member_string (writer, name, text);
}

char *
mb_painted_encode (const MbPainted *self)
{
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  g_return_val_if_fail (self != NULL && self->screen != NULL && self->position != NULL, NULL);

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "screen", self->screen);
  mb_json_writer_member_string (&writer, "position", self->position);
  mb_json_writer_member_int (&writer, "visible", self->visible);
  mb_json_writer_member_int (&writer, "later", self->later);
  if (self->later_by.us != MB_UNSET)
    write_time (&writer, "later_by", self->later_by);
  mb_json_writer_member_int (&writer, "elsewhere", self->elsewhere);
  mb_json_writer_member_int (&writer, "covered", self->covered);
  mb_json_writer_member_string (&writer, "glass", mb_glass_names[self->glass]);
  write_time (&writer, "at", self->at);
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
read_glass (const MbJson *json, MbGlass *glass, GError **error)
{
  MbJsonAt at = MB_JSON_NONE;

  if (!mb_json_member_at (json, 0, "glass", MB_JSON_NEEDED, MB_JSON_STRING, &at, error))
    return FALSE;

  for (guint i = 0; mb_glass_names[i] != NULL; i++)
    if (mb_json_string_equal (json, at, mb_glass_names[i]))
      {
        *glass = i;
        return TRUE;
      }
  return refuse (error, "/glass", "Must be one of composited, sent, asleep");
}

static gboolean
read_count (const MbJson *json, const char *name, gint64 *count, GError **error)
{
  return mb_json_member_int (json, 0, name, MB_JSON_NEEDED, 0, G_MAXINT64, count, error);
}

static gboolean
read_painted (const MbJson *json, MbPainted *self, GError **error)
{
  MbPosition position;

  if (mb_json_get_type_at (json, 0) != MB_JSON_OBJECT)
    return refuse (error, "", "Must be an object");

  if (!mb_json_member_string (json, 0, "screen", MB_JSON_NEEDED, &self->screen, error) ||
      !mb_json_member_string (json, 0, "position", MB_JSON_NEEDED, &self->position, error) ||
      !read_count (json, "visible", &self->visible, error) || !read_count (json, "later", &self->later, error) ||
      !mb_json_member_time (json, 0, "later_by", MB_JSON_OPTIONAL, &self->later_by, error) ||
      !read_count (json, "elsewhere", &self->elsewhere, error) ||
      !read_count (json, "covered", &self->covered, error) || !read_glass (json, &self->glass, error) ||
      !mb_json_member_time (json, 0, "at", MB_JSON_NEEDED, &self->at, error))
    return FALSE;

  if (!mb_id_is_valid (MB_KIND_SCREEN, self->screen))
    return refuse (error, "/screen", "Must be the id of a screen");
  return mb_position_parse (self->position, &position) || refuse (error, "/position", "Must be a position");
}

gboolean
mb_painted_decode (const char *json, gssize length, MbPainted *self, GError **error)
{
  g_auto (MbPainted) painted = { .later_by = MB_TIME_UNSET, .at = MB_TIME_UNSET };
  g_autoptr (MbJson) document = NULL;

  g_return_val_if_fail (json != NULL && self != NULL, FALSE);

  document = mb_json_read_text (json, length, MB_JSON_STRICT, error);
  if (document == NULL || !read_painted (document, &painted, error))
    return FALSE;

  *self = painted;
  painted = (MbPainted){ 0 };
  return TRUE;
}
