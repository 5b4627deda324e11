/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-source.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-json.h"

#include <string.h>

/* One JSON document: somewhere in it is an array of objects that say a name and a price, or of
 * records. The longest that fits is the list, whatever the members around it are called. Numbers are
 * taken as the text they were written in, so 0.1 stays 0.1. */

typedef struct
{
  MbListSource parent;
  MbJson *json;
  MbJsonAt row;  /* the next one */
  MbJsonAt read; /* the one read last */
  char *members[MB_LIST_N_FIELDS];
  char *fields[MB_LIST_N_FIELDS]; /* the row's */
  char *kind, *id;                /* the row's, of a record */
  GBytes *value;
  const char *counted; /* lines are counted up to here */
  guint line;
} MbListDocument;

static void
clear_row (MbListDocument *self)
{
  for (guint i = 0; i < MB_LIST_N_FIELDS; i++)
    g_clear_pointer (&self->fields[i], g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->value, g_bytes_unref);
}

/* A value as a person would read it; a string cut short by U+0000 would be another one. */
static char *
dup_text (MbListDocument *self, MbJsonAt at, MbListRow *row)
{
  gsize length;
  const char *slice = mb_json_slice (self->json, at, &length);

  if (mb_json_get_type_at (self->json, at) == MB_JSON_NULL)
    return g_strdup ("");
  if (mb_json_get_type_at (self->json, at) != MB_JSON_STRING)
    return mb_list_clean (g_strndup (slice, length));
  if (g_strstr_len (slice, (gssize) length, "\\u0000") != NULL)
    row->fault = "it holds a zero character";

  return mb_list_clean (mb_json_dup_string (self->json, at));
}

static void
read_row (MbListDocument *self, MbListRow *row)
{
  if (mb_json_first (self->json, self->read) == MB_JSON_NONE)
    row->empty = TRUE;
  for (guint field = 0; field < MB_LIST_N_FIELDS; field++)
    {
      MbJsonAt at =
        self->members[field] != NULL ? mb_json_member (self->json, self->read, self->members[field]) : MB_JSON_NONE;

      if (at != MB_JSON_NONE)
        row->fields[field] = self->fields[field] = dup_text (self, at, row);
    }
}

static gboolean
is_string_member (const MbJson *json, MbJsonAt object, const char *name)
{
  MbJsonAt at = mb_json_member (json, object, name);

  return at != MB_JSON_NONE && mb_json_get_type_at (json, at) == MB_JSON_STRING;
}

static gboolean
is_record (const MbJson *json, MbJsonAt at)
{
  return mb_json_get_type_at (json, at) == MB_JSON_OBJECT && is_string_member (json, at, "kind") &&
         is_string_member (json, at, "id");
}

static void
read_record (MbListDocument *self, MbListRow *row)
{
  MbJsonAt value;

  if (!is_record (self->json, self->read))
    {
      row->fault = "it is no record: kind or id is missing";
      return;
    }
  self->kind = mb_json_dup_string (self->json, mb_json_member (self->json, self->read, "kind"));
  self->id = mb_json_dup_string (self->json, mb_json_member (self->json, self->read, "id"));
  value = mb_json_member (self->json, self->read, "value");
  if (value != MB_JSON_NONE && mb_json_get_type_at (self->json, value) != MB_JSON_NULL)
    self->value = mb_json_compact (self->json, value);
  row->kind = self->kind;
  row->id = self->id;
  row->value = self->value;
}

static gboolean
document_next (MbListSource *source, MbListRow *row)
{
  MbListDocument *self = (MbListDocument *) source;
  const char *slice;
  gsize length;

  clear_row (self);
  if (self->row == MB_JSON_NONE)
    return FALSE;

  self->read = self->row;
  self->row = self->read == 0 ? MB_JSON_NONE : mb_json_next (self->json, self->read);
  slice = mb_json_slice (self->json, self->read, &length);
  for (; self->counted < slice; self->counted++)
    self->line += *self->counted == '\n';
  row->line = self->line;
  if (self->parent.records)
    read_record (self, row);
  else if (mb_json_get_type_at (self->json, self->read) == MB_JSON_OBJECT)
    read_row (self, row);
  else
    row->fault = "it is not an object as the others are";

  return TRUE;
}

static char *
document_dup_raw (MbListSource *source)
{
  MbListDocument *self = (MbListDocument *) source;
  g_autoptr (GBytes) compact = mb_json_compact (self->json, self->read);
  gsize length;
  const char *data = g_bytes_get_data (compact, &length);

  return g_strndup (data, length);
}

