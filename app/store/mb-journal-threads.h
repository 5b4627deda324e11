/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal-query.h"
#include "store/mb-journal-writer.h"

G_BEGIN_DECLS

typedef enum
{
  MB_JOB_OPEN,
  MB_JOB_APPEND,
  MB_JOB_QUERY,
  MB_JOB_STOP
} MbJobVerb;

/** MbJob: one thing asked of a journal, on its way to a thread and back with the answer. */
typedef struct
{
  MbJobVerb verb;
  GTask *task;                /* (owned) NULL: a stop that nobody waits for */
  MbTransaction *transaction; /* (owned) append */
  MbJournalQuery *query;      /* (owned) query */
  MbJournalWork work;         /* append, query: in their place; its data is the task's */
  MbRange *range;             /* (owned) a query's answer */
  guint seen;                 /* query with work: of the commit that it may have seen, MbDelivery.commit */
  GError *error;              /* (owned) why not */
} MbJob;

MbJob *mb_job_new (MbJobVerb verb, GTask *task); /* task: (transfer full) */
void mb_job_free (MbJob *self);

/** MbDelivery: what a thread has done: jobs with their answers, and what one commit brought. */
typedef struct
{
  GPtrArray *jobs;    /* MbJob */
  GPtrArray *changes; /* MbChange; empty: nothing was committed */
  MbHead head;        /* empty: nothing to tell of it */
  guint commit;       /* of appends: counts the groups that were written, and wraps */
} MbDelivery;

void mb_delivery_free (MbDelivery *self);

/** MbDeliver: called in a journal's threads, once for each delivery (transfer full). */
typedef void (*MbDeliver) (MbDelivery *delivery, gpointer data);

/**
 * MbJournalThreads: a journal's threads and the queues before them. The writing thread takes as many
 * transactions as wait into one commit, so that the slower the disk, the larger the groups. Where the
 * storage can be read beside the writing, another thread does that.
 */
typedef struct _MbJournalThreads MbJournalThreads;

/** mb_journal_threads_new: @storage: (transfer full) */
MbJournalThreads *mb_journal_threads_new (MbJournalStorage *storage, MbClock *clock, const MbClerkFuncs *funcs,
                                          gpointer clerk, MbDeliver deliver, gpointer data);

/** mb_journal_threads_open_now: opens a storage that needs neither time nor luck before the threads
 * start, in place of an open job. */
void mb_journal_threads_open_now (MbJournalThreads *self, MbHead *head);

void mb_journal_threads_start (MbJournalThreads *self);

/** mb_journal_threads_push: @job: (transfer full), answered in the order given; an open comes first, a
 * stop last. */
void mb_journal_threads_push (MbJournalThreads *self, MbJob *job);

/** mb_journal_threads_free: waits for the threads, which have to have been stopped. */
void mb_journal_threads_free (MbJournalThreads *self);

G_END_DECLS
