/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-fact-storage.h"

/* The verbs that a back-end has to know. */

G_DEFINE_ABSTRACT_TYPE (MbFactStorage, mb_fact_storage, G_TYPE_OBJECT)

static void
mb_fact_storage_class_init (MbFactStorageClass *klass)
{
}

static void
mb_fact_storage_init (MbFactStorage *self)
{
}
