/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A share seen, with what can be believed of it. */
typedef struct
{
  guint64 k; /* of n; never more */
  guint64 n; /* 0: nothing is known, and value is 0 */
  double value;
  double low; /* 95 % credible interval */
  double high;
} PalierRate;

PalierRate palier_rate (guint64 k, guint64 n);
double palier_beta_quantile (double p, double a, double b);

G_END_DECLS
