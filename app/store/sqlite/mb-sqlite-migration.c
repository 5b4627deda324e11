/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-migration.h"

#include "core/base/mb-error.h"
#include "store/sqlite/mb-sqlite-database.h"

#include "mb-store-resources.h"

#include <stdlib.h>
#include <string.h>

/* From one version of the tables to the next. */

GResource *
mb_sqlite_get_tables (void)
{
  /* GLib hands out NULL while another thread is about to register it; a look-up waits for that. */
  g_resources_get_info ("/marketboard/sql", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);

  return mb_store_get_resource ();
}

static gboolean
run_migration (sqlite3 *db, GResource *resource, const char *folder, const char *name, int version, GError **error)
{
  g_autofree char *path = g_build_path ("/", folder, name, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *script = NULL;

  g_assert (sql != NULL);
  script = g_strdup_printf ("BEGIN IMMEDIATE; %.*s;"
                            "INSERT INTO migration VALUES (%d, '%s'); COMMIT",
                            (int) g_bytes_get_size (sql), (const char *) g_bytes_get_data (sql, NULL),
                            version, name);
  if (mb_sqlite_exec (db, script, "bring its tables up to date", error))
    return TRUE;

  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
find_version (sqlite3 *db, gint64 *version, GError **error)
{
  gint64 exists;

  *version = 0;
  return mb_sqlite_get_int (db, "SELECT count(*) FROM sqlite_schema WHERE name = 'migration'", &exists, error)
         && (exists == 0
             || mb_sqlite_get_int (db, "SELECT coalesce(max(version), 0) FROM migration", version, error));
}

static char **
list_migrations (GResource *resource, const char *folder, int *newest)
{
  char **names = g_resource_enumerate_children (resource, folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint n = g_strv_length (names);

  g_assert (n > 0);
  qsort (names, n, sizeof *names, compare_names);
  *newest = atoi (names[n - 1]);
  return names;
}

static gboolean
refuse_version (sqlite3 *db, gint64 found, int known, GError **error)
{
  mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL,
                found > known ? "%s was written by a newer version of Marketboard (its tables have version %d, "
                                "this one knows %d)"
                              : "%s was written by an older version of Marketboard (its tables have version %d, "
                                "this one needs %d): start the hub on it once",
                sqlite3_db_filename (db, "main"), (int) found, known);
  return FALSE;
}

gboolean
mb_sqlite_check_version (sqlite3 *db, GResource *resource, const char *folder, GError **error)
{
  g_auto (GStrv) names = NULL;
  gint64 version;
  int newest;

  names = list_migrations (resource, folder, &newest);
  if (!find_version (db, &version, error))
    return FALSE;
  if (version > newest)
    return refuse_version (db, version, newest, error);
  if (version > 0)
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "%s holds no market", sqlite3_db_filename (db, "main"));
  return FALSE;
}

gboolean
mb_sqlite_migrate (sqlite3 *db, GResource *resource, const char *folder, gboolean writable, GError **error)
{
  g_auto (GStrv) names = NULL;
  gint64 version;
  int newest;

  names = list_migrations (resource, folder, &newest);
  if (writable
      && !mb_sqlite_exec (db,
                          "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL)",
                          "make its tables", error))
    return FALSE;
  if (!find_version (db, &version, error))
    return FALSE;
  if (version > newest || (version < newest && !writable))
    return refuse_version (db, version, newest, error);

  for (guint i = 0; names[i] != NULL; i++)
    if (atoi (names[i]) > version
        && !run_migration (db, resource, folder, names[i], atoi (names[i]), error))
      return FALSE;
  return TRUE;
}
