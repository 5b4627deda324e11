/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include <string.h>

#include "core/model/goods/mb-price.h"

/* Ids, and the ids that a record names: what the hub follows to keep every reference whole. */

#define ID_MAX 64
#define PRICE_ID_MAX 160
#define ID_CHARACTERS G_CSET_a_2_z G_CSET_DIGITS "._-"

/* "." and ".." are no names in a path: whoever builds an address of them asks for something else. */
static gboolean
is_plain_id (const char *id, gsize length)
{
  return length >= 1 && length <= ID_MAX && strspn (id, ID_CHARACTERS) >= length &&
         !(length <= 2 && strspn (id, ".") >= length);
}

static gboolean
is_basis (const char *text, gsize length)
{
  for (guint i = 0; mb_basis_names[i] != NULL; i++)
    if (strlen (mb_basis_names[i]) == length && memcmp (mb_basis_names[i], text, length) == 0)
      return TRUE;

  return FALSE;
}

/* product@basis[@stall] */
static gboolean
is_price_id (const char *id)
{
  const char *basis = strchr (id, '@'), *stall;

  if (basis == NULL || strlen (id) > PRICE_ID_MAX || !is_plain_id (id, basis - id))
    return FALSE;

  basis++;
  stall = strchr (basis, '@');
  if (stall == NULL)
    return is_basis (basis, strlen (basis));

  return is_basis (basis, stall - basis) && is_plain_id (stall + 1, strlen (stall + 1));
}

gboolean
mb_id_is_valid (MbKind kind, const char *id)
{
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  switch (kind)
    {
    case MB_KIND_PRICE:
      return is_price_id (id);
    case MB_KIND_MARKET:
      return strcmp (id, "market") == 0;
    default:
      return is_plain_id (id, strlen (id));
    }
}

gboolean
mb_id_is_plain (const char *id)
{
  g_return_val_if_fail (id != NULL, FALSE);

  return is_plain_id (id, strlen (id));
}

typedef struct
{
  MbRefFunc func;
  gpointer data;
  GString *pointer; /* where the walk stands */
} Walk;

static void walk_structure (Walk *walk, const MbSchema *schema, gconstpointer structure);

static void
walk_refs (Walk *walk, MbKind kind, char **ids)
{
  gsize length = walk->pointer->len;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_string_append_printf (walk->pointer, "/%u", i);
      walk->func (kind, ids[i], walk->pointer->str, walk->data);
      g_string_truncate (walk->pointer, length);
    }
}

static void
walk_list (Walk *walk, const MbSchema *schema, GPtrArray *list)
{
  gsize length = walk->pointer->len;

  for (guint i = 0; i < list->len; i++)
    {
      g_string_append_printf (walk->pointer, "/%u", i);
      walk_structure (walk, schema, g_ptr_array_index (list, i));
      g_string_truncate (walk->pointer, length);
    }
}

static void
walk_structure (Walk *walk, const MbSchema *schema, gconstpointer structure)
{
  gsize length = walk->pointer->len;

  for (guint i = 0; i < schema->n_fields; i++)
    {
      const MbField *field = &schema->fields[i];
      gpointer value;

      if (field->type != MB_FIELD_REF && field->type != MB_FIELD_REFS
          && field->type != MB_FIELD_STRUCT && field->type != MB_FIELD_LIST)
        continue;

      value = *(gpointer *) ((char *) structure + field->offset);
      if (value == NULL)
        continue;

      g_string_append_c (walk->pointer, '/');
      g_string_append (walk->pointer, field->name);
      if (field->type == MB_FIELD_REF)
        walk->func (field->ref, value, walk->pointer->str, walk->data);
      else if (field->type == MB_FIELD_REFS)
        walk_refs (walk, field->ref, value);
      else if (field->type == MB_FIELD_STRUCT)
        walk_structure (walk, field->schema, value);
      else
        walk_list (walk, field->schema, value);
      g_string_truncate (walk->pointer, length);
    }
}

void
mb_record_foreach_ref (MbRecord *self, MbRefFunc func, gpointer data)
{
  Walk walk = { func, data, NULL };

  g_return_if_fail (MB_IS_RECORD (self));
  g_return_if_fail (func != NULL);

  walk.pointer = g_string_new (NULL);
  walk_structure (&walk, MB_RECORD_GET_CLASS (self)->schema, self);
  g_string_free (walk.pointer, TRUE);
}
