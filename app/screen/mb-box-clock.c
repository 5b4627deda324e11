/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-box-clock.h"

#include <sys/timex.h>

void
mb_box_clock_read (MbBoxTime *box)
{
  struct timex kernel = { 0 };
  int state = adjtimex (&kernel);
  glong fraction = (kernel.status & STA_NANO) != 0 ? kernel.time.tv_usec / 1000 : kernel.time.tv_usec;

  box->us = kernel.time.tv_sec * G_USEC_PER_SEC + fraction;
  box->synchronised = state >= 0 && state != TIME_ERROR && (kernel.status & STA_UNSYNC) == 0;
}
