/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-change-codec.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"

static void
mb_proposal_free (MbProposal *self)
{
  g_free (self->id);
  g_clear_pointer (&self->value, g_bytes_unref);
  g_free (self);
}

MbChangeSet *
mb_change_set_new (void)
{
  MbChangeSet *self = g_new0 (MbChangeSet, 1);

  self->proposals = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_proposal_free);
  return self;
}

void
mb_change_set_free (MbChangeSet *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->note);
  g_ptr_array_unref (self->proposals);
  g_free (self);
}

MbProposal *
mb_change_set_add (MbChangeSet *self, MbKind kind, const char *id, GBytes *value)
{
  MbProposal *proposal;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS && id != NULL, NULL);

  proposal = g_new0 (MbProposal, 1);
  proposal->kind = kind;
  proposal->id = g_strdup (id);
  proposal->if_rev = MB_UNSET;
  proposal->value = value != NULL ? g_bytes_ref (value) : NULL;
  g_ptr_array_add (self->proposals, proposal);
  return proposal;
}

static gboolean
refuse (GError **error, MbError code, const char *pointer, const char *what)
{
  mb_error_set (error, code, pointer, "%s", what);
  return FALSE;
}

/* @value: (out) (nullable): NULL for null */
static gboolean
read_value (const MbJson *json, MbJsonAt change, GBytes **value, GError **error)
{
  MbJsonAt at = mb_json_member (json, change, "value");
  gsize length;

  if (at == MB_JSON_NONE)
    return refuse (error, MB_ERROR_INVALID, "/value", "Is missing: null drops a record");
  if (mb_json_get_type_at (json, at) == MB_JSON_NULL)
    return TRUE;
  if (mb_json_get_type_at (json, at) != MB_JSON_OBJECT)
    return refuse (error, MB_ERROR_INVALID, "/value", "Must be an object, or null");

  mb_json_slice (json, at, &length);
  if (length > MB_VALUE_MAX_BYTES)
    return refuse (error, MB_ERROR_TOO_LARGE, "/value", "A record is at most 64 KiB");
  *value = mb_json_compact (json, at);
  return TRUE;
}

static gboolean
read_name (const MbJson *json, MbJsonAt change, MbKind *kind, char **id, GError **error)
{
  g_autofree char *name = NULL;

  if (!mb_json_member_string (json, change, "kind", MB_JSON_NEEDED, &name, error) ||
      !mb_json_member_string (json, change, "id", MB_JSON_NEEDED, id, error))
    return FALSE;

  *kind = mb_kind_from_name (name);
  if (*kind == MB_KIND_UNKNOWN)
    return refuse (error, MB_ERROR_INVALID, "/kind", "Is no kind of record");
  return mb_id_is_valid (*kind, *id) || refuse (error, MB_ERROR_INVALID, "/id", "Is no id of this kind");
}

/* @seen: the records that stand before it, as "kind/id" */
static gboolean
read_change (MbChangeSet *self, GHashTable *seen, const MbJson *json, MbJsonAt change, GError **error)
{
  g_autoptr (GBytes) value = NULL;
  g_autofree char *id = NULL;
  gint64 if_rev = MB_UNSET;
  gboolean sure = FALSE;
  MbProposal *proposal;
  MbKind kind;

  if (mb_json_get_type_at (json, change) != MB_JSON_OBJECT)
    return refuse (error, MB_ERROR_INVALID, "", "Must be an object");

  if (mb_json_member (json, change, "derived") != MB_JSON_NONE)
    return refuse (error, MB_ERROR_INVALID, "/derived", "Only the hub says this");

  if (!read_name (json, change, &kind, &id, error) ||
      !mb_json_member_int (json, change, "if_rev", MB_JSON_OPTIONAL, 0, G_MAXINT64, &if_rev, error) ||
      !mb_json_member_bool (json, change, "sure", MB_JSON_OPTIONAL, &sure, error) ||
      !read_value (json, change, &value, error))
    return FALSE;

  if (!g_hash_table_add (seen, g_strconcat (mb_kind_to_name (kind), "/", id, NULL)))
    return refuse (error, MB_ERROR_INVALID, "", "This record stands here twice");

  proposal = mb_change_set_add (self, kind, id, value);
  proposal->if_rev = if_rev;
  proposal->sure = sure;
  return TRUE;
}

