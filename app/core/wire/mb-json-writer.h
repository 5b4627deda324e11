/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbJsonWriter: appends one compact JSON document to a string; commas are its business. It exists
 * beside json-glib's generator for records and streams, where source text is passed through as it
 * stood and nothing is allocated per value.
 */
typedef struct
{
  GString *out; /* (not owned) */
  guint depth;    /* to 31 */
  guint32 filled; /* bit per depth: something stands there already */
} MbJsonWriter;

void mb_json_writer_init (MbJsonWriter *self, GString *out);
void mb_json_writer_begin_object (MbJsonWriter *self);
void mb_json_writer_end_object (MbJsonWriter *self);
void mb_json_writer_begin_array (MbJsonWriter *self);
void mb_json_writer_end_array (MbJsonWriter *self);
void mb_json_writer_name (MbJsonWriter *self, const char *name);
void mb_json_writer_string (MbJsonWriter *self, const char *text); /* valid UTF-8; NULL writes null */
void mb_json_writer_int (MbJsonWriter *self, gint64 value);
void mb_json_writer_uint (MbJsonWriter *self, guint64 value);
void mb_json_writer_double (MbJsonWriter *self, double value); /* finite; shortest that reads back */
void mb_json_writer_bool (MbJsonWriter *self, gboolean value);
void mb_json_writer_null (MbJsonWriter *self);
void mb_json_writer_raw (MbJsonWriter *self, const char *json, gssize length); /* a whole value */
void mb_json_writer_raw_bytes (MbJsonWriter *self, GBytes *json);
void mb_json_writer_raw_members (MbJsonWriter *self, const char *members); /* `"a":1,"b":2`, at least one */

/* name and value in one */
void mb_json_writer_member_string (MbJsonWriter *self, const char *name, const char *text);
void mb_json_writer_member_int (MbJsonWriter *self, const char *name, gint64 value);
void mb_json_writer_member_bool (MbJsonWriter *self, const char *name, gboolean value);

G_END_DECLS
