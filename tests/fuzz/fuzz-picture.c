/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "media/mb-picture-header.h"
#include "media/mb-picture-svg.h"

/* Whatever a file is, what is believed of it is a size that is drawn; and a drawing holds no picture. Words
 * end at a zero, so that a tilde stands for it. */

#define SVG "<svg xmlns=\"http://www.w3.org/2000/svg\" "

const char *const fuzz_seeds[] = {
  "\x89PNG\r\n\x1a\n~~~\rIHDR~~\x01\x10~~\x01\x20\x08\x02~~~1234~~~\x08" "acTL~~~\x02~~~~1234~~~~IEND1234",
  "\x89PNG\r\n\x1a\n~~~\rIHDR~~\x01\x10~~\x01\x20\x08\x02~~~1234~~~\x03IDATabc1234~~~~IEND1234",
  "\xff\xd8\xff\xe0~\x05JFI\xff\xff\xc0~\x0b\x08~\x20~\x30\x01\x01\x11~\xff\xda~\x04\x01~abc\xff~\xff\xd0z\xff\xd9",
  "\xff\xd8\xff\xc2~\x0b\x08\x20~\x20~\x01\x01\x11~\xff\xda~\x04\x01~abc\xff\xc4~\x03z\xff\xda~\x02zz\xff\xd9",
  "RIFF\x1a~~~WEBPVP8L\x0e~~~\x2f\x0f\xc0\x01~\x10\x12\x24\xfc\xff\x6d\xb4\xcf\xff",
  "RIFF\x1a~~~WEBPVP8 \x0e~~~\x70\x01~\x9d\x01\x2a\x10~\x08~\x02\xc0\x4c\x25",
  "RIFF\x1a~~~WEBPVP8X\x0a~~~\x02~~~\x10~~\x20~~",
  "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE svg><!-- a -->" SVG "width=\"10\" height='2cm'><g a:b='&lt;'>x</g></svg>",
  SVG "viewBox='0 0 3 4'><defs><g id='a'><use href='#a'/></g></defs><use href='#a'/><![CDATA[<image/>]]></svg>",
  NULL,
};

const char *const fuzz_words[] = {
  "IHDR", "IDAT", "IEND", "acTL", "VP8X", "\xff\xda", "\xff\xd9", "\xff\xff", "~~~~", "\xff\xff\xff\xff", "<image/>",
  "<svg:image>", "<!ENTITY a 'b'>", "<!DOCTYPE svg [", "&#60;", "&a;", "]]>", "<!--", "-->", "<?xml encoding='UTF-16'?>",
  "width='1e30'", "height='-1'", "<g>", "</g>", "/>", "'", NULL,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  MbPictureHeader header;
  RsvgHandle *drawing;
  double width, height;

  for (gsize i = 0; i < size; i++)
    if (copy[i] == '~')
      copy[i] = 0;
  if (!mb_picture_header_read (copy, size, &header, NULL))
    return 0;

  g_assert_cmpint (header.width, <=, MB_PICTURE_MAX_SIDE);
  g_assert_cmpint (header.height, <=, MB_PICTURE_MAX_SIDE);
  if (header.format != MB_PICTURE_SVG)
    {
      g_assert_true (header.width > 0 && header.height > 0);
      return 0;
    }

  drawing = mb_picture_svg_open (copy, size, &width, &height, NULL);
  if (drawing != NULL)
    g_assert_true (width >= 0 && height >= 0);
  g_clear_object (&drawing);
  return 0;
}
