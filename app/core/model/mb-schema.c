/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-schema.h"

#include <math.h>

#include "core/model/mb-texts.h"

/* What a structure's bytes mean is known here by its table alone: one switch each to unset, to
 * clear, to ask and to compare. */

#define AT(field, structure, Type) ((Type *) ((char *) (structure) + (field)->offset))
#define IN(field, structure, Type) ((const Type *) ((const char *) (structure) + (field)->offset))

static char **
extra_of (const MbSchema *schema, gpointer structure)
{
  return (char **) ((char *) structure + schema->extra_offset);
}

/* Whether the value is a pointer to something that belongs to the field. */
static gboolean
field_owns (const MbField *field)
{
  switch (field->type)
    {
    case MB_FIELD_STRING:
    case MB_FIELD_DECIMAL:
    case MB_FIELD_REF:
    case MB_FIELD_TEXTS:
    case MB_FIELD_STRINGS:
    case MB_FIELD_REFS:
    case MB_FIELD_WINDOWS:
    case MB_FIELD_STRUCT:
    case MB_FIELD_LIST:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
field_unset (const MbField *field, gpointer structure)
{
  switch (field->type)
    {
    case MB_FIELD_INT:
      *AT (field, structure, gint64) = MB_UNSET;
      break;
    case MB_FIELD_NUMBER:
      *AT (field, structure, double) = NAN;
      break;
    case MB_FIELD_ENUM:
    case MB_FIELD_CLOCK:
    case MB_FIELD_INTS:
      *AT (field, structure, gint32) = -1;
      break;
    case MB_FIELD_TIME:
      *AT (field, structure, MbTime) = MB_TIME_UNSET;
      break;
    case MB_FIELD_FRESHNESS:
      *AT (field, structure, MbFreshness) = (MbFreshness){ FALSE, MB_UNSET, MB_UNSET };
      break;
    case MB_FIELD_BOOL:
    case MB_FIELD_FLAGS:
    case MB_FIELD_DATE:
      *AT (field, structure, guint32) = 0;
      break;
    default:
      *AT (field, structure, gpointer) = NULL;
    }
}

static void
list_free (const MbSchema *schema, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    mb_schema_free (schema, g_ptr_array_index (list, i));
  g_ptr_array_unref (list);
}

/* Frees what the field owns, and leaves it as it is: field_unset() follows, or the end. */
static void
field_free (const MbField *field, gpointer structure)
{
  gpointer value = field_owns (field) ? *AT (field, structure, gpointer) : NULL;

  if (value == NULL)
    return;

  switch (field->type)
    {
    case MB_FIELD_TEXTS:
      mb_texts_unref (value);
      break;
    case MB_FIELD_STRINGS:
    case MB_FIELD_REFS:
      g_strfreev (value);
      break;
    case MB_FIELD_WINDOWS:
      g_array_unref (value);
      break;
    case MB_FIELD_STRUCT:
      mb_schema_free (field->schema, value);
      break;
    case MB_FIELD_LIST:
      list_free (field->schema, value);
      break;
    default:
      g_free (value);
    }
}

gpointer
mb_schema_new (const MbSchema *schema)
{
  gpointer structure;

  g_return_val_if_fail (schema != NULL, NULL);

  structure = g_malloc (schema->size);
  mb_schema_init (schema, structure);

  return structure;
}

void
mb_schema_free (const MbSchema *schema, gpointer structure)
{
  g_return_if_fail (schema != NULL);

  if (structure == NULL)
    return;

  mb_schema_clear (schema, structure);
  g_free (structure);
}

void
mb_schema_init (const MbSchema *schema, gpointer structure)
{
  g_return_if_fail (schema != NULL);
  g_return_if_fail (structure != NULL);

  for (guint i = 0; i < schema->n_fields; i++)
    field_unset (&schema->fields[i], structure);
  *extra_of (schema, structure) = NULL;
}

void
mb_schema_clear (const MbSchema *schema, gpointer structure)
{
  g_return_if_fail (schema != NULL);
  g_return_if_fail (structure != NULL);

  for (guint i = 0; i < schema->n_fields; i++)
    {
      field_free (&schema->fields[i], structure);
      field_unset (&schema->fields[i], structure);
    }
  g_clear_pointer (extra_of (schema, structure), g_free);
}

gboolean
mb_field_is_set (const MbField *field, gconstpointer structure)
{
  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (structure != NULL, FALSE);

  switch (field->type)
    {
    case MB_FIELD_INT:
      return *IN (field, structure, gint64) != MB_UNSET;
    case MB_FIELD_NUMBER:
      return !isnan (*IN (field, structure, double));
    case MB_FIELD_ENUM:
    case MB_FIELD_CLOCK:
    case MB_FIELD_INTS:
      return *IN (field, structure, gint32) != -1;
    case MB_FIELD_TIME:
      return IN (field, structure, MbTime)->us != MB_UNSET;
    case MB_FIELD_FRESHNESS:
      return IN (field, structure, MbFreshness)->day
             || IN (field, structure, MbFreshness)->dim_after_s != MB_UNSET
             || IN (field, structure, MbFreshness)->hide_after_s != MB_UNSET;
    case MB_FIELD_BOOL:
    case MB_FIELD_FLAGS:
    case MB_FIELD_DATE:
      return *IN (field, structure, guint32) != 0;
    default:
      return *IN (field, structure, gconstpointer) != NULL;
    }
}

static gboolean
windows_equal (const GArray *a, const GArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->len == b->len
         && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (MbWindow)) == 0);
}

