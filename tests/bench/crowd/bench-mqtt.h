/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench-crowd.h"

G_BEGIN_DECLS

void bench_mqtt_write_connect (GString *out, const char *client);
void bench_mqtt_write_publish (GString *out, const char *payload, gsize length);

G_END_DECLS
