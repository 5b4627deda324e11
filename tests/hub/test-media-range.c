/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "hub/media/mb-media-range.h"
#include "hub/media/mb-media-type.h"

#include <string.h>

static void
test_range (void)
{
  static const struct
  {
    const char *text;
    guint64 size;
    MbRangeKind kind;
    guint64 first, last;
  } cases[] = {
    { NULL, 10, MB_RANGE_WHOLE },
    { "bytes=0-0", 10, MB_RANGE_PART, 0, 0 },
    { "bytes=2-5", 10, MB_RANGE_PART, 2, 5 },
    { "Bytes=2-", 10, MB_RANGE_PART, 2, 9 },
    { "bytes=9-100", 10, MB_RANGE_PART, 9, 9 },
    { "bytes=-3", 10, MB_RANGE_PART, 7, 9 },
    { "bytes=-30", 10, MB_RANGE_PART, 0, 9 },
    { "bytes=10-", 10, MB_RANGE_UNSATISFIABLE },
    { "bytes=-0", 10, MB_RANGE_UNSATISFIABLE },
    { "bytes=999999999999999999-", 10, MB_RANGE_UNSATISFIABLE },
    { "bytes=5-2", 10, MB_RANGE_WHOLE },
    { "bytes=0-1,3-4", 10, MB_RANGE_WHOLE },
    { "bytes=", 10, MB_RANGE_WHOLE },
    { "bytes=-", 10, MB_RANGE_WHOLE },
    { "bytes=a-b", 10, MB_RANGE_WHOLE },
    { "bytes= 1-2", 10, MB_RANGE_WHOLE },
    { "bytes=+1-2", 10, MB_RANGE_WHOLE },
    { "bytes=99999999999999999999999-", 10, MB_RANGE_WHOLE },
    { "lines=1-2", 10, MB_RANGE_WHOLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 first = 0, last = 0;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (mb_media_range_parse (cases[i].text, cases[i].size, &first, &last), ==, cases[i].kind);
      if (cases[i].kind == MB_RANGE_PART)
        {
          g_assert_cmpuint (first, ==, cases[i].first);
          g_assert_cmpuint (last, ==, cases[i].last);
        }
    }
}

static void
test_content_range (void)
{
  static const char *const wrong[] = {
    "bytes 0-4", "bytes 0-4/*", "bytes */5", "bytes 4-0/5", "bytes 0-5/5", "bytes=0-4/5", "bytes 0-4/5 ", "bytes 0 -4/5",
    "0-4/5", "", "bytes -4/5", "bytes 0-4/99999999999999999999",
  };
  guint64 first, last, total;

  g_assert_true (mb_media_content_range_parse ("bytes 2-4/5", &first, &last, &total));
  g_assert_cmpuint (first, ==, 2);
  g_assert_cmpuint (last, ==, 4);
  g_assert_cmpuint (total, ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (mb_media_content_range_parse (wrong[i], &first, &last, &total))
      g_error ("%s is taken for a range", wrong[i]);
}

static void
test_type (void)
{
#define BYTES(text) text, sizeof text - 1
  static const struct
  {
    const char *bytes;
    gsize n;
    const char *type;
  } cases[] = {
    { BYTES ("\x89PNG\r\n\x1a\n\0\0"), "image/png" },
    { BYTES ("\xff\xd8\xff\xe0"), "image/jpeg" },
    { BYTES ("RIFF\1\2\3\4WEBPVP8 "), "image/webp" },
    { BYTES ("RIFF\1\2\3\4AVI LIST"), "video/x-msvideo" },
    { BYTES ("RIFX\1\2\3\4WEBP"), "application/octet-stream" },
    { BYTES ("\0\0\0\x20" "ftypisom"), "video/mp4" },
    { BYTES ("\0\0\0\x20" "ftypqt  "), "video/quicktime" },
    { BYTES ("\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm"), "video/webm" },
    { BYTES ("\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska"), "video/x-matroska" },
    { BYTES ("OggS\0\2"), "video/ogg" },
    { BYTES ("\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"), "video/x-ms-asf" },
    { BYTES ("\xef\xbb\xbf<?xml version=\"1.0\"?>\n<svg xmlns"), "image/svg+xml" },
    { BYTES ("<html><script>"), "application/octet-stream" },
    { BYTES ("text <svg"), "application/octet-stream" },
    { BYTES ("\x89PN"), "application/octet-stream" },
    { BYTES (""), "application/octet-stream" },
  };
  guint8 transport[600] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (mb_media_type_guess ((const guint8 *) cases[i].bytes, cases[i].n), ==, cases[i].type);

  transport[0] = transport[188] = transport[376] = 0x47;
  g_assert_cmpstr (mb_media_type_guess (transport, MB_MEDIA_MAGIC), ==, "video/mp2t");
  g_assert_cmpstr (mb_media_type_guess (transport, 200), ==, "application/octet-stream");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media-range/range", test_range);
  g_test_add_func ("/media-range/content-range", test_content_range);
  g_test_add_func ("/media-range/type", test_type);
  return g_test_run ();
}
