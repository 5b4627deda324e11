/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-plain.h"

/* Burmese has five on one letter; a tower has forty. */
#define MARKS 6

#define WIDE_SPACE 0x3000
#define JOINER 0x200d
#define NON_JOINER 0x200c

typedef struct
{
  GString *text;
  gsize n_characters;
  guint n_marks; /* on the newest of them */
  gunichar space; /* due before the next; 0: none */
} Plain;

/* Among them the signs that embed, override and isolate directions: they would reach beyond their own text
 * into the words that it is put between. */
static gboolean
is_left_out (gunichar c)
{
  if (c == JOINER || c == NON_JOINER)
    return FALSE;

  return g_unichar_iscntrl (c) ||
         (g_unichar_type (c) == G_UNICODE_FORMAT && g_unichar_iszerowidth (c)) || c == 0x034f;
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || c == '\v' || c == 0x85;
}

static void
add (Plain *self, gunichar c)
{
  if (g_unichar_iszerowidth (c))
    {
      if (self->n_characters > 0 && self->space == 0 && self->n_marks++ < MARKS)
        g_string_append_unichar (self->text, c);
      return;
    }

  if (self->space != 0 && self->n_characters > 0)
    g_string_append_unichar (self->text, self->space);
  self->n_characters += self->space != 0 && self->n_characters > 0 ? 2 : 1;
  self->space = 0;
  self->n_marks = 0;
  g_string_append_unichar (self->text, c);
}

char *
mb_plain_text (const char *text, gsize most)
{
  Plain self = { .text = g_string_new (NULL) };

  for (const char *c = text; c != NULL && *c != '\0' && self.n_characters < most; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (is_blank (character))
        self.space = character == WIDE_SPACE || self.space == WIDE_SPACE ? WIDE_SPACE : ' ';
      else if (!is_left_out (character))
        add (&self, character);
    }
  return g_string_free (self.text, FALSE);
}
