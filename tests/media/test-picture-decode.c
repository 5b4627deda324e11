/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "core/base/mb-error.h"
#include "mb-test-files.h"
#include "media-pictures.h"
#include "media/mb-picture-decode.h"
#include "media/mb-picture-file.h"
#include "media/mb-picture-header.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* Real files, decoded; and what only looks like one. */

#define SVG(attributes, inside) "<svg xmlns=\"http://www.w3.org/2000/svg\" " attributes ">" inside "</svg>"
#define HALVES "<rect width=\"50%\" height=\"100%\" fill=\"#c02010\"/><rect x=\"50%\" width=\"50%\" height=\"100%\" fill=\"#1030c0\"/>"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mb_test_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_test_folder_free (fixture->folder);
}

static GdkTexture *
decode (char *path, int width, int height, MbPictureFit fit)
{
  MbPictureBox box = { width, height, fit };
  g_autoptr (GError) error = NULL;
  g_autofree char *owned = path;
  GdkTexture *texture = mb_picture_decode (path, &box, NULL, &error);

  g_assert_no_error (error);
  return texture;
}

static void
check_size (GdkTexture *texture, int width, int height)
{
  g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
}

/* Red on the left, blue on the right, and as sharp an edge between them as there can be. */
static void
check_halves (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture), middle = gdk_texture_get_height (texture) / 2;

  g_assert_true (media_is_reddish (media_pixel (texture, 0, middle)));
  g_assert_true (media_is_reddish (media_pixel (texture, width / 2 - MAX (width / 20, 1) - 1, middle)));
  g_assert_true (media_is_bluish (media_pixel (texture, width / 2 + MAX (width / 20, 1), middle)));
  g_assert_true (media_is_bluish (media_pixel (texture, width - 1, middle)));
}

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  const char *folder = fixture->folder;
  char *paths[] = {
    media_write (folder, "a.png", media_encode ("png", 400, 200, 0)),
    media_write (folder, "b.jpg", media_encode ("jpeg", 400, 200, 0)),
    media_write (folder, "c.webp", media_webp (FALSE)),
    media_write (folder, "d.webp", media_webp (TRUE)),
    media_write_text (folder, "e.svg", SVG ("width=\"400\" height=\"200\"", HALVES)),
    media_write_text (folder, "f.svg", "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- drawn -->\n"
                                       SVG ("viewBox=\"0 0 2 1\"", HALVES)),
    media_write (folder, "wrong.png", media_encode ("jpeg", 400, 200, 0)), /* what it is called does not matter */
    media_write (folder, "none", media_encode ("png", 400, 200, 0)),
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GdkTexture) texture = decode (paths[i], 200, 100, MB_PICTURE_COVER);

      check_size (texture, 200, 100);
      check_halves (texture);
    }
}

static void
test_fits (Fixture *fixture, gconstpointer data)
{
  const char *folder = fixture->folder;
  g_autoptr (GdkTexture) cut = decode (media_write (folder, "a", media_encode ("png", 400, 400, 0)), 200, 100,
                                       MB_PICTURE_COVER);
  g_autoptr (GdkTexture) inside = decode (media_write (folder, "b", media_encode ("png", 400, 400, 0)), 200, 100,
                                          MB_PICTURE_CONTAIN);
  g_autoptr (GdkTexture) small = decode (media_write (folder, "c", media_encode ("png", 10, 20, 0)), 200, 100,
                                         MB_PICTURE_CONTAIN);
  g_autoptr (GdkTexture) mounted = decode (media_write (folder, "d", media_encode ("jpeg", 300, 900, 0)), 600, 300,
                                           MB_PICTURE_MOUNT);

  check_size (cut, 200, 100);
  check_halves (cut);
  check_size (inside, 100, 100);
  check_halves (inside);
  check_size (small, 20, 40); /* not as large as it could be: one would see its pixels */
  check_size (mounted, 600, 300);
  g_assert_true (media_is_reddish (media_pixel (mounted, 255, 150)));
  g_assert_true (media_is_bluish (media_pixel (mounted, 345, 150)));
}

