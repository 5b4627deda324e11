/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-facts.h"

/* Facts as tables (resources/sql). Whether one is known is asked by writing it: the index of sources and
 * their numbers refuses a second. */

struct _MbSqliteFacts
{
  MbFactStorage parent_instance;

  MbSqliteConnection *connection; /* (not owned) */
};

G_DEFINE_FINAL_TYPE (MbSqliteFacts, mb_sqlite_facts, MB_TYPE_FACT_STORAGE)

/* A batch comes from one source, mostly. Nothing of it is remembered for the next: a rollback may have taken a
 * new one away. */
typedef struct
{
  const char *name;
  gint64 id;
} Source;

static gboolean
find_source (MbSqliteFacts *self, const char *name, Source *source, GError **error)
{
  sqlite3_stmt *put, *find;
  int code;

  if (g_strcmp0 (source->name, name) == 0)
    return TRUE;

  put = mb_sqlite_get (self->connection, MB_SQL_PUT_SOURCE, error);
  find = put != NULL ? mb_sqlite_get (self->connection, MB_SQL_FIND_SOURCE, error) : NULL;
  if (find == NULL)
    return FALSE;

  mb_sqlite_bind_text (put, 1, name);
  if (!mb_sqlite_run (self->connection, put, "write", error))
    return FALSE;

  mb_sqlite_bind_text (find, 1, name);
  code = sqlite3_step (find);
  *source = (Source){ name, code == SQLITE_ROW ? sqlite3_column_int64 (find, 0) : 0 };
  return mb_sqlite_finish (self->connection, find, code == SQLITE_DONE ? SQLITE_CORRUPT : code, "read", error);
}

/* The stall of whatever came before with the same code. */
static gboolean
find_stall (MbSqliteFacts *self, MbFactRow *row, GError **error)
{
  sqlite3_stmt *find;
  int code;

  if (row->stall != NULL || row->code == NULL)
    return TRUE;

  find = mb_sqlite_get (self->connection, MB_SQL_FIND_STALL, error);
  if (find == NULL)
    return FALSE;

  mb_sqlite_bind_text (find, 1, row->code);
  code = sqlite3_step (find);
  if (code == SQLITE_ROW)
    row->stall = g_strdup ((const char *) sqlite3_column_text (find, 0));
  return mb_sqlite_finish (self->connection, find, code, "read", error);
}

static gboolean
insert (MbSqliteFacts *self, MbFactRow *row, const Source *source, GError **error)
{
  sqlite3_stmt *put = mb_sqlite_get (self->connection, MB_SQL_PUT_FACT, error);
  gboolean ok;

  if (put == NULL)
    return FALSE;

  sqlite3_bind_int64 (put, 1, source->id);
  sqlite3_bind_int64 (put, 2, row->n);
  mb_sqlite_bind_text (put, 3, row->type);
  sqlite3_bind_int64 (put, 4, row->at_us);
  mb_sqlite_bind_text (put, 5, row->stall);
  mb_sqlite_bind_text (put, 6, row->code);
  mb_sqlite_bind_bytes (put, 7, row->derived);
  mb_sqlite_bind_bytes (put, 8, row->text);
  ok = mb_sqlite_run (self->connection, put, "write", error);
  if (ok && sqlite3_changes (self->connection->db) > 0)
    row->number = (guint64) sqlite3_last_insert_rowid (self->connection->db);
  return ok;
}

/* It is there already: as it is, or as something else. */
static gboolean
compare (MbSqliteFacts *self, MbFactRow *row, const Source *source, GError **error)
{
  sqlite3_stmt *find = mb_sqlite_get (self->connection, MB_SQL_FIND_FACT, error);
  g_autoptr (GBytes) kept = NULL;
  int code;

  if (find == NULL)
    return FALSE;

  sqlite3_bind_int64 (find, 1, source->id);
  sqlite3_bind_int64 (find, 2, row->n);
  code = sqlite3_step (find);
  if (code == SQLITE_ROW)
    kept = mb_sqlite_read_bytes (find, 0);
  row->verdict = kept != NULL && g_bytes_equal (kept, row->text) ? MB_FACT_ROW_KNOWN : MB_FACT_ROW_CONFLICT;
  return mb_sqlite_finish (self->connection, find, code == SQLITE_DONE ? SQLITE_CORRUPT : code, "read", error);
}

