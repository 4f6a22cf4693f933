/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each criterion as a value of 0 to 1, or NAN where it is not known. Nothing here allocates: this
 * runs for every prospect of the base in one pass. */
#include "palier-scoring-measure-private.h"

#include <math.h>
#include <string.h>

#include "palier-gate.h"

static const PalierField site_checks[PALIER_SCORING_SITE_CHECKS] = {
  PALIER_FIELD_SITE_HTTPS,    PALIER_FIELD_SITE_FAST, PALIER_FIELD_SITE_MOBILE,
  PALIER_FIELD_SITE_LISTINGS, PALIER_FIELD_SITE_FORM, PALIER_FIELD_SITE_FRESH
};

static double
step_value (const PalierSteps *steps, double quantity)
{
  double value = steps->steps[0].value;

  for (gsize i = 1; i < steps->n && quantity >= steps->steps[i].from; i++)
    value = steps->steps[i].value;
  return value;
}

static double
choice_value (const PalierChoices *choices, const char *key)
{
  for (gsize i = 0; key != NULL && i < choices->n; i++)
    if (strcmp (choices->keys[i], key) == 0)
      return choices->values[i];
  return NAN;
}

static const char *
field_of (const PalierCase *self, PalierField field)
{
  return palier_prospect_get (self->prospect, field);
}

/* A count, or NAN. Read by hand: this is where a pass over the base would spend its time. */
static double
count_of (const PalierCase *self, PalierField field)
{
  const char *text = field_of (self, field);
  double value = 0;

  if (text == NULL)
    return NAN;
  for (; g_ascii_isdigit (*text); text++)
    value = value * 10 + (*text - '0');
  return *text == '\0' ? value : NAN;
}

static double
decay (gint64 age_ms, double days)
{
  return exp (-(double) MAX (age_ms, 0) / PALIER_DAY_MS / days);
}