static void
document_free (MbListSource *source)
{
  MbListDocument *self = (MbListDocument *) source;

  clear_row (self);
  for (guint i = 0; i < MB_LIST_N_FIELDS; i++)
    g_free (self->members[i]);
  g_clear_pointer (&self->json, mb_json_unref);
  g_free (self);
}

/* The names of an object's members. */
static char **
dup_members (const MbJson *json, MbJsonAt object)
{
  GPtrArray *names = g_ptr_array_new ();

  for (MbJsonAt at = mb_json_first (json, object); at != MB_JSON_NONE; at = mb_json_next (json, at))
    g_ptr_array_add (names, mb_json_dup_string (json, at));
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (names, FALSE);
}

typedef struct
{
  MbJsonAt array;  /* the longest that fits, or MB_JSON_NONE */
  guint length;
  gboolean records;
  gboolean empty;  /* there is an array with nothing in it */
  char *seen;      /* the members of the first objects that do not fit */
} Search;

static void
look_at (MbListDocument *self, MbJsonAt array, Search *search)
{
  MbJsonAt first = mb_json_first (self->json, array);
  g_auto (GStrv) names = NULL;
  gboolean records;
  guint length;

  search->empty = search->empty || first == MB_JSON_NONE;
  if (first == MB_JSON_NONE || mb_json_get_type_at (self->json, first) != MB_JSON_OBJECT)
    return;
  names = dup_members (self->json, first);
  records = is_record (self->json, first);
  length = mb_json_count (self->json, array);
  if (!records &&
      !mb_list_columns_match (&self->parent.columns, (const char *const *) names, g_strv_length (names)))
    {
      if (search->seen == NULL)
        search->seen = g_strjoinv (", ", names);
    }
  else if (length > search->length)
    {
      search->array = array;
      search->length = length;
      search->records = records;
    }
}

/* Depth-first over the arrays that may be the list; what is inside a list of records is theirs. */
static void
search_value (MbListDocument *self, MbJsonAt at, Search *search)
{
  MbJsonType type = mb_json_get_type_at (self->json, at);

  if (type == MB_JSON_ARRAY)
    look_at (self, at, search);
  if (search->array == at || (type != MB_JSON_ARRAY && type != MB_JSON_OBJECT))
    return;
  for (MbJsonAt child = mb_json_first (self->json, at); child != MB_JSON_NONE; child = mb_json_next (self->json, child))
    search_value (self, type == MB_JSON_OBJECT ? mb_json_value_of (self->json, child) : child, search);
}

static void
take_members (MbListDocument *self)
{
  g_auto (GStrv) names = dup_members (self->json, self->row);
  MbListColumns *columns = &self->parent.columns;

  mb_list_columns_match (columns, (const char *const *) names, g_strv_length (names));
  for (guint field = 0; field < MB_LIST_N_FIELDS; field++)
    if (columns->at[field] >= 0)
      self->members[field] = g_strdup (names[columns->at[field]]);
}

static gboolean
find_list (MbListDocument *self, GError **error)
{
  Search search = { MB_JSON_NONE };
  g_autofree char *seen = NULL, *shown = NULL;

  if (is_record (self->json, 0))
    {
      self->parent.records = TRUE;
      self->row = 0;
      return TRUE;
    }
  search_value (self, 0, &search);
  seen = search.seen;
  shown = seen != NULL ? mb_list_shorten (seen, 80) : NULL;
  if (search.array != MB_JSON_NONE)
    {
      self->row = mb_json_first (self->json, search.array);
      self->parent.records = search.records;
      if (!search.records)
        take_members (self);
    }
  else if (shown != NULL)
    mb_error_set (error, MB_ERROR_INVALID, NULL,
                  "No member of its objects says which is the product's name and which a price; they have %s. Say "
                  "it with a mapping such as name=prodName",
                  shown);
  else if (!search.empty)
    mb_error_set (error, MB_ERROR_INVALID, NULL, "There is no list of objects in it");

  return search.array != MB_JSON_NONE || (seen == NULL && search.empty);
}

MbListSource *
mb_list_document_new (GBytes *bytes, MbListColumns *columns, GError **error)
{
  g_autoptr (MbJson) json = mb_json_read (bytes, MB_JSON_RFC, error);
  MbListDocument *self;

  if (json == NULL)
    return NULL;

  self = g_new0 (MbListDocument, 1);
  self->parent = (MbListSource){ document_next, document_dup_raw, document_free, g_bytes_ref (bytes), *columns, FALSE };
  *columns = (MbListColumns){ 0 };
  self->json = g_steal_pointer (&json);
  self->row = MB_JSON_NONE;
  self->counted = g_bytes_get_data (bytes, NULL);
  self->line = 1;
  if (find_list (self, error))
    return &self->parent;
  mb_list_source_free (&self->parent);

  return NULL;
}
