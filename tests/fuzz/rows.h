/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-table.h"

int fuzz_file (const void *bytes, gsize length);
PalierTable *fuzz_open (int fd);
void fuzz_read_rows (PalierTable *opened);
