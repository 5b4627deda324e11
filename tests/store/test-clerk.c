/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-clerk.h"

#include "core/base/mb-error.h"

/* The request is a list of wanted changes, the answer the text "position revision revision …". */

typedef struct
{
  char *value;
  guint64 rev;
} TestStanding;

typedef struct
{
  char *key;
  TestStanding *before; /* NULL: nothing stood there */
} TestUndo;

typedef struct
{
  char *kind, *id, *value;
  gint64 if_rev;
} TestWish;

static TestStanding *
standing_new (const char *value, guint64 rev)
{
  TestStanding *self = g_new0 (TestStanding, 1);

  self->value = g_strdup (value);
  self->rev = rev;
  return self;
}

static void
standing_free (gpointer data)
{
  TestStanding *self = data;

  if (self == NULL)
    return;
  g_free (self->value);
  g_free (self);
}

static void
undo_free (gpointer data)
{
  TestUndo *self = data;

  standing_free (self->before);
  g_free (self->key);
  g_free (self);
}

static void
wish_free (gpointer data)
{
  TestWish *self = data;

  g_free (self->kind);
  g_free (self->id);
  g_free (self->value);
  g_free (self);
}

static void
clerk_load (gpointer data, const MbChange *change)
{
  TestClerk *self = data;
  char *value = g_strndup (g_bytes_get_data (change->value, NULL), g_bytes_get_size (change->value));

  self->n_loaded++;
  g_hash_table_replace (self->standing, g_strconcat (change->kind, "/", change->id, NULL),
                        standing_new (value, change->number));
  g_free (value);
}

static gboolean
is_allowed (TestClerk *self, const TestWish *wish, GError **error)
{
  g_autofree char *key = g_strconcat (wish->kind, "/", wish->id, NULL);
  const TestStanding *stands = g_hash_table_lookup (self->standing, key);
  gint64 rev = stands != NULL ? (gint64) stands->rev : 0;

  if (g_str_equal (wish->kind, "refused"))
    mb_error_set (error, MB_ERROR_INVALID, "/value", "No");
  else if (wish->if_rev >= 0 && wish->if_rev != rev)
    mb_error_set (error, MB_ERROR_CONFLICT, "/if_rev", "%" G_GINT64_FORMAT " stands", rev);
  else
    return TRUE;
  return FALSE;
}

static void
grant (TestClerk *self, const TestWish *wish, MbTransaction *transaction, GPtrArray *undos)
{
  char *key = g_strconcat (wish->kind, "/", wish->id, NULL);
  TestStanding *stands = g_hash_table_lookup (self->standing, key);
  g_autoptr (GBytes) value = wish->value != NULL ? g_bytes_new (wish->value, strlen (wish->value)) : NULL;
  TestUndo *undo;

  if (g_strcmp0 (stands != NULL ? stands->value : NULL, wish->value) == 0)
    {
      g_free (key);
      return;
    }

  undo = g_new0 (TestUndo, 1);
  undo->key = g_strdup (key);
  undo->before = stands != NULL ? standing_new (stands->value, stands->rev) : NULL;
  g_ptr_array_add (undos, undo);

  g_ptr_array_add (transaction->changes, mb_change_new (wish->kind, wish->id, value, NULL));
  if (wish->value != NULL)
    g_hash_table_replace (self->standing, key, standing_new (wish->value, 0));
  else
    {
      g_hash_table_remove (self->standing, key);
      g_free (key);
    }
}

static gboolean
clerk_check (gpointer data, MbTransaction *transaction, GError **error)
{
  TestClerk *self = data;
  GPtrArray *wishes = transaction->request;
  GPtrArray *undos;

  self->thread = g_thread_self ();
  for (guint i = 0; i < wishes->len; i++)
    if (!is_allowed (self, wishes->pdata[i], error))
      return FALSE;

  self->n_checked++;
  undos = g_ptr_array_new_with_free_func (undo_free);
  for (guint i = 0; i < wishes->len; i++)
    grant (self, wishes->pdata[i], transaction, undos);
  g_ptr_array_add (self->log, undos);
  return TRUE;
}

static void
clerk_finish (gpointer data, MbTransaction *transaction, const char *position)
{
  TestClerk *self = data;
  GString *text = g_string_new (position);

  for (guint i = 0; i < transaction->changes->len; i++)
    {
      const MbChange *change = transaction->changes->pdata[i];
      g_autofree char *key = g_strconcat (change->kind, "/", change->id, NULL);
      TestStanding *stands = g_hash_table_lookup (self->standing, key);

      if (stands != NULL)
        stands->rev = change->number;
      g_string_append_printf (text, " %" G_GUINT64_FORMAT, change->number);
    }
  transaction->answer = g_string_free_to_bytes (text);
}

static void
clerk_committed (gpointer data)
{
  TestClerk *self = data;

  g_ptr_array_set_size (self->log, 0);
  if (self->on_committed != NULL)
    self->on_committed (self->on_committed_data);
}

static void
clerk_undo (gpointer data, guint n)
{
  TestClerk *self = data;

  self->n_undone += n;
  while (n-- > 0)
    {
      g_autoptr (GPtrArray) undos = g_ptr_array_steal_index (self->log, self->log->len - 1);

      for (guint i = undos->len; i > 0; i--)
        {
          TestUndo *undo = undos->pdata[i - 1];

          if (undo->before != NULL)
            g_hash_table_replace (self->standing, g_strdup (undo->key), g_steal_pointer (&undo->before));
          else
            g_hash_table_remove (self->standing, undo->key);
        }
    }
}

const MbClerkFuncs test_clerk_funcs = {
  .load = clerk_load,
  .check = clerk_check,
  .finish = clerk_finish,
  .committed = clerk_committed,
  .undo = clerk_undo,
};

TestClerk *
test_clerk_new (void)
{
  TestClerk *self = g_new0 (TestClerk, 1);

  self->standing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, standing_free);
  self->log = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
test_clerk_free (TestClerk *self)
{
  g_hash_table_unref (self->standing);
  g_ptr_array_unref (self->log);
  g_free (self);
}

const char *
test_clerk_get (TestClerk *self, const char *kind, const char *id)
{
  g_autofree char *key = g_strconcat (kind, "/", id, NULL);
  const TestStanding *stands = g_hash_table_lookup (self->standing, key);

  return stands != NULL ? stands->value : NULL;
}

MbTransaction *
test_transaction_new (const char *key, const char *body)
{
  MbTransaction *transaction = mb_transaction_new ("manager:li");

  transaction->request = g_ptr_array_new_with_free_func (wish_free);
  transaction->request_free = (GDestroyNotify) g_ptr_array_unref;
  transaction->idempotency_key = g_strdup (key);
  transaction->body_digest = body != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1) : NULL;
  return transaction;
}

void
test_put (MbTransaction *transaction, const char *kind, const char *id, const char *value, gint64 if_rev)
{
  TestWish *wish = g_new0 (TestWish, 1);

  wish->kind = g_strdup (kind);
  wish->id = g_strdup (id);
  wish->value = g_strdup (value);
  wish->if_rev = if_rev;
  g_ptr_array_add (transaction->request, wish);
}
