#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
from rowsbench import measure

measure(100_000, '100k')
