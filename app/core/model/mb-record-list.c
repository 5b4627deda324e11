/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-record-list.h"

#include <string.h>

/* The list holds two arrays only while it changes: what it shows then is the head of the next one
 * and the tail of the former, and every splice moves the seam between them. So a list of any length
 * takes any number of splices in one walk, without moving an item. */

struct _MbRecordList
{
  GObject parent_instance;

  MbKind kind;
  GPtrArray *records; /* MbRecord, by id */
  GPtrArray *former;  /* while it changes; else the same as records */
  guint head;         /* items shown from records */
  guint tail;         /* items of former before the tail that is shown */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MbRecordList, mb_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return mb_kind_get_gtype (MB_RECORD_LIST (model)->kind);
}

static guint
get_n_items (GListModel *model)
{
  return mb_record_list_get_length (MB_RECORD_LIST (model));
}

static gpointer
get_item (GListModel *model, guint i)
{
  MbRecord *record = mb_record_list_peek (MB_RECORD_LIST (model), i);

  return record != NULL ? g_object_ref (record) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
finalize (GObject *object)
{
  MbRecordList *self = MB_RECORD_LIST (object);

  g_ptr_array_unref (self->records);

  G_OBJECT_CLASS (mb_record_list_parent_class)->finalize (object);
}

static void
mb_record_list_class_init (MbRecordListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
mb_record_list_init (MbRecordList *self)
{
  self->records = self->former = g_ptr_array_new ();
}

MbRecordList *
mb_record_list_new (MbKind kind)
{
  MbRecordList *self = g_object_new (MB_TYPE_RECORD_LIST, NULL);

  self->kind = kind;

  return self;
}

guint
mb_record_list_get_length (MbRecordList *self)
{
  return self->head + (self->former->len - self->tail);
}

MbRecord *
mb_record_list_peek (MbRecordList *self, guint i)
{
  if (i < self->head)
    return g_ptr_array_index (self->records, i);

  i = i - self->head + self->tail;

  return i < self->former->len ? g_ptr_array_index (self->former, i) : NULL;
}

guint
mb_record_list_find (MbRecordList *self, guint start, const char *id)
{
  guint from = start, to = mb_record_list_get_length (self);

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (strcmp (mb_record_get_id (mb_record_list_peek (self, middle)), id) < 0)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

/* How many of @former from @i and of @next from @j go and come before the two agree again. */
static void
measure_run (GPtrArray *former, guint i, GPtrArray *next, guint j, guint *gone, guint *come)
{
  guint a = i, b = j;

  while (a < former->len || b < next->len)
    {
      MbRecord *old = a < former->len ? g_ptr_array_index (former, a) : NULL;
      MbRecord *new = b < next->len ? g_ptr_array_index (next, b) : NULL;
      int order;

      if (old == new)
        break;

      if (old == NULL || new == NULL)
        order = old == NULL ? 1 : -1;
      else
        order = strcmp (mb_record_get_id (old), mb_record_get_id (new));

      if (order <= 0)
        a++;
      if (order >= 0)
        b++;
    }

  *gone = a - i;
  *come = b - j;
}

void
mb_record_list_become (MbRecordList *self, GPtrArray *next)
{
  GPtrArray *former = self->records;
  guint i = 0, j = 0;

  g_assert (self->former == self->records);

  self->records = next;
  self->head = self->tail = 0;

  while (i < former->len || j < next->len)
    {
      guint gone, come;

      if (i < former->len && j < next->len
          && g_ptr_array_index (former, i) == g_ptr_array_index (next, j))
        {
          i++, j++;
          continue;
        }

      measure_run (former, i, next, j, &gone, &come);
      self->tail = i + gone;
      self->head = j + come;
      g_list_model_items_changed (G_LIST_MODEL (self), j, gone, come);
      i += gone;
      j += come;
    }

  self->former = next;
  self->head = self->tail = 0;

  g_ptr_array_unref (former);
}