/* A picture that goes with words is cut where it would be small, but never to what nobody knows. */
static void
test_shapes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    int width, height; /* of the box; the picture is 3:2 */
    MbPictureFit fit;
    gboolean mounted;
  } shapes[] = {
    { 300, 200, MB_PICTURE_MOUNT, FALSE }, { 320, 180, MB_PICTURE_MOUNT, FALSE }, { 200, 200, MB_PICTURE_MOUNT, TRUE },
    { 100, 200, MB_PICTURE_MOUNT, TRUE },  { 900, 100, MB_PICTURE_MOUNT, TRUE },  { 320, 180, MB_PICTURE_CROP, FALSE },
    { 165, 200, MB_PICTURE_CROP, TRUE },   { 120, 180, MB_PICTURE_CROP, FALSE },  { 900, 100, MB_PICTURE_CROP, TRUE },
    { 900, 100, MB_PICTURE_COVER, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      MbPictureBox box = { shapes[i].width, shapes[i].height, shapes[i].fit };
      MbPicturePlan plan = mb_picture_plan (&box, 1200, 800, FALSE);

      g_assert_cmpint (plan.mounted, ==, shapes[i].mounted);
      g_assert_cmpint (plan.width, ==, box.width);
      g_assert_cmpint (plan.height, ==, box.height);
      g_assert_cmpfloat (ABS ((double) plan.w / plan.h - 1.5), <, 0.03); /* never distorted */
      g_assert_true (plan.mounted ? plan.x >= 0 && plan.y >= 0 : plan.x <= 0 && plan.y <= 0);
    }
}

static guint
get_brightness (guint32 colour)
{
  return (colour >> 16) + (colour >> 8 & 0xff) + (colour & 0xff);
}

/* No bars: beside the picture stands the picture, darker, and without an edge in it. */
static void
test_still (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) mounted =
      decode (media_write (fixture->folder, "a", media_encode ("png", 300, 900, 0)), 600, 300, MB_PICTURE_MOUNT);
  guint32 left = media_pixel (mounted, 20, 150), inside = media_pixel (mounted, 260, 150);

  g_assert_true (media_is_reddish (left));
  g_assert_true (media_is_bluish (media_pixel (mounted, 580, 150)));
  g_assert_cmpuint (get_brightness (left), <, get_brightness (inside));
  g_assert_cmpuint (get_brightness (left), >, get_brightness (inside) / 4);
  for (int x = 1; x < 245; x++)
    {
      guint32 before = media_pixel (mounted, x - 1, 5), after = media_pixel (mounted, x, 5);

      g_assert_cmpint (ABS ((int) (before >> 16) - (int) (after >> 16)), <, 12);
    }
}

/* A photograph from a telephone held upright lies on its side in its file. */
static void
test_orientation (Fixture *fixture, gconstpointer data)
{
  static const int orientations[] = { 1, 3, 6, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (orientations); i++)
    {
      GBytes *bytes = media_encode ("jpeg", 1200, 1600, orientations[i]);
      g_autoptr (GdkTexture) inside =
          decode (media_write (fixture->folder, "a", g_bytes_ref (bytes)), 300, 300, MB_PICTURE_CONTAIN);
      g_autoptr (GdkTexture) cut = decode (media_write (fixture->folder, "a", bytes), 300, 100, MB_PICTURE_COVER);

      check_size (inside, 225, 300);
      check_halves (inside);
      check_size (cut, 300, 100);
      check_halves (cut);
    }
}

/* What is transparent stands on white, as on paper. */
static void
test_transparent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) drawing =
      decode (media_write_text (fixture->folder, "a", SVG ("width=\"10\" height=\"10\"", "<circle cx=\"5\" cy=\"5\" r=\"4\"/>")),
              100, 100, MB_PICTURE_COVER);

  g_assert_cmphex (media_pixel (drawing, 1, 1), ==, 0xffffff);
  g_assert_cmphex (media_pixel (drawing, 50, 50), ==, 0x000000);
}

/* A drawing may go on beyond its edge: that is not shown, least of all over the still behind it. */
static void
test_edge (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) mounted = decode (
      media_write_text (fixture->folder, "a", SVG ("viewBox=\"0 0 10 30\"", "<rect x=\"-50\" width=\"100\" height=\"100\" fill=\"#c02010\"/>")),
      300, 100, MB_PICTURE_MOUNT);

  g_assert_cmphex (media_pixel (mounted, 150, 50), ==, 0xc02010);
  g_assert_cmphex (media_pixel (mounted, 120, 50), !=, 0xc02010);
  g_assert_cmphex (media_pixel (mounted, 180, 50), !=, 0xc02010);
}

static void
refuse (char *path, GQuark domain, int code, const char *why)
{
  MbPictureBox box = { 100, 100, MB_PICTURE_MOUNT };
  g_autoptr (GError) error = NULL;
  g_autofree char *owned = path;
  g_autoptr (GdkTexture) texture = mb_picture_decode (path, &box, NULL, &error);

  if (texture != NULL)
    g_error ("made a picture instead of saying “%s”", why);
  g_assert_error (error, domain, code);
  if (strstr (error->message, why) == NULL)
    g_error ("“%s” does not say “%s”", error->message, why);
}

