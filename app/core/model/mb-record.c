/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-record.h"

#include <string.h>

#include "core/base/mb-error.h"
#include "core/model/mb-record-private.h"

/* A record's fields lie in one block between this parent and the end of the kind's structure. News
 * of a record comes as another one of the same kind; the two blocks change places, so that taking
 * it costs the same whatever the fields hold, and the old fields are freed where the news is. */

#define N_PROPERTIES_MAX 61 /* one bit each in MbDifference, before the stamp's */

enum
{
  PROP_0,
  PROP_ID,
  PROP_REV,
  PROP_AT,
  PROP_BY,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

typedef struct
{
  char *id;
  guint64 rev;
  gint64 at;
  GRefString *by;
} MbRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MbRecord, mb_record, G_TYPE_OBJECT)

static MbRecordPrivate *
private_of (MbRecord *self)
{
  return mb_record_get_instance_private (self);
}

static const char *
extra_of (MbRecord *self)
{
  return *(char **) ((char *) self + MB_RECORD_GET_CLASS (self)->schema->extra_offset);
}

static void
get_property_of_kind (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const MbSchema *schema = MB_RECORD_GET_CLASS (object)->schema;

  if (id - 1 == schema->n_fields)
    g_value_set_string (value, extra_of (MB_RECORD (object)));
  else
    mb_field_get_value (&schema->fields[id - 1], object, value);
}

void
mb_record_class_set_schema (MbRecordClass *klass, MbKind kind, const MbSchema *schema)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_return_if_fail (klass->schema == NULL);
  g_return_if_fail (schema != NULL && schema->n_fields < N_PROPERTIES_MAX);

  klass->kind = kind;
  klass->schema = schema;
  klass->properties = g_new (GParamSpec *, schema->n_fields + 1);
  object_class->get_property = get_property_of_kind;

  for (guint i = 0; i < schema->n_fields; i++)
    {
      klass->properties[i] = mb_field_make_pspec (&schema->fields[i]);
      g_object_class_install_property (object_class, i + 1, klass->properties[i]);
    }

  klass->properties[schema->n_fields] =
      g_param_spec_string ("extra", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_property (object_class, schema->n_fields + 1,
                                   klass->properties[schema->n_fields]);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MbRecordPrivate *priv = private_of (MB_RECORD (object));

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_REV:
      g_value_set_uint64 (value, priv->rev);
      break;
    case PROP_AT:
      g_value_set_int64 (value, priv->at);
      break;
    case PROP_BY:
      g_value_set_string (value, priv->by);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  MbRecordPrivate *priv = private_of (MB_RECORD (object));

  mb_schema_clear (MB_RECORD_GET_CLASS (object)->schema, object);
  g_free (priv->id);
  g_clear_pointer (&priv->by, g_ref_string_release);

  G_OBJECT_CLASS (mb_record_parent_class)->finalize (object);
}