static gboolean
read_changes (MbChangeSet *self, const MbJson *json, MbJsonAt changes, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (mb_json_count (json, changes) > MB_CHANGES_MAX)
    return refuse (error, MB_ERROR_TOO_LARGE, "/changes", "At most 5,000 changes at once");

  for (MbJsonAt change = mb_json_first (json, changes); change != MB_JSON_NONE; change = mb_json_next (json, change))
    if (!read_change (self, seen, json, change, error))
      {
        g_autofree char *prefix = g_strdup_printf ("/changes/%u", self->proposals->len);

        if (error != NULL)
          mb_error_prefix_pointer (*error, prefix);
        return FALSE;
      }
  return TRUE;
}

MbChangeSet *
mb_change_set_read (GBytes *body, GError **error)
{
  g_autoptr (MbChangeSet) self = mb_change_set_new ();
  g_autoptr (MbJson) json = NULL;
  MbJsonAt changes = MB_JSON_NONE;

  g_return_val_if_fail (body != NULL, NULL);

  if (g_bytes_get_size (body) > MB_CHANGES_MAX_BYTES)
    {
      refuse (error, MB_ERROR_TOO_LARGE, "", "Changes are at most 8 MiB");
      return NULL;
    }
  json = mb_json_read (body, MB_JSON_CARRIER, error);
  if (json == NULL)
    return NULL;
  if (mb_json_get_type_at (json, 0) != MB_JSON_OBJECT)
    {
      refuse (error, MB_ERROR_INVALID, "", "Must be an object");
      return NULL;
    }

  if (!mb_json_member_string (json, 0, "note", MB_JSON_OPTIONAL, &self->note, error) ||
      !mb_json_member_bool (json, 0, "confirm", MB_JSON_OPTIONAL, &self->confirm, error) ||
      !mb_json_member_bool (json, 0, "dangling", MB_JSON_OPTIONAL, &self->dangling, error) ||
      !mb_json_member_at (json, 0, "changes", MB_JSON_NEEDED, MB_JSON_ARRAY, &changes, error) ||
      !read_changes (self, json, changes, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
write_proposal (MbJsonWriter *writer, const MbProposal *proposal)
{
  mb_json_writer_begin_object (writer);
  mb_json_writer_member_string (writer, "kind", mb_kind_to_name (proposal->kind));
  mb_json_writer_member_string (writer, "id", proposal->id);
  if (proposal->if_rev != MB_UNSET)
    mb_json_writer_member_int (writer, "if_rev", proposal->if_rev);
  if (proposal->sure)
    mb_json_writer_member_bool (writer, "sure", TRUE);
  mb_json_writer_name (writer, "value");
  if (proposal->value != NULL)
    mb_json_writer_raw_bytes (writer, proposal->value);
  else
    mb_json_writer_null (writer);
  mb_json_writer_end_object (writer);
}

GBytes *
mb_change_set_write (const MbChangeSet *self)
{
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  g_return_val_if_fail (self != NULL, NULL);

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  if (self->note != NULL)
    mb_json_writer_member_string (&writer, "note", self->note);
  if (self->confirm)
    mb_json_writer_member_bool (&writer, "confirm", TRUE);
  if (self->dangling)
    mb_json_writer_member_bool (&writer, "dangling", TRUE);
  mb_json_writer_name (&writer, "changes");
  mb_json_writer_begin_array (&writer);
  for (guint i = 0; i < self->proposals->len; i++)
    write_proposal (&writer, g_ptr_array_index (self->proposals, i));
  mb_json_writer_end_array (&writer);
  mb_json_writer_end_object (&writer);
  return g_string_free_to_bytes (out);
}
