/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-texts.h"

#include <string.h>

/* Two or three languages at most in practice: a short array, searched from its start. */

/* RFC 5646, 4.4.1: a tag of at most 35 characters. */
#define LANGUAGE_MAX 35

typedef struct
{
  GRefString *language;
  char *text;
} Entry;

struct _MbTexts
{
  gatomicrefcount ref_count;
  guint n;
  Entry *entries;
};

G_DEFINE_BOXED_TYPE (MbTexts, mb_texts, mb_texts_ref, mb_texts_unref)

static Entry *
find (const MbTexts *self, const char *language)
{
  for (guint i = 0; i < self->n; i++)
    if (strcmp (self->entries[i].language, language) == 0)
      return &self->entries[i];

  return NULL;
}

MbTexts *
mb_texts_new (void)
{
  MbTexts *self = g_new0 (MbTexts, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

MbTexts *
mb_texts_new_single (const char *language, const char *text)
{
  MbTexts *self = mb_texts_new ();

  mb_texts_set (self, language, text);

  return self;
}

MbTexts *
mb_texts_ref (MbTexts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mb_texts_unref (MbTexts *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n; i++)
    {
      g_ref_string_release (self->entries[i].language);
      g_free (self->entries[i].text);
    }
  g_free (self->entries);
  g_free (self);
}

void
mb_texts_set (MbTexts *self, const char *language, const char *text)
{
  Entry *entry;

  g_return_if_fail (self != NULL);
  g_return_if_fail (language != NULL);
  g_return_if_fail (text != NULL);
  g_return_if_fail (g_atomic_ref_count_compare (&self->ref_count, 1));

  entry = find (self, language);
  if (entry == NULL)
    {
      self->entries = g_renew (Entry, self->entries, self->n + 1);
      entry = &self->entries[self->n++];
      entry->language = g_ref_string_new_intern (language);
      entry->text = NULL;
    }

  g_free (entry->text);
  entry->text = g_strdup (text);
}

guint
mb_texts_get_n (const MbTexts *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

const char *
mb_texts_get_language (const MbTexts *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->n, NULL);

  return self->entries[i].language;
}

const char *
mb_texts_get_nth (const MbTexts *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->n, NULL);

  return self->entries[i].text;
}

const char *
mb_texts_get_exact (const MbTexts *self, const char *language)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  entry = find (self, language);

  return entry != NULL ? entry->text : NULL;
}

const char *
mb_texts_get (const MbTexts *self, const char *language)
{
  Entry *entry;

  g_return_val_if_fail (language != NULL, "");

  if (self == NULL || self->n == 0)
    return "";

  entry = find (self, language);
  if (entry == NULL || *entry->text == '\0')
    entry = find (self, "zh-Hans");
  if (entry == NULL || *entry->text == '\0')
    entry = &self->entries[0];

  return entry->text;
}

/* The order of the languages is part of the value: it decides what "any" is. */
gboolean
mb_texts_equal (const MbTexts *a, const MbTexts *b)
{
  if (a == b)
    return TRUE;

  if (a == NULL || b == NULL || a->n != b->n)
    return FALSE;

  for (guint i = 0; i < a->n; i++)
    if (strcmp (a->entries[i].language, b->entries[i].language) != 0
        || strcmp (a->entries[i].text, b->entries[i].text) != 0)
      return FALSE;

  return TRUE;
}

gboolean
mb_language_is_valid (const char *language)
{
  gsize part = 0; /* characters since the last '-' */
  gboolean first = TRUE;

  g_return_val_if_fail (language != NULL, FALSE);

  if (strlen (language) > LANGUAGE_MAX)
    return FALSE;

  for (const char *c = language; *c != '\0'; c++)
    {
      if (*c == '-')
        {
          if (part == 0)
            return FALSE;
          part = 0;
          first = FALSE;
        }
      else if (++part > 8 || !(first ? g_ascii_isalpha (*c) : g_ascii_isalnum (*c)))
        {
          return FALSE;
        }
    }

  return part > 0;
}
