/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-catalogue.h"

#include "mb-widgets-resources.h"

#include <string.h>

/* Compiled messages are read where they lie in the resource: two tables of (length, offset) pairs,
 * the originals sorted by their bytes (GNU gettext manual, "The Format of GNU MO Files"). The build
 * makes the files, so what is checked here is only that this is one of ours. */

#define MO_MAGIC 0x950412deu
#define MO_CONTEXT_GLUE '\004'
#define RESOURCE_FORMAT "/org/marketboard/locale/%s.mo"

struct _MbCatalogue
{
  const char *language;
  const char *locale; /* name of its message file; NULL: the source strings themselves */
  const char *data;   /* the file, in the resource */
  guint32 n_strings;
  const guint32 *originals;
  const guint32 *translations;
};

static MbCatalogue catalogues[] = {
  { "zh-Hans", "zh_CN" },
  { "zh-Hant", "zh_TW" },
  { "en", NULL },
};

static void
mb_catalogue_load (MbCatalogue *self)
{
  g_autofree char *path = g_strdup_printf (RESOURCE_FORMAT, self->locale);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (mb_widgets_get_resource (), path, 0, NULL);
  const guint32 *head;

  g_assert (bytes != NULL);
  self->data = g_bytes_get_data (bytes, NULL);
  head = (const guint32 *) self->data;
  g_assert (head[0] == MO_MAGIC);
  self->n_strings = head[2];
  self->originals = head + head[3] / sizeof (guint32);
  self->translations = head + head[4] / sizeof (guint32);
}

static gpointer
load_all (gpointer unused)
{
  for (gsize i = 0; i < G_N_ELEMENTS (catalogues); i++)
    if (catalogues[i].locale != NULL)
      mb_catalogue_load (&catalogues[i]);

  return catalogues;
}

static const char *
mb_catalogue_find (const MbCatalogue *self, const char *key)
{
  guint32 low = 0, high = self->n_strings;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      int order = strcmp (key, self->data + self->originals[2 * middle + 1]);

      if (order == 0)
        return self->data + self->translations[2 * middle + 1];
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }

  return NULL;
}

static gboolean
is_traditional (const char *language)
{
  static const char *const tags[] = { "zh-Hant", "zh-TW", "zh-HK", "zh-MO" };

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_ascii_strncasecmp (language, tags[i], strlen (tags[i])) == 0)
      return TRUE;

  return FALSE;
}

const MbCatalogue *
mb_catalogue_get (const char *language)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, load_all, NULL);
  if (language == NULL)
    return &catalogues[0];
  if (is_traditional (language))
    return &catalogues[1];
  if (g_ascii_strncasecmp (language, "zh", 2) == 0)
    return &catalogues[0];
  return &catalogues[2];
}

const char *
mb_catalogue_get_language (const MbCatalogue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->language;
}

const char *
mb_catalogue_text (const MbCatalogue *self, const char *source)
{
  const char *found;

  g_return_val_if_fail (self != NULL, source);

  found = mb_catalogue_find (self, source);
  return found != NULL ? found : source;
}

const char *
mb_catalogue_context_text (const MbCatalogue *self, const char *context, const char *source)
{
  g_autofree char *key = NULL;
  const char *found;

  g_return_val_if_fail (self != NULL, source);

  key = g_strdup_printf ("%s%c%s", context, MO_CONTEXT_GLUE, source);
  found = mb_catalogue_find (self, key);
  return found != NULL ? found : source;
}
