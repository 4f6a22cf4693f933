/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-session-error.h"

G_DEFINE_QUARK (palier-session-error-quark, palier_session_error)
