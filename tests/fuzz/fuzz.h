/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What libFuzzer calls, and the replay too: one input from outside. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize length);