static gboolean
count (MbSqliteFacts *self, const MbFactRow *row, GError **error)
{
  sqlite3_stmt *put;

  if (row->subject == NULL)
    return TRUE;

  put = mb_sqlite_get (self->connection, MB_SQL_PUT_TALLY, error);
  if (put == NULL)
    return FALSE;

  mb_sqlite_bind_text (put, 1, row->type);
  sqlite3_bind_int64 (put, 2, mb_fact_quarter (row->counted_us));
  mb_sqlite_bind_text (put, 3, row->subject);
  mb_sqlite_bind_text (put, 4, row->place);
  mb_sqlite_bind_text (put, 5, row->outcome);
  sqlite3_bind_int64 (put, 6, row->amount);
  return mb_sqlite_run (self->connection, put, "write", error);
}

/* The columns of FACT. A damaged file may lack what its tables promise. */
static int
read_row (sqlite3_stmt *statement, GPtrArray *rows, gsize *size)
{
  const char *type = (const char *) sqlite3_column_text (statement, 1);
  const char *source = (const char *) sqlite3_column_text (statement, 2);
  g_autoptr (GBytes) text = mb_sqlite_read_bytes (statement, 8);
  MbFactRow *row;

  if (type == NULL || source == NULL || text == NULL)
    return SQLITE_CORRUPT;

  row = mb_fact_row_new (type, source, sqlite3_column_int64 (statement, 3), sqlite3_column_int64 (statement, 4), text);
  row->number = (guint64) sqlite3_column_int64 (statement, 0);
  row->stall = g_strdup ((const char *) sqlite3_column_text (statement, 5));
  row->code = g_strdup ((const char *) sqlite3_column_text (statement, 6));
  row->derived = mb_sqlite_read_bytes (statement, 7);
  g_ptr_array_add (rows, row);
  *size += g_bytes_get_size (text);
  return SQLITE_ROW;
}

/* Runs a bound statement that answers with facts, until @limit or so many bytes. (transfer none): @rows */
static gboolean
read_rows (MbSqliteFacts *self, sqlite3_stmt *statement, guint limit, GPtrArray *rows, GError **error)
{
  gsize size = 0;
  int code;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      code = read_row (statement, rows, &size);
      if (code != SQLITE_ROW || rows->len >= limit || size >= MB_FACT_PAGE_BYTES)
        break;
    }
  return mb_sqlite_finish (self->connection, statement, code, "read", error);
}

/* Those with the same code that came before their stall was known. */
static gboolean
settle (MbSqliteFacts *self, const MbFactRow *row, GPtrArray *settled, GError **error)
{
  guint before = settled->len;
  sqlite3_stmt *find, *update;

  if (row->stall == NULL || row->code == NULL)
    return TRUE;

  find = mb_sqlite_get (self->connection, MB_SQL_FIND_UNSETTLED, error);
  if (find == NULL)
    return FALSE;
  mb_sqlite_bind_text (find, 1, row->code);
  if (!read_rows (self, find, G_MAXUINT, settled, error))
    return FALSE;
  if (settled->len == before)
    return TRUE;

  for (guint i = before; i < settled->len; i++)
    {
      MbFactRow *other = settled->pdata[i];

      other->stall = g_strdup (row->stall);
      other->verdict = MB_FACT_ROW_KNOWN;
    }
  update = mb_sqlite_get (self->connection, MB_SQL_SETTLE, error);
  if (update == NULL)
    return FALSE;
  mb_sqlite_bind_text (update, 1, row->stall);
  mb_sqlite_bind_text (update, 2, row->code);
  return mb_sqlite_run (self->connection, update, "write", error);
}

static gboolean
put_row (MbSqliteFacts *self, MbFactRow *row, Source *source, GPtrArray *settled, GError **error)
{
  row->number = 0;
  row->verdict = MB_FACT_ROW_NEW;
  if (!find_source (self, row->source, source, error) || !find_stall (self, row, error)
      || !insert (self, row, source, error))
    return FALSE;

  return row->number == 0 ? compare (self, row, source, error)
                          : settle (self, row, settled, error) && count (self, row, error);
}

static gboolean
mb_sqlite_facts_put (MbFactStorage *storage, GPtrArray *rows, GPtrArray *settled, GError **error)
{
  Source source = { NULL };

  for (guint i = 0; i < rows->len; i++)
    if (!put_row (MB_SQLITE_FACTS (storage), rows->pdata[i], &source, settled, error))
      return FALSE;
  return TRUE;
}

