/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

/* Another machine's clocks for one program, which is started with this in LD_PRELOAD: how long the machine has
 * been up, and what its wall clock says to somebody who asks whether it is right. The test has the file
 * that MB_BOX_CLOCK names, and changes it as hours pass. */

typedef struct
{
  int64_t slept_ns; /* what time since boot is ahead of this machine's */
  int64_t wall_s;   /* since 1970, when this machine has been up for no time */
  int64_t synchronised;
} Box;

static const Box *
get_box (void)
{
  static const Box *box;
  const char *name = getenv ("MB_BOX_CLOCK");
  int file;

  if (box != NULL || name == NULL)
    return box;

  file = open (name, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return NULL;
  box = mmap (NULL, sizeof *box, PROT_READ, MAP_SHARED, file, 0);
  close (file);
  if (box == MAP_FAILED)
    abort ();
  return box;
}

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  const Box *box = clock == CLOCK_BOOTTIME ? get_box () : NULL;
  int status = (int) syscall (SYS_clock_gettime, clock, now);

  if (box != NULL && status == 0)
    {
      int64_t ns = now->tv_nsec + box->slept_ns;

      now->tv_sec += ns / 1000000000;
      now->tv_nsec = ns % 1000000000;
    }
  return status;
}

int
adjtimex (struct timex *kernel)
{
  const Box *box = get_box ();
  int status = (int) syscall (SYS_adjtimex, kernel);
  struct timespec up;

  if (box == NULL)
    return status;

  clock_gettime (CLOCK_BOOTTIME, &up);
  kernel->time.tv_sec = box->wall_s + up.tv_sec;
  kernel->status = box->synchronised ? kernel->status & ~STA_UNSYNC : kernel->status | STA_UNSYNC;
  return box->synchronised ? TIME_OK : TIME_ERROR;
}
