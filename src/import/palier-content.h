/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"

G_BEGIN_DECLS

/* What a value may be, by itself. A value may be several. */
typedef enum
{
  PALIER_CONTENT_EMAIL,
  PALIER_CONTENT_PHONE,
  PALIER_CONTENT_MOBILE,
  PALIER_CONTENT_SIRET,
  PALIER_CONTENT_SIREN,
  PALIER_CONTENT_NAF,
  PALIER_CONTENT_POSTAL_CODE,
  PALIER_CONTENT_CITY,
  PALIER_CONTENT_COUNTRY,
  PALIER_CONTENT_STREET,
  PALIER_CONTENT_URL,
  PALIER_CONTENT_DEEP_LINK, /* to one page of many: an ad, a photograph */
  PALIER_CONTENT_LINKEDIN,
  PALIER_CONTENT_DATE,
  PALIER_CONTENT_YES_NO,
  PALIER_CONTENT_TITLE,
  PALIER_CONTENT_FIRST_NAME,
  PALIER_CONTENT_SURNAME,
  PALIER_CONTENT_FULL_NAME,
  PALIER_CONTENT_COMPANY,
  PALIER_CONTENT_NUMBER,
  PALIER_CONTENT_LONG_TEXT,
  PALIER_CONTENT_MONEY,       /* with its sign */
  PALIER_CONTENT_TOWN,        /* "75001 Paris" */
  PALIER_CONTENT_ADDRESS,     /* a street and a town */
  PALIER_CONTENT_MANY_PHONES, /* "01… / 06…" */
  PALIER_CONTENT_MANY_EMAILS,
  PALIER_CONTENT_MIXED, /* an address and a number */
  PALIER_CONTENT_JOB,
  PALIER_CONTENT_SEX,          /* "F", "H" */
  PALIER_CONTENT_OLD_DATE,     /* before there were such files */
  PALIER_CONTENT_SMALL_NUMBER, /* less than any property costs */
  PALIER_CONTENT_CENTS,        /* a number to the cent */
  PALIER_CONTENT_CITIES,       /* several towns */
  PALIER_CONTENT_AREA,         /* a part of a town: "Centre-ville" */
  PALIER_CONTENT_SOURCE,       /* where contacts come from: "Leboncoin" */
  PALIER_CONTENT_INITIALS,     /* "HR" */
  PALIER_CONTENT_HORIZON,      /* in how much time: "3 à 6 mois" */
  PALIER_CONTENT_NIR,          /* a French social-security number */
  PALIER_N_CONTENTS
} PalierContent;

/* How many values of a column are what. */
typedef struct
{
  guint n;          /* values that are not blank */
  guint n_distinct; /* of them; counted by the caller */
  guint counts[PALIER_N_CONTENTS];
  guint choices[PALIER_N_FIELDS]; /* values of each field's closed list */
} PalierContentCounts;

void palier_content_count (PalierContentCounts *self, const char *value, guint n);

G_END_DECLS