static gboolean
strings_equal (const char *const *a, const char *const *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strv_equal (a, b);
}

static gboolean
list_equal (const MbSchema *schema, const GPtrArray *a, const GPtrArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!mb_schema_equal (schema, g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

static gboolean
freshness_equal (const MbFreshness *a, const MbFreshness *b)
{
  return a->day == b->day && a->dim_after_s == b->dim_after_s && a->hide_after_s == b->hide_after_s;
}

static gboolean
numbers_equal (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/* What the field owns, behind two pointers. */
static gboolean
values_equal (const MbField *field, gconstpointer a, gconstpointer b)
{
  if (a == b)
    return TRUE;

  switch (field->type)
    {
    case MB_FIELD_TEXTS:
      return mb_texts_equal (a, b);
    case MB_FIELD_STRINGS:
    case MB_FIELD_REFS:
      return strings_equal (a, b);
    case MB_FIELD_WINDOWS:
      return windows_equal (a, b);
    case MB_FIELD_STRUCT:
      return mb_schema_equal (field->schema, a, b);
    case MB_FIELD_LIST:
      return list_equal (field->schema, a, b);
    default:
      return g_strcmp0 (a, b) == 0;
    }
}

gboolean
mb_field_equal (const MbField *field, gconstpointer a, gconstpointer b)
{
  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  switch (field->type)
    {
    case MB_FIELD_BOOL:
      return !*IN (field, a, gboolean) == !*IN (field, b, gboolean);
    case MB_FIELD_INT:
      return *IN (field, a, gint64) == *IN (field, b, gint64);
    case MB_FIELD_NUMBER:
      return numbers_equal (*IN (field, a, double), *IN (field, b, double));
    case MB_FIELD_ENUM:
    case MB_FIELD_CLOCK:
    case MB_FIELD_FLAGS:
    case MB_FIELD_DATE:
      return *IN (field, a, guint32) == *IN (field, b, guint32);
    case MB_FIELD_TIME:
      return IN (field, a, MbTime)->us == IN (field, b, MbTime)->us
             && IN (field, a, MbTime)->offset_s == IN (field, b, MbTime)->offset_s;
    case MB_FIELD_INTS:
      return *IN (field, a, gint32) == *IN (field, b, gint32)
             && (*IN (field, a, gint32) == -1
                 || memcmp (IN (field, a, gint32), IN (field, b, gint32),
                            field->max * sizeof (gint32))
                        == 0);
    case MB_FIELD_FRESHNESS:
      return freshness_equal (IN (field, a, MbFreshness), IN (field, b, MbFreshness));
    default:
      return values_equal (field, *IN (field, a, gconstpointer), *IN (field, b, gconstpointer));
    }
}

gboolean
mb_schema_equal (const MbSchema *schema, gconstpointer a, gconstpointer b)
{
  g_return_val_if_fail (schema != NULL, FALSE);

  if (a == NULL || b == NULL)
    return a == b;

  for (guint i = 0; i < schema->n_fields; i++)
    if (!mb_field_equal (&schema->fields[i], a, b))
      return FALSE;

  return g_strcmp0 (*extra_of (schema, (gpointer) a), *extra_of (schema, (gpointer) b)) == 0;
}

/* Names of one schema differ early in length, first or last letter: a small open table finds one in
 * a probe or two, without a walk over the fields for every member read. */
static guint
name_hash (const char *name, gsize length)
{
  return length * 7 + (guchar) name[0] * 5 + (guchar) name[length - 1] * 31
         + (guchar) name[length / 2] * 3;
}

static void
index_fill (const MbSchema *schema)
{
  MbSchemaIndex *index = schema->index;

  for (guint i = 0; i < schema->n_fields; i++)
    {
      const char *name = schema->fields[i].name;
      guint slot = name_hash (name, strlen (name)) % G_N_ELEMENTS (index->slots);

      while (index->slots[slot] != 0)
        slot = (slot + 1) % G_N_ELEMENTS (index->slots);
      index->slots[slot] = i + 1;
    }
}

const MbField *
mb_schema_find (const MbSchema *schema, const char *name, gssize length)
{
  MbSchemaIndex *index;
  gsize n;
  guint slot;

  g_return_val_if_fail (schema != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  index = schema->index;
  if (g_once_init_enter (&index->ready))
    {
      index_fill (schema);
      g_once_init_leave (&index->ready, 1);
    }

  n = length < 0 ? strlen (name) : (gsize) length;
  if (n == 0)
    return NULL;

  for (slot = name_hash (name, n) % G_N_ELEMENTS (index->slots); index->slots[slot] != 0;
       slot = (slot + 1) % G_N_ELEMENTS (index->slots))
    {
      const MbField *field = &schema->fields[index->slots[slot] - 1];

      if (strlen (field->name) == n && memcmp (field->name, name, n) == 0)
        return field;
    }

  return NULL;
}
