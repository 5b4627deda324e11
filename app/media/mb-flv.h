/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/** mb_flv_hasten: a livestream without sound shows as soon as one with it. Of 1.22, the demuxer waits six seconds for
 * the sound that its pictures may have, and all that time nothing shows. Here it waits as long as the file says that
 * there is some, and a second at the most.
 *
 * What has its sound begin later than that stands still and has to be opened anew, without this.
 * @element: any; nothing is done with one that is no such demuxer. Any thread */
void mb_flv_hasten (GstElement *element);

G_END_DECLS
