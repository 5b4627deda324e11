/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-json-private.h"

#include <string.h>

/* Whether an object has a member twice. Records have a dozen members, which are compared with one
 * another where they stand; what has more, or names with escapes, is sorted, so that no document
 * costs the square of its size. */

enum
{
  FEW = 24
};

typedef struct
{
  const char *text;
  gsize length;
  MbJsonAt place;
} Name;

static inline MbJsonAt
next_name (const MbToken *tokens, MbJsonAt name)
{
  return tokens[name].last ? MB_JSON_NONE : tokens[name + 1].next;
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  const Name *left = a, *right = b;

  if (left->length != right->length)
    return left->length < right->length ? -1 : 1;
  return memcmp (left->text, right->text, left->length);
}

static MbJsonAt
find_among_many (const char *text, const MbToken *tokens, MbJsonAt object)
{
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (Name));
  g_autoptr (GPtrArray) unescaped = g_ptr_array_new_with_free_func (g_free);

  for (MbJsonAt at = object + 1; at != MB_JSON_NONE; at = next_name (tokens, at))
    {
      Name name = { text + tokens[at].start, tokens[at].length, at };

      if (tokens[at].escaped)
        {
          char *plain = g_malloc (name.length);

          name.length = mb_json_unescape (name.text, name.length, plain);
          name.text = plain;
          g_ptr_array_add (unescaped, plain);
        }
      g_array_append_val (names, name);
    }

  g_array_sort_with_data (names, compare_names, NULL);
  for (guint i = 1; i < names->len; i++)
    {
      const Name *one = &g_array_index (names, Name, i - 1), *other = &g_array_index (names, Name, i);

      if (compare_names (one, other, NULL) == 0)
        return MAX (one->place, other->place);
    }
  return MB_JSON_NONE;
}

MbJsonAt
mb_json_find_duplicate (const char *text, const MbToken *tokens, MbJsonAt object)
{
  const MbToken *names[FEW];
  guint n_names = 0;

  for (MbJsonAt at = object + 1; at != MB_JSON_NONE; at = next_name (tokens, at))
    {
      const MbToken *name = &tokens[at];

      if (n_names == FEW || name->escaped)
        return find_among_many (text, tokens, object);

      for (guint i = 0; i < n_names; i++)
        if (names[i]->length == name->length &&
            memcmp (text + names[i]->start, text + name->start, name->length) == 0)
          return at;
      names[n_names++] = name;
    }
  return MB_JSON_NONE;
}
