/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the words around a number say of it: what it counts, whether it is more or less than
 * another, with or without the tax, since when. */
#include <string.h>

#include "palier-draft-claim-words.h"

#define EACH_BEFORE 14 /* tokens: "ramené à chacun de vos neuf négociateurs, cela fait" */

/* What is counted stands in the plural; most other words that end like one are in the list. */
static gboolean
is_plural (const PalierToken *token)
{
  static const char *const others[] = { "dans", "sous",   "plus",   "moins", "vers",
                                        "sans", "apres",  "mais",   "puis",  "vous",
                                        "nous", "jamais", "tres",   "pas",   "ainsi",
                                        "donc", "hors",   "depuis", NULL };
  gsize length = strlen (token->fold);

  return token->kind == PALIER_TOKEN_WORD && length > 2 && strchr ("sx", token->fold[length - 1])
         && !g_strv_contains (others, token->fold);
}

/* "votre équipe de sept". */
static const char *
noun_before (const PalierClaimReader *self, guint i)
{
  const PalierToken *noun = i > 1 ? PALIER_TOKEN (self, i - 2) : NULL;

  return noun != NULL && palier_claim_counted_alike (noun->fold) > 0
                 && palier_tokens_is (self->tokens, i - 1, "de")
             ? noun->fold
             : NULL;
}

/* What a number counts: "de vos quarante-cinq annonces" counts advertisements. */
const char *
palier_claim_noun_after (const PalierClaimReader *self, guint i)
{
  static const char *const over[] = { "de",  "d",   "'",   "vos", "nos", "ces",
                                      "ses", "mes", "les", "des", NULL };
  PalierWrittenNumber number;

  for (guint k = i; k < i + 4; k++)
  {
    const PalierToken *token = PALIER_TOKEN (self, k);
    if (k > i && palier_written_number (self->tokens, k, &number))
      return palier_claim_noun_after (self, number.next);
    if (!g_strv_contains (over, token->fold))
      return is_plural (token) ? token->fold : NULL;
  }
  return NULL;
}

/* Whether one of the words from @from to before @to is of @words. */
static gboolean
has_word (const PalierClaimReader *self, guint from, guint to, const char *const *words)
{
  for (guint i = from; i < to; i++)
    if (g_strv_contains (words, PALIER_TOKEN (self, i)->fold))
      return TRUE;
  return FALSE;
}

int
palier_claim_sign_before (const PalierClaimReader *self, guint i)
{
  const PalierToken *mark = i > 0 ? PALIER_TOKEN (self, i - 1) : NULL;

  if (mark == NULL || PALIER_TOKEN (self, i)->spaced
      || !(mark->spaced || palier_tokens_is (self->tokens, i - 2, "(")))
    return 0;
  return strcmp (mark->fold, "+") == 0 ? 1 : strcmp (mark->fold, "-") == 0 ? -1 : 0;
}

static int
tax_after (const PalierClaimReader *self, guint i)
{
  for (guint k = i; k < i + 4; k++)
  {
    const char *word = PALIER_TOKEN (self, k)->fold;
    if (strcmp (word, "ht") == 0 || strcmp (word, "excl") == 0
        || (strcmp (word, "hors") == 0 && palier_tokens_is (self->tokens, k + 1, "taxes")))
      return 1;
    if (strcmp (word, "ttc") == 0)
      return 2;
  }
  return 0;
}

/* "depuis huit ans", "il y a deux mois", "huit ans plus tard", "dans deux mois". */
static gboolean
is_since (const PalierClaimReader *self, guint i, guint end)
{
  static const char *const before[] = { "depuis",  "a",    "voila", "voici",  "fait",
                                        "apres",   "de",   "dans",  "encore", "reste",
                                        "bientot", "aura", "en",    "et",     "que",
                                        "presque", "d",    "ans",   "d'",     "ses",
                                        "vos",     "nos",  "leurs", "mes",    NULL };
  static const char *const after[] = { "plus", "que",    "deja",    "apres",   "c",
                                       ",",    "d",      "de",      "demain",  "aujourd",
                                       "pile", "passes", "ecoules", "revolus", NULL };

  return (i > 0 && g_strv_contains (before, PALIER_TOKEN (self, i - 1)->fold))
         || g_strv_contains (after, PALIER_TOKEN (self, end)->fold) || PALIER_TOKEN (self, i)->line;
}

/* "vendue en 23 jours": how long it took, more likely than a time since. */
static gboolean
is_within_span (const PalierClaimReader *self, guint i)
{
  static const char *const before[] = { "en", "sous", "d", "'", "de", NULL };

  return i > 0 && g_strv_contains (before, PALIER_TOKEN (self, i - 1)->fold);
}

static gboolean
is_monthly (const PalierClaimReader *self, guint end)
{
  static const char *const words[] = { "mois", "mensuel", "mensuels", "mensualite", NULL };

  return has_word (self, end, end + 5, words);
}

