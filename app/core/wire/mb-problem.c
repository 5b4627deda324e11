/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-report-codec.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-json-writer.h"

/* RFC 9457, 4.2.1: a problem of no type of its own is titled as its status is (RFC 9110, 15; RFC 4918
 * and 6585 for those that came later). */
const char *
mb_problem_get_title (guint status)
{
  static const struct
  {
    guint status;
    const char *title;
  } titles[] = {
    { 200, "OK" },
    { 201, "Created" },
    { 202, "Accepted" },
    { 204, "No Content" },
    { 206, "Partial Content" },
    { 304, "Not Modified" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 406, "Not Acceptable" },
    { 408, "Request Timeout" },
    { 409, "Conflict" },
    { 410, "Gone" },
    { 411, "Length Required" },
    { 412, "Precondition Failed" },
    { 413, "Content Too Large" },
    { 414, "URI Too Long" },
    { 415, "Unsupported Media Type" },
    { 416, "Range Not Satisfiable" },
    { 422, "Unprocessable Content" },
    { 428, "Precondition Required" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 500, "Internal Server Error" },
    { 501, "Not Implemented" },
    { 503, "Service Unavailable" },
    { 505, "HTTP Version Not Supported" },
    { 507, "Insufficient Storage" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (titles[i].status == status)
      return titles[i].title;
  return "Problem";
}

char *
mb_problem_encode_with (guint status, const GError *error, const char *members)
{
  GString *out = g_string_new (NULL);
  g_autofree char *detail = NULL;
  MbJsonWriter writer;

  g_return_val_if_fail (error != NULL, NULL);

  /* A message may quote what came from outside or from the system, in whatever bytes that was. */
  detail = g_utf8_make_valid (error->message, -1);
  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "type", "about:blank");
  mb_json_writer_member_string (&writer, "title", mb_problem_get_title (status));
  mb_json_writer_member_int (&writer, "status", status);
  mb_json_writer_member_string (&writer, "detail", detail);
  if (mb_error_get_pointer (error) != NULL)
    mb_json_writer_member_string (&writer, "pointer", mb_error_get_pointer (error));
  if (members != NULL)
    mb_json_writer_raw_members (&writer, members);
  mb_json_writer_end_object (&writer);
  return g_string_free (out, FALSE);
}

char *
mb_problem_encode (guint status, const GError *error)
{
  return mb_problem_encode_with (status, error, NULL);
}