static GPtrArray *
mb_sqlite_facts_page (MbFactStorage *storage, const char *type, guint64 after, guint limit, GError **error)
{
  MbSqliteFacts *self = MB_SQLITE_FACTS (storage);
  sqlite3_stmt *statement = mb_sqlite_get (self->connection, type != NULL ? MB_SQL_PAGE_FACTS_OF : MB_SQL_PAGE_FACTS,
                                           error);
  g_autoptr (GPtrArray) rows = mb_fact_rows_new ();

  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, (sqlite3_int64) MIN (after, (guint64) G_MAXINT64));
  if (type != NULL)
    mb_sqlite_bind_text (statement, 2, type);
  return read_rows (self, statement, limit, rows, error) ? g_steal_pointer (&rows) : NULL;
}

static GPtrArray *
mb_sqlite_facts_recent (MbFactStorage *storage, const char *type, const char *stall, gint64 since_us, guint limit,
                        GError **error)
{
  MbSqliteFacts *self = MB_SQLITE_FACTS (storage);
  sqlite3_stmt *statement = mb_sqlite_get (self->connection, MB_SQL_RECENT_FACTS, error);
  g_autoptr (GPtrArray) rows = mb_fact_rows_new ();

  if (statement == NULL)
    return NULL;

  mb_sqlite_bind_text (statement, 1, type);
  sqlite3_bind_int64 (statement, 2, since_us);
  mb_sqlite_bind_text (statement, 3, stall);
  if (!read_rows (self, statement, limit, rows, error))
    return NULL;

  /* The newest came first. */
  for (guint i = 0; i < rows->len / 2; i++)
    {
      gpointer other = rows->pdata[rows->len - 1 - i];

      rows->pdata[rows->len - 1 - i] = rows->pdata[i];
      rows->pdata[i] = other;
    }
  return g_steal_pointer (&rows);
}

static MbFactSum *
read_sum (sqlite3_stmt *statement)
{
  MbFactSum *sum = mb_fact_sum_new (sqlite3_column_int64 (statement, 0) * MB_FACT_QUARTER_US,
                                    (const char *) sqlite3_column_text (statement, 1),
                                    (const char *) sqlite3_column_text (statement, 2),
                                    (const char *) sqlite3_column_text (statement, 3));

  sum->count = sqlite3_column_int64 (statement, 4);
  sum->amount = sqlite3_column_int64 (statement, 5);
  return sum;
}

static GPtrArray *
mb_sqlite_facts_sum (MbFactStorage *storage, const char *type, gint64 from_us, gint64 to_us, GError **error)
{
  MbSqliteFacts *self = MB_SQLITE_FACTS (storage);
  sqlite3_stmt *statement = mb_sqlite_get (self->connection, MB_SQL_SUM_FACTS, error);
  g_autoptr (GPtrArray) sums = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_fact_sum_free);
  int code;

  if (statement == NULL)
    return NULL;

  mb_sqlite_bind_text (statement, 1, type);
  sqlite3_bind_int64 (statement, 2, mb_fact_quarter (from_us + MB_FACT_QUARTER_US - 1));
  sqlite3_bind_int64 (statement, 3, mb_fact_quarter (to_us + MB_FACT_QUARTER_US - 1));
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (sums, read_sum (statement));
  return mb_sqlite_finish (self->connection, statement, code, "read", error) ? g_steal_pointer (&sums) : NULL;
}

static void
mb_sqlite_facts_class_init (MbSqliteFactsClass *klass)
{
  MbFactStorageClass *storage_class = MB_FACT_STORAGE_CLASS (klass);

  storage_class->put = mb_sqlite_facts_put;
  storage_class->page = mb_sqlite_facts_page;
  storage_class->recent = mb_sqlite_facts_recent;
  storage_class->sum = mb_sqlite_facts_sum;
}

static void
mb_sqlite_facts_init (MbSqliteFacts *self)
{
}

MbFactStorage *
mb_sqlite_facts_new (MbSqliteConnection *connection)
{
  MbSqliteFacts *self = g_object_new (MB_TYPE_SQLITE_FACTS, NULL);

  self->connection = connection;
  return MB_FACT_STORAGE (self);
}