/* None of these may cost memory: what they declare is looked at, not made. */
static void
test_bombs (Fixture *fixture, gconstpointer data)
{
  const char *folder = fixture->folder;
  g_autoptr (GBytes) jpeg = media_encode ("jpeg", 16, 16, 0);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (jpeg, &size);
  g_autofree guint8 *large = g_memdup2 (bytes, size);

  refuse (media_write (folder, "a", media_declare (64000, 64000, FALSE)), MB_ERROR, MB_ERROR_TOO_LARGE, "64000 × 64000");
  refuse (media_write (folder, "a", media_declare (0x7fffffff, 1, FALSE)), MB_ERROR, MB_ERROR_TOO_LARGE, "2147483647");
  refuse (media_write (folder, "a", media_declare (0xffffffff, 0xffffffff, FALSE)), MB_ERROR, MB_ERROR_TOO_LARGE, "4294967295");
  refuse (media_write (folder, "a", media_declare (8192, 8192, FALSE)), MB_ERROR, MB_ERROR_TOO_LARGE, "17 million");
  refuse (media_write (folder, "a", media_declare (0, 5, FALSE)), MB_ERROR, MB_ERROR_CORRUPT, "no size");
  refuse (media_write (folder, "a", media_webp_declare (1 << 24, 1 << 24, FALSE)), MB_ERROR, MB_ERROR_TOO_LARGE, "16777216");
  refuse (media_write_text (folder, "a", SVG ("width=\"64000\" height=\"64000\"", HALVES)), MB_ERROR, MB_ERROR_TOO_LARGE,
          "64000 × 64000");
  refuse (media_write_text (folder, "a", SVG ("width=\"0\" height=\"1\"", HALVES)), MB_ERROR, MB_ERROR_CORRUPT, "no size");
  refuse (media_write_text (folder, "a", SVG ("width=\"1e30\" height=\"1e30\"", HALVES)), MB_ERROR, MB_ERROR_TOO_LARGE, "million");

  for (gsize i = 0; i + 9 < size; i++)
    if (large[i] == 0xff && large[i + 1] == 0xc0)
      memcpy (large + i + 5, "\xfa\x00\xfa\x00", 4);
  refuse (media_write (folder, "a", g_bytes_new (large, size)), MB_ERROR, MB_ERROR_TOO_LARGE, "64000 × 64000");
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  const char *folder = fixture->folder;
  GBytes *garbage = media_cut (media_encode ("png", 400, 200, 0), 40);
  g_autofree char *path = media_write (folder, "half", media_cut (media_encode ("png", 400, 200, 0), 200));

  refuse (g_build_filename (folder, "nothing", NULL), MB_ERROR, MB_ERROR_NOT_FOUND, "No such file");
  refuse (g_strdup (folder), MB_ERROR, MB_ERROR_UNSUPPORTED, "no file");
  refuse (media_write_text (folder, "a", ""), MB_ERROR, MB_ERROR_CORRUPT, "empty");
  refuse (media_write_text (folder, "text.png", "Lettuce is 2.50 today."), MB_ERROR, MB_ERROR_UNSUPPORTED, "no PNG");
  refuse (media_write_text (folder, "a", "GIF89a\1\0\1"), MB_ERROR, MB_ERROR_UNSUPPORTED, "no PNG");
  refuse (media_write (folder, "a", media_cut (media_encode ("png", 400, 200, 0), 20)), MB_ERROR, MB_ERROR_CORRUPT, "whole");
  refuse (g_strdup (path), MB_ERROR, MB_ERROR_CORRUPT, "whole");
  refuse (media_write (folder, "a", media_cut (media_encode ("jpeg", 400, 200, 0), 1500)), MB_ERROR, MB_ERROR_CORRUPT, "whole");
  refuse (media_write (folder, "a", media_cut (media_webp (TRUE), 50)), MB_ERROR, MB_ERROR_CORRUPT, "whole");
  refuse (media_write (folder, "a", media_declare (10, 10, FALSE)), MB_ERROR, MB_ERROR_CORRUPT, " ");
  refuse (media_write (folder, "a", media_declare (10, 10, TRUE)), MB_ERROR, MB_ERROR_UNSUPPORTED, "animated");
  refuse (media_write (folder, "a", media_webp_declare (10, 10, TRUE)), MB_ERROR, MB_ERROR_UNSUPPORTED, "animated");
  refuse (media_write (folder, "a", garbage), MB_ERROR, MB_ERROR_CORRUPT, "whole");
}