/* Days since 1970 of a civil date (Howard Hinnant's days_from_civil). */
static gint64
days_of (int year, int month, int day)
{
  int y = year - (month <= 2);
  int era = y / 400;
  int of_era = y - era * 400;
  int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return (gint64) era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int
digits (const char *text, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
  {
    if (!g_ascii_isdigit (text[i]))
      return -1;
    value = value * 10 + text[i] - '0';
  }
  return value;
}

/* Noon of a date field, UTC; 0 where it is not known. */
gint64
palier_case_date_ms (const PalierCase *self, PalierField field)
{
  const char *text = field_of (self, field);

  if (text == NULL || strlen (text) != 10)
    return 0;
  int year = digits (text, 4), month = digits (text + 5, 2), day = digits (text + 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31)
    return 0;
  return days_of (year, month, day) * PALIER_DAY_MS + PALIER_DAY_MS / 2;
}

guint
palier_case_count_set (const PalierCase *self, PalierField field)
{
  const char *text = field_of (self, field);
  guint n = text != NULL;

  for (; text != NULL && *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

/* An address is a site. Without one, checks of which all say no mean that there is none: they can
 * only come from someone who looked. */
static void
look_at_site (PalierCase *self)
{
  for (int i = 0; i < PALIER_SCORING_SITE_CHECKS; i++)
  {
    const char *value = field_of (self, site_checks[i]);
    self->site_known += value != NULL;
    self->site_passed += value != NULL && strcmp (value, "yes") == 0;
  }
  if (field_of (self, PALIER_FIELD_WEBSITE) != NULL || self->site_passed > 0)
    self->has_website = PALIER_SIGNAL_YES;
  else if (self->site_known == PALIER_SCORING_SITE_CHECKS)
    self->has_website = PALIER_SIGNAL_NO;
}

PalierCase
palier_case (const PalierScoringParameters *parameters, const PalierProspect *prospect,
             const PalierScoringMarket *market, const PalierScoringHistory *history, gint64 now_ms)
{
  PalierCase self = {
    .parameters = parameters,
    .prospect = prospect,
    .market = market,
    .history = history,
    .now_ms = now_ms,
    .kind = palier_prospect_is_person (prospect) ? PALIER_SCORED_PERSON : PALIER_SCORED_AGENCY,
  };
  gint64 noted = palier_prospect_get_integer (prospect, PALIER_FIELD_LAST_SIGN_AT, 0);

  self.last_sign_ms = MAX (palier_gate_sign_ms (noted, now_ms), history->last_sign_ms);
  if (self.kind == PALIER_SCORED_AGENCY)
    look_at_site (&self);
  return self;
}

static double
website (const PalierCase *self)
{
  return self->has_website == PALIER_SIGNAL_UNKNOWN ? NAN : self->has_website == PALIER_SIGNAL_YES;
}

/* A check that was not made wins nothing and, in the confidence, counts as not known. */
static double
site_quality (const PalierCase *self)
{
  return self->site_known == 0 ? NAN : (double) self->site_passed / PALIER_SCORING_SITE_CHECKS;
}

/* More than those counted are worth more than 1: the sub-score has its own cap. */
static double
portals (const PalierCase *self)
{
  guint n = palier_case_count_set (self, PALIER_FIELD_PORTALS);

  return n == 0 ? NAN : n / self->parameters->portals_counted;
}

static double
social (const PalierCase *self)
{
  gint64 at_ms = palier_case_date_ms (self, PALIER_FIELD_SOCIAL_ACTIVE_AT);

  if (at_ms == 0)
    return NAN;
  return self->now_ms - at_ms <= self->parameters->social_days * PALIER_DAY_MS;
}

static double
size (const PalierCase *self)
{
  double staff = count_of (self, PALIER_FIELD_STAFF);

  if (!isnan (staff))
    return step_value (&self->parameters->staff, staff);
  return choice_value (&self->parameters->team, field_of (self, PALIER_FIELD_TEAM_SIZE));
}

/* Estimated sales a year: what is listed, turned over at the pace of the commune, and of that the
 * share that the agency itself sells; NAN where its listings are not known. */
double
palier_case_sales (const PalierCase *self)
{
  const PalierScoringParameters *p = self->parameters;
  double listings = count_of (self, PALIER_FIELD_ACTIVE_LISTINGS);
  double months = self->market->months_to_sell;

  return listings * 12 / (months > 0 ? months : p->months_to_sell) * p->own_share;
}

static double
volume (const PalierCase *self)
{
  double sales = palier_case_sales (self);

  if (isnan (sales))
    return NAN;
  return fmin (1, log10 (1 + sales) / self->parameters->log_full_sales);
}

static double
position (const PalierCase *self)
{
  const PalierScoringParameters *p = self->parameters;
  const char *noted = field_of (self, PALIER_FIELD_MARKET_POSITION);
  double share = self->market->listing_share;

  if (noted != NULL || isnan (share))
    return choice_value (&p->position, noted);
  return choice_value (&p->position, share >= p->leader_share       ? "leader"
                                     : share >= p->challenger_share ? "challenger"
                                                                    : "follower");
}

static double
growth (const PalierCase *self)
{
  const PalierScoringParameters *p = self->parameters;
  const char *noted = field_of (self, PALIER_FIELD_GROWTH);
  double change = self->market->growth;

  if (noted != NULL || isnan (change))
    return choice_value (&p->growth, noted);
  return choice_value (&p->growth, change > p->growing_over      ? "growing"
                                   : change < p->declining_under ? "declining"
                                                                 : "stable");
}

/* What was typed and could not be read as an address is a known fault, as is a bounce. */
static double
email (const PalierCase *self)
{
  if (self->history->email_bounced)
    return 0;
  if (field_of (self, PALIER_FIELD_EMAIL) != NULL)
    return 1;
  return palier_prospect_get_original (self->prospect, PALIER_FIELD_EMAIL) != NULL ? 0 : NAN;
}

static double
mobile (const PalierCase *self)
{
  if (field_of (self, PALIER_FIELD_MOBILE) != NULL)
    return 1;
  return palier_prospect_get_original (self->prospect, PALIER_FIELD_MOBILE) != NULL ? 0 : NAN;
}

/* Yes on one channel is yes; no where it was refused and nowhere given. */
PalierSignal
palier_case_consent (const PalierCase *self)
{
  const char *basis = field_of (self, PALIER_FIELD_LEGAL_BASIS);
  PalierSignal all = PALIER_SIGNAL_UNKNOWN;

  if (self->history->opposed)
    return PALIER_SIGNAL_NO;
  for (int i = 0; i < PALIER_N_CHANNELS; i++)
  {
    if (self->history->consent[i] == PALIER_SIGNAL_YES)
      return PALIER_SIGNAL_YES;
    if (self->history->consent[i] == PALIER_SIGNAL_NO)
      all = PALIER_SIGNAL_NO;
  }
  if (all == PALIER_SIGNAL_UNKNOWN
      && (g_strcmp0 (basis, "consent") == 0 || g_strcmp0 (basis, "contract") == 0))
    return PALIER_SIGNAL_YES;
  return all;
}

static double
consent (const PalierCase *self)
{
  PalierSignal given = palier_case_consent (self);

  return given == PALIER_SIGNAL_UNKNOWN ? NAN : given == PALIER_SIGNAL_YES;
}

static double
address (const PalierCase *self)
{
  gboolean complete = field_of (self, PALIER_FIELD_STREET) != NULL
                      && (field_of (self, PALIER_FIELD_CITY) != NULL
                          || field_of (self, PALIER_FIELD_POSTAL_CODE) != NULL);

  return complete ? 1 : NAN;
}

static double
project (const PalierCase *self)
{
  return choice_value (&self->parameters->project, field_of (self, PALIER_FIELD_PROJECT));
}

/* The property's value beside what the commune's median makes of its surface: the median itself is
 * worth at_median, and it grows in proportion. */
static double
property_value (const PalierCase *self)
{
  double value = count_of (self, PALIER_FIELD_ESTIMATED_VALUE_CENTS);
  double median = self->market->price_m2_cents * count_of (self, PALIER_FIELD_SURFACE_M2);

  if (isnan (value) || !(median > 0))
    return NAN;
  return fmin (1, self->parameters->value_at_median * value / median);
}

static double
horizon (const PalierCase *self)
{
  double months = count_of (self, PALIER_FIELD_HORIZON_MONTHS);

  return isnan (months) ? NAN : step_value (&self->parameters->horizon, months);
}

/* The source's conversion rate, drawn to the mean by as many prospects as the prior counts, beside
 * that mean: rates are a few per cent, so the mean itself is worth at_mean. */
static double
source (const PalierCase *self)
{
  const PalierScoringMarket *m = self->market;
  double prior = self->parameters->source_prior;
  double rate = (m->source_customers + prior * m->mean_conversion) / (m->source_contacts + prior);

  if (!(m->mean_conversion > 0) || isnan (rate))
    return NAN;
  return fmin (1, self->parameters->source_at_mean * rate / m->mean_conversion);
}

static double
season (const PalierCase *self)
{
  return palier_scoring_season (self->parameters, self->now_ms);
}

static double
market (const PalierCase *self)
{
  const PalierScoringParameters *p = self->parameters;
  double change = self->market->volume_change;

  if (isnan (change))
    return NAN;
  return CLAMP (p->market_still + p->market_slope * change, p->market_lowest, p->market_highest);
}

static double
adoption (const PalierCase *self)
{
  double share = self->market->adoption_share;

  return isnan (share) ? NAN : fmin (1, self->parameters->adoption_slope * share);
}

static double
recency (const PalierCase *self)
{
  if (self->last_sign_ms == 0)
    return NAN;
  return decay (self->now_ms - self->last_sign_ms,
                self->parameters->kinds[self->kind].recency_days);
}

/* The value of one criterion, 0 to 1 (portals: more), or NAN. */
double
palier_case_measure (const PalierCase *self, PalierCriterion criterion)
{
  static double (*const measures[]) (const PalierCase *) = {
    website, site_quality, portals, social,  size,     volume,  position,
    growth,  email,        mobile,  consent, address,  project, property_value,
    horizon, source,       season,  market,  adoption, recency,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (measures) == PALIER_N_CRITERIA);
  return measures[criterion](self);
}
