/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

/* Every seed, cut off at every byte, then the seeds changed at random. The same numbers every time:
 * a failure here is a failure for everybody. */

#define ROUNDS 50000
#define LONGEST 4096

static GString *input;

static void
run (const char *data, gsize size)
{
  /* its own block, so that a sanitizer sees a byte read beyond the end */
  guint8 *block = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput (block, size);
  g_free (block);
}

static const char *
pick (GRand *random, const char *const *list)
{
  return list[g_rand_int_range (random, 0, (gint32) g_strv_length ((char **) list))];
}

static gsize
place (GRand *random)
{
  return (gsize) g_rand_int_range (random, 0, (gint32) input->len + 1);
}

static void
insert (GRand *random, const char *bytes, gsize length)
{
  g_string_insert_len (input, (gssize) place (random), bytes, (gssize) length);
}

static void
change (GRand *random)
{
  static const guint8 bytes[] = "\0\n\r\"\\{}[],: 09-.eu\x1f\x7f\x80\xbf\xc3\xe8\xed\xf4\xff";
  gsize at = place (random), length = (gsize) g_rand_int_range (random, 1, 40);
  const char *word;

  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      if (at < input->len)
        input->str[at] ^= (char) (1 << g_rand_int_range (random, 0, 8));
      break;
    case 1:
      if (at < input->len)
        input->str[at] = (char) bytes[g_rand_int_range (random, 0, sizeof bytes - 1)];
      break;
    case 2:
      g_string_erase (input, (gssize) at, (gssize) MIN (input->len - at, length));
      break;
    case 3:
      word = pick (random, fuzz_words);
      insert (random, word, strlen (word));
      break;
    case 4:
      word = pick (random, fuzz_seeds);
      length = strlen (word);
      at = (gsize) g_rand_int_range (random, 0, (gint32) length);
      insert (random, word + at, (gsize) g_rand_int_range (random, 0, (gint32) (length - at) + 1));
      break;
    default: /* a piece of itself once more */
      length = MIN (input->len - at, length);
      {
        g_autofree char *piece = g_memdup2 (input->str + at, length);

        insert (random, piece, length);
      }
    }
}

static void
test_seeds (void)
{
  for (guint i = 0; fuzz_seeds[i] != NULL; i++)
    for (gsize length = 0; length <= strlen (fuzz_seeds[i]); length++)
      run (fuzz_seeds[i], length);
}

static void
test_changes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_string_assign (input, pick (random, fuzz_seeds));
      for (int n = g_rand_int_range (random, 1, 8); n > 0; n--)
        change (random);
      run (input->str, MIN (input->len, LONGEST));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  input = g_string_new (NULL);

  g_test_add_func ("/fuzz/seeds", test_seeds);
  g_test_add_func ("/fuzz/changes", test_changes);

  status = g_test_run ();
  g_string_free (input, TRUE);
  return status;
}