/* A drawing may not bring in what nobody looked at. */
static void
test_drawings (Fixture *fixture, gconstpointer data)
{
  const char *folder = fixture->folder;
  GString *deep = g_string_new (NULL), *wide = g_string_new (NULL);

  for (int i = 0; i < 1000; i++)
    g_string_append (deep, "<g>");
  for (int i = 0; i < 30000; i++)
    g_string_append (wide, "<rect/>");
  refuse (media_write_text (folder, "a", SVG ("", "<image href=\"data:image/png;base64,iVBO\"/>")), MB_ERROR,
          MB_ERROR_UNSUPPORTED, "another picture");
  refuse (media_write_text (folder, "a", SVG ("", "<svg:image/>")), MB_ERROR, MB_ERROR_UNSUPPORTED, "another picture");
  refuse (media_write_text (folder, "a", SVG ("", "<filter><feImage href=\"/etc/passwd\"/></filter>")), MB_ERROR,
          MB_ERROR_UNSUPPORTED, "another picture");
  refuse (media_write_text (folder, "a", SVG ("", "<xi:include href=\"/etc/passwd\"/>")), MB_ERROR, MB_ERROR_UNSUPPORTED,
          "another picture");
  refuse (media_write_text (folder, "a", "<!DOCTYPE svg [<!ENTITY a \"&#60;image/>\">]>" SVG ("", "&a;")), MB_ERROR,
          MB_ERROR_UNSUPPORTED, "entities");
  refuse (media_write_text (folder, "a", "<?xml version=\"1.0\" encoding=\"UTF-7\"?>" SVG ("", HALVES)), MB_ERROR,
          MB_ERROR_UNSUPPORTED, "UTF-8");
  refuse (media_write_text (folder, "a", SVG ("", "&nbsp;")), MB_ERROR, MB_ERROR_CORRUPT, "nbsp");
  refuse (media_write_text (folder, "a", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g>"), MB_ERROR, MB_ERROR_CORRUPT, " ");
  refuse (media_write_text (folder, "a", "<svg><rect/></svg>"), MB_ERROR, MB_ERROR_UNSUPPORTED, "no SVG");
  refuse (media_write_text (folder, "a", "<html><svg/></html>"), MB_ERROR, MB_ERROR_UNSUPPORTED, "no SVG");
  g_string_prepend (deep, "<svg xmlns=\"http://www.w3.org/2000/svg\">");
  refuse (media_write_text (folder, "a", deep->str), MB_ERROR, MB_ERROR_TOO_LARGE, "deep");
  g_string_prepend (wide, "<svg xmlns=\"http://www.w3.org/2000/svg\">");
  refuse (media_write_text (folder, "a", wide->str), MB_ERROR, MB_ERROR_TOO_LARGE, "parts");
  g_string_free (deep, TRUE);
  g_string_free (wide, TRUE);
}

/* A pipe that nobody writes to would never end. */
static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "pipe", NULL);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  refuse (g_strdup (path), MB_ERROR, MB_ERROR_UNSUPPORTED, "no file");
}

static void
test_large_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = media_write (fixture->folder, "a", media_encode ("png", 10, 10, 0));

  g_assert_cmpint (truncate (path, (off_t) MB_PICTURE_MAX_BYTES + 1), ==, 0);
  refuse (g_strdup (path), MB_ERROR, MB_ERROR_TOO_LARGE, "32 MiB");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  MbPictureBox box = { 100, 100, MB_PICTURE_COVER };
  g_autofree char *path = media_write (fixture->folder, "a", media_encode ("png", 10, 10, 0));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (mb_picture_decode (path, &box, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Cut off at any byte, changed at any byte: an answer, and nothing else. */
static void
test_any_byte (Fixture *fixture, gconstpointer data)
{
  GBytes *wholes[] = { media_encode ("png", 40, 20, 0), media_encode ("jpeg", 40, 20, 6), media_webp (FALSE),
                       media_webp (TRUE) };
  MbPictureBox box = { 30, 30, MB_PICTURE_MOUNT };

  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++)
    {
      gsize size = g_bytes_get_size (wholes[i]);

      for (gsize at = 0; at < size; at++)
        {
          g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (wholes[i], NULL), size);
          g_autofree char *part = media_write (fixture->folder, "part", g_bytes_new (copy, at));
          g_autofree char *changed = NULL;
          g_autoptr (GdkTexture) any = NULL, none = NULL;

          none = mb_picture_decode (part, &box, NULL, NULL);
          g_assert_null (none);
          copy[at] ^= 0xff;
          changed = media_write (fixture->folder, "changed", g_bytes_new (copy, size));
          any = mb_picture_decode (changed, &box, NULL, NULL);
          if (any != NULL)
            g_assert_cmpint (gdk_texture_get_width (any), ==, 30);
        }
      g_bytes_unref (wholes[i]);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/picture/formats", test_formats },         { "/picture/fits", test_fits },
    { "/picture/still", test_still },             { "/picture/orientation", test_orientation },
    { "/picture/shapes", test_shapes },
    { "/picture/edge", test_edge },
    { "/picture/transparent", test_transparent }, { "/picture/bombs", test_bombs },
    { "/picture/broken", test_broken },           { "/picture/drawings", test_drawings },
    { "/picture/pipe", test_pipe },               { "/picture/large-file", test_large_file },
    { "/picture/cancelled", test_cancelled },     { "/picture/any-byte", test_any_byte },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