/* "49 € par tête", "neuf chacun": a mean, or a price of each. */
static gboolean
is_each (const PalierClaimReader *self, guint i, guint end)
{
  static const char *const words[] = { "chacun",  "chacune", "chaque", "unite",
                                       "moyenne", "piece",   "tete",   NULL };
  static const char *const before[] = { "chacun",  "chacune",  "ramene", "ramenee",
                                        "reparti", "repartie", "divise", NULL };
  PalierWrittenNumber number;

  for (guint k = end; k < end + 4; k++)
    if ((palier_tokens_is (self->tokens, k, "par")
         && PALIER_TOKEN (self, k + 1)->kind == PALIER_TOKEN_WORD
         && !palier_written_number (self->tokens, k + 1, &number))
        || (palier_tokens_is (self->tokens, k, "pour")
            && g_str_has_prefix (PALIER_TOKEN (self, k + 1)->fold, "un")))
      return TRUE;
  return has_word (self, end, end + 4, words)
         || has_word (self, i > EACH_BEFORE ? i - EACH_BEFORE : 0, i, before);
}

/* "six euros par jour" */
static gboolean
is_daily (const PalierClaimReader *self, guint end)
{
  for (guint i = end; i < end + 4; i++)
    if (palier_tokens_is (self->tokens, i, "par") && palier_tokens_is (self->tokens, i + 1, "jour"))
      return TRUE;
  return FALSE;
}

/* "encore quatorze chaises", "les trente-trois autres", "sept points de plus", "96 en tout". */
gboolean
palier_claim_is_rest (const PalierClaimReader *self, guint i, guint end)
{
  static const char *const before[] = { "encore",   "reste", "restent", "manque",
                                        "manquent", "gain",  "hausse",  "soit",
                                        "baisse",   "donc",  "recul",   "economie",
                                        "ecart",    "gagne", "perdu",   NULL };
  static const char *const after[] = { "moins",     "mieux",   "autres",  "restants",
                                       "restantes", "sous",    "dessous", "dessus",
                                       "seulement", "restent", "trop",    "ecart",
                                       "economie",  "gagnes",  "gagnees", "economises",
                                       NULL };
  static const char *const more[] = { "plus", "pourcentage", NULL };

  return has_word (self, i > 2 ? i - 2 : 0, i, before) || has_word (self, end, end + 4, after)
         || (palier_tokens_is (self->tokens, end, "de") && has_word (self, end, end + 2, more))
         || (palier_tokens_is (self->tokens, end + 1, "de")
             && has_word (self, end + 1, end + 3, more));
}

/* "96 en tout", "au total 96", "revient à 246 €": what other figures make. */
static gboolean
is_total (const PalierClaimReader *self, guint i, guint end)
{
  static const char *const words[] = { "total",  "tout",  "ensemble", "cumul", "revient",
                                       "ramene", "porte", "passe",    "fait",  NULL };

  return has_word (self, i > 2 ? i - 2 : 0, i, words) || has_word (self, end, end + 3, words);
}

/* "century 21": the word before it and the figure */
static const char *
name_of (const PalierClaimReader *self, guint i)
{
  g_autofree char *name =
      g_strconcat (PALIER_TOKEN (self, i - 1)->fold, " ", PALIER_TOKEN (self, i)->fold, NULL);

  return g_string_chunk_insert (self->words, name);
}

/* "45 de charges": the unit is left out. */
static gboolean
is_elided (const PalierClaimReader *self, guint i, const PalierWrittenNumber *number)
{
  return palier_tokens_is (self->tokens, i, "de") && !number->about && number->value < 1e6
         && is_plural (PALIER_TOKEN (self, i + 1))
         && palier_claim_counted_alike (PALIER_TOKEN (self, i + 1)->fold) == 0
         && strlen (PALIER_TOKEN (self, i + 1)->fold) > 3;
}

/* Fills what is said of the number whose tokens are those from @i to before @number's end, and
 * whose unit ends before @end. */
void
palier_claim_add_words (PalierClaimReader *self, PalierClaim *claim, guint i, guint end,
                        const PalierWrittenNumber *number)
{
  if (!self->of_fact && i > 0 && number->next == i + 1
      && PALIER_TOKEN (self, i - 1)->kind == PALIER_TOKEN_WORD)
    claim->text = name_of (self, i);
  claim->sign = palier_claim_sign_before (self, i);
  claim->monthly = is_monthly (self, end);
  claim->daily = is_daily (self, end);
  claim->rest = palier_claim_is_rest (self, i, end) || is_total (self, i, end);
  claim->each = is_each (self, i, end);
  if (claim->kind == PALIER_CLAIM_EURO)
    claim->tax = tax_after (self, end);
  claim->dated = claim->kind == PALIER_CLAIM_DURATION && is_since (self, i, end);
  claim->spans = claim->dated && is_within_span (self, i);
  claim->working = claim->kind == PALIER_CLAIM_DURATION
                   && g_str_has_prefix (PALIER_TOKEN (self, end)->fold, "ouvre");
  if (claim->kind == PALIER_CLAIM_PERCENT
      || (claim->kind == PALIER_CLAIM_NUMBER && !is_elided (self, end, number)))
    claim->noun = palier_claim_noun_after (self, end);
  if (claim->kind == PALIER_CLAIM_NUMBER && claim->noun == NULL)
    claim->noun = noun_before (self, i);
}
