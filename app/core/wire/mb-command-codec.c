/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-command-codec.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"

static const char *const names[] = { "identify", "picture", "restart", "reload" };

char *
mb_command_encode (MbScreenCommand command)
{
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "do", names[command]);
  mb_json_writer_end_object (&writer);

  return g_string_free (out, FALSE);
}

gboolean
mb_command_decode (const char *json, gssize length, MbScreenCommand *command, GError **error)
{
  g_autoptr (MbJson) document = mb_json_read_text (json, length, MB_JSON_STRICT, error);
  MbJsonAt at = MB_JSON_NONE;

  if (document == NULL)
    return FALSE;
  if (mb_json_get_type_at (document, 0) != MB_JSON_OBJECT)
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "Must be an object");
      return FALSE;
    }
  if (!mb_json_member_at (document, 0, "do", MB_JSON_NEEDED, MB_JSON_STRING, &at, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (mb_json_string_equal (document, at, names[i]))
      {
        *command = i;
        return TRUE;
      }
  mb_error_set (error, MB_ERROR_INVALID, "/do", "Must be one of identify, picture, restart, reload");

  return FALSE;
}