static void
mb_record_class_init (MbRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->finalize = finalize;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  props[PROP_REV] = g_param_spec_uint64 ("rev", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_AT] = g_param_spec_int64 ("at", NULL, NULL, G_MININT64, G_MAXINT64, MB_UNSET, flags);
  props[PROP_BY] = g_param_spec_string ("by", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mb_record_init (MbRecord *self)
{
  private_of (self)->at = MB_UNSET;
}

MbRecord *
mb_record_new (MbKind kind, const char *id)
{
  MbRecord *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (mb_kind_get_gtype (kind), NULL);
  private_of (self)->id = g_strdup (id);

  return self;
}

MbKind
mb_record_get_kind (MbRecord *self)
{
  g_return_val_if_fail (MB_IS_RECORD (self), MB_KIND_UNKNOWN);

  return MB_RECORD_GET_CLASS (self)->kind;
}

const char *
mb_record_get_id (MbRecord *self)
{
  g_return_val_if_fail (MB_IS_RECORD (self), NULL);

  return private_of (self)->id;
}

guint64
mb_record_get_rev (MbRecord *self)
{
  g_return_val_if_fail (MB_IS_RECORD (self), 0);

  return private_of (self)->rev;
}

gint64
mb_record_get_at (MbRecord *self)
{
  g_return_val_if_fail (MB_IS_RECORD (self), MB_UNSET);

  return private_of (self)->at;
}

const char *
mb_record_get_by (MbRecord *self)
{
  g_return_val_if_fail (MB_IS_RECORD (self), NULL);

  return private_of (self)->by;
}

gboolean
mb_record_is_by_person (MbRecord *self)
{
  static const char *const machines[] = { "hub", "import", "demo", NULL };
  const char *by;

  g_return_val_if_fail (MB_IS_RECORD (self), FALSE);

  by = private_of (self)->by;

  return by != NULL && !g_strv_contains (machines, by);
}

const char *
mb_record_get_extra (MbRecord *self)
{
  g_return_val_if_fail (MB_IS_RECORD (self), NULL);

  return extra_of (self);
}

void
mb_record_set_stamp (MbRecord *self, guint64 rev, gint64 at_us, const char *by)
{
  MbRecordPrivate *priv;
  MbDifference difference = 0;

  g_return_if_fail (MB_IS_RECORD (self));

  priv = private_of (self);
  if (priv->rev != rev)
    difference |= MB_DIFFERENCE_REV;
  if (priv->at != at_us)
    difference |= MB_DIFFERENCE_AT;
  if (g_strcmp0 (priv->by, by) != 0)
    {
      difference |= MB_DIFFERENCE_BY;
      g_clear_pointer (&priv->by, g_ref_string_release);
      priv->by = by != NULL ? g_ref_string_new_intern (by) : NULL;
    }
  priv->rev = rev;
  priv->at = at_us;

  mb_record_notify (self, difference);
}

MbDifference
mb_record_compare (MbRecord *a, MbRecord *b)
{
  const MbSchema *schema = MB_RECORD_GET_CLASS (a)->schema;
  MbRecordPrivate *x = private_of (a), *y = private_of (b);
  MbDifference difference = 0;

  g_assert (schema == MB_RECORD_GET_CLASS (b)->schema);

  for (guint i = 0; i < schema->n_fields; i++)
    if (!mb_field_equal (&schema->fields[i], a, b))
      difference |= G_GUINT64_CONSTANT (1) << i;
  if (g_strcmp0 (extra_of (a), extra_of (b)) != 0)
    difference |= G_GUINT64_CONSTANT (1) << schema->n_fields;

  if (x->rev != y->rev)
    difference |= MB_DIFFERENCE_REV;
  if (x->at != y->at)
    difference |= MB_DIFFERENCE_AT;
  if (x->by != y->by) /* interned */
    difference |= MB_DIFFERENCE_BY;

  return difference;
}

void
mb_record_swap (MbRecord *a, MbRecord *b)
{
  MbRecordPrivate *x = private_of (a), *y = private_of (b);
  gsize size = MB_RECORD_GET_CLASS (a)->schema->size - sizeof (MbRecord);
  g_autofree char *large = size > 512 ? g_malloc (size) : NULL;
  char small[512], *block = large != NULL ? large : small;
  char *id;
  MbRecordPrivate stamp;

  memcpy (block, a + 1, size);
  memcpy (a + 1, b + 1, size);
  memcpy (b + 1, block, size);

  /* The id stays with its object: others hold pointers to it. */
  stamp = *x;
  *x = *y;
  *y = stamp;
  id = x->id;
  x->id = y->id;
  y->id = id;
}

void
mb_record_notify (MbRecord *self, MbDifference difference)
{
  GObject *object = G_OBJECT (self);
  MbRecordClass *klass = MB_RECORD_GET_CLASS (self);

  for (guint i = 0; i <= klass->schema->n_fields; i++)
    if ((difference & (G_GUINT64_CONSTANT (1) << i)) != 0)
      g_object_notify_by_pspec (object, klass->properties[i]);

  if ((difference & MB_DIFFERENCE_REV) != 0)
    g_object_notify_by_pspec (object, props[PROP_REV]);
  if ((difference & MB_DIFFERENCE_AT) != 0)
    g_object_notify_by_pspec (object, props[PROP_AT]);
  if ((difference & MB_DIFFERENCE_BY) != 0)
    g_object_notify_by_pspec (object, props[PROP_BY]);
}

gboolean
mb_record_take (MbRecord *self, MbRecord *news)
{
  MbDifference difference;

  g_return_val_if_fail (MB_IS_RECORD (self) && MB_IS_RECORD (news), FALSE);
  g_return_val_if_fail (G_OBJECT_TYPE (self) == G_OBJECT_TYPE (news), FALSE);
  g_return_val_if_fail (g_str_equal (private_of (self)->id, private_of (news)->id), FALSE);

  difference = mb_record_compare (self, news);
  mb_record_swap (self, news);
  mb_record_notify (self, difference);

  return (difference & ~MB_DIFFERENCE_STAMP) != 0;
}

gboolean
mb_record_equal (MbRecord *a, MbRecord *b)
{
  g_return_val_if_fail (MB_IS_RECORD (a) && MB_IS_RECORD (b), FALSE);

  return G_OBJECT_TYPE (a) == G_OBJECT_TYPE (b)
         && (mb_record_compare (a, b) & ~MB_DIFFERENCE_STAMP) == 0;
}

gboolean
mb_record_check (MbRecord *self, GError **error)
{
  MbRecordClass *klass;

  g_return_val_if_fail (MB_IS_RECORD (self), FALSE);

  klass = MB_RECORD_GET_CLASS (self);
  if (!mb_id_is_valid (klass->kind, private_of (self)->id))
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "Not an id of a %s",
                    mb_kind_to_name (klass->kind));
      return FALSE;
    }

  return mb_schema_check (klass->schema, self, error);
}
