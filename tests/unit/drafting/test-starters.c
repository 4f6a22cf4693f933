/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ships. 1. There is something for every channel, kind and category. 2. Every key is known.
 * 3. Over contexts of every make, whoever the template is for, no draft has a finding that keeps it
 * from being sent, nor a fault of its print, in other tones and lengths either. 4. Text messages
 * and invitations are short enough. 5. Of the mails that the composer takes by itself, the short
 * form is a tenth shorter at least and the long one a tenth longer, over all contexts, and none the
 * other way round; each tone is heard in each. 6. A paragraph that has other wordings is reworded
 * round and round, and comes back as it was; of an edited one the place counts. */
#include <string.h>

#include "palier-draft-key.h"
#include "palier-draft-paragraph.h"
#include "palier-draft-template.h"
#include "test-people.h"

#define N_CONTEXTS 16
#define INVITATION_MAX 300 /* characters of a note with an invitation */
#define PLAIN ((PalierDraftStyle) { PALIER_DRAFT_TONE_SOBER, PALIER_DRAFT_LENGTH_NORMAL })

static void
give (GPtrArray *more, const char *key, const char *words, const char *source)
{
  PalierFact *fact = palier_fact_new ();

  fact->key = g_strdup (key);
  fact->value = g_strdup (words);
  fact->display = g_strdup (words);
  fact->source = g_strdup (source);
  g_ptr_array_add (more, fact);
}

/* What the session gives where it has it, and what the user fills in. */
static GPtrArray *
more_facts (guint n)
{
  GPtrArray *more = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  if (n % 2 == 0)
  {
    give (more, "market_price_m2", "3\u202f450\u00a0€/m²", "market");
    give (more, "market_period", "l’année 2025", "market");
  }
  if (n % 4 == 0)
    give (more, "market_sales", "412\u00a0ventes", "market");
  if (n % 3 == 0)
    give (more, "competitor_example", "l’Agence du Lac a signé 14\u00a0mandats en 2026",
          "reference");
  give (more, "event", "une matinée d’échanges", "user");
  give (more, "event_date", "samedi à 10\u00a0h", "user");
  give (more, "event_place", "à l’agence", "user");
  give (more, "topic", "la diffusion des annonces en ligne", "user");
  give (more, "note", "Le texte de la note.", "user");
  return more;
}

static void
set_site (PalierProspect *p, guint n)
{
  static const PalierField fields[] = {
    PALIER_FIELD_SITE_HTTPS,    PALIER_FIELD_SITE_FAST, PALIER_FIELD_SITE_MOBILE,
    PALIER_FIELD_SITE_LISTINGS, PALIER_FIELD_SITE_FORM, PALIER_FIELD_SITE_FRESH,
  };

  if (n % 5 == 4)
    palier_prospect_set (p, PALIER_FIELD_WEBSITE, "https://agence.example");
  if (n % 5 >= 3)
    for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
      palier_prospect_set (p, fields[i], n % 5 == 4 && i % 2 == n % 2 ? "yes" : "no");
}

/* The n-th of a kind: 0 nearly empty, the others of every make. */
static PalierDraftContext *
context_for (const PalierDraftSource *source, guint n, PalierDraftStyle style)
{
  g_autoptr (PalierProspect) p = n > 0 ? prospect_new (3 * n + (source->person ? 0 : 1)) : NULL;
  g_autoptr (PalierProfile) profile = writer_new ();
  g_autoptr (PalierScore) score = palier_score_new ();
  g_autoptr (GPtrArray) more = more_facts (n);

  if (p == NULL)
  {
    p = palier_prospect_new ();
    palier_prospect_set (p, PALIER_FIELD_KIND, source->person ? "person" : "agency");
    palier_prospect_set (p, PALIER_FIELD_SOURCE, "Salon RENT 2025");
  }
  /* The odd name with marks in it has a test of its own. */
  if (g_strcmp0 (palier_prospect_get (p, PALIER_FIELD_COMPANY), "Agence {{city}} 87 %") == 0)
    palier_prospect_set (p, PALIER_FIELD_COMPANY, "Agence des Arcades & Associés SAS");
  if (!source->person)
    set_site (p, n);
  score->band = n % 4 == 0 ? PALIER_BAND_HOT : n % 4 == 1 ? PALIER_BAND_COLD : PALIER_BAND_WARM;
  return palier_draft_context_new (&(PalierDraftInput) {
      .prospect = p,
      .profile = profile,
      .score = score,
      .more_facts = more,
      .today_ms = NOW + n * 31 * G_GINT64_CONSTANT (86400000),
      .channel = source->channel,
      .follow_up = source->follow_up,
      .consent = source->person && strcmp (source->channel, "letter") != 0,
      .consent_ms = n % 2 == 0 ? NOW : 0,
      .unsubscribe_url = n % 5 == 0 ? "https://palier.example/u/abc" : NULL,
      .style = style,
  });
}

static void
test_range (void)
{
  static const struct
  {
    const char *channel, *category;
    gboolean person;
    guint least;
  } cases[] = {
    { "email", "prospection", FALSE, 6 },  { "email", "follow_up", FALSE, 6 },
    { "email", "event", FALSE, 2 },        { "email", "information", FALSE, 2 },
    { "email", "prospection", TRUE, 3 },   { "email", "follow_up", TRUE, 3 },
    { "email", "event", TRUE, 1 },         { "email", "information", TRUE, 1 },
    { "sms", "prospection", FALSE, 2 },    { "sms", "follow_up", FALSE, 1 },
    { "sms", "prospection", TRUE, 1 },     { "sms", "follow_up", TRUE, 1 },
    { "sms", "event", TRUE, 1 },           { "linkedin", "prospection", FALSE, 2 },
    { "linkedin", "follow_up", FALSE, 2 }, { "letter", "prospection", TRUE, 3 },
    { "letter", "follow_up", TRUE, 1 },    { "letter", "prospection", FALSE, 1 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  const GPtrArray *all;

  g_assert_no_error (error);
  all = palier_composer_get_templates (composer);
  g_assert_cmpuint (all->len, >=, 30);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    guint n = 0;
    for (guint j = 0; j < all->len; j++)
    {
      const PalierDraftSource *source = palier_draft_template_get_source (all->pdata[j]);
      n += strcmp (source->channel, cases[i].channel) == 0
           && strcmp (source->category, cases[i].category) == 0
           && source->person == cases[i].person;
    }
    g_assert_cmpuint (n, >=, cases[i].least);
  }
}

static gboolean
is_known (const PalierDraftSource *source, const char *key)
{
  const GPtrArray *keys = palier_draft_keys ();

  for (guint i = 0; i < keys->len; i++)
    if (strcmp (((const PalierDraftVariable *) keys->pdata[i])->key, key) == 0)
      return TRUE;
  for (guint i = 0; i < source->variables->len; i++)
    if (strcmp (((const PalierDraftVariable *) source->variables->pdata[i])->key, key) == 0)
      return TRUE;
  return FALSE;
}

/* What is shown is explained, too. */
static void
check_keys (const PalierDraftTemplate *template)
{
  const PalierDraftSource *source = palier_draft_template_get_source (template);
  g_auto (GStrv) keys = palier_draft_template_dup_keys (template);

  for (gsize i = 0; keys[i] != NULL; i++)
    if (!is_known (source, keys[i]))
      g_error ("%s: {{%s}} is not known", source->key, keys[i]);
  g_assert_cmpstr (source->name, !=, source->key);
  g_assert_cmpuint (source->variables->len, >, 0);
  for (guint i = 0; i < source->variables->len; i++)
  {
    const PalierDraftVariable *variable = source->variables->pdata[i];
    g_assert_true (*variable->description != '\0' && *variable->example != '\0');
  }
}

static void
look_for_faults (const char *key, const char *text)
{
  static const char *const faults[] = {
    "{{",         "}}",    "  ",     " ,",      " .",       ",,",      "..",          "\n\n\n",
    "' ",         " \n",   "(null)", "()",      ", .",      ".,",      " de Orléans", " de Hyères",
    " de Écully", "à Le ", "à Les ", " de Le ", " de Les ", " de du ", "à à"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strstr (text, faults[i]) != NULL)
      g_error ("%s: <%s> in: %s", key, faults[i], text);
}

static void
check_draft (const PalierDraftTemplate *template, guint n, PalierDraftStyle style)
{
  const PalierDraftSource *source = palier_draft_template_get_source (template);
  g_autoptr (PalierDraftContext) context = context_for (source, n, style);
  g_autoptr (PalierMessage) message = palier_composer_write (template, context);

  look_for_faults (source->key, message->subject);
  look_for_faults (source->key, message->body);
  g_assert_true (g_utf8_strlen (message->subject, -1) <= 60);
  for (guint i = 0; i < message->checks->len; i++)
  {
    const PalierCheck *check = message->checks->pdata[i];
    if (check->severity == PALIER_SEVERITY_ERROR)
      g_error ("%s: %s: %s\n%s", source->key, check->code, check->detail, message->body);
  }
}

static void
test_drafts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  const GPtrArray *all = palier_composer_get_templates (composer);

  for (guint i = 0; i < all->len; i++)
  {
    check_keys (all->pdata[i]);
    for (guint n = 0; n < N_CONTEXTS; n++)
    {
      check_draft (all->pdata[i], n, PLAIN);
      check_draft (all->pdata[i], n,
                   (PalierDraftStyle) { (PalierDraftTone) (1 + n % 2),
                                        (PalierDraftLength) (1 + n / 2 % 2) });
    }
  }
}

/* Septets of GSM 7 bit; 0 where a letter is not in its tables. */
static guint
count_septets (const char *text)
{
  static const char free[] = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
  {
    gunichar c = g_utf8_get_char (p);
    if (c == 0x20ac || (c < 0x80 && strchr ("^{}\\[~]|", (char) c) != NULL))
      n += 2;
    else if ((c < 0x80 && c != '`') || g_utf8_strchr (free, -1, c) != NULL)
      n++;
    else
      return 0;
  }
  return n;
}

/* Nine of ten text messages fit in one segment, none needs more than two, and none needs the dear
 * alphabet; an invitation has room for its note. */
static void
test_short (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  const GPtrArray *all = palier_composer_get_templates (composer);
  guint messages = 0, single = 0, longest = 0;

  for (guint i = 0; i < all->len; i++)
  {
    const PalierDraftSource *source = palier_draft_template_get_source (all->pdata[i]);
    for (guint n = 0; n < N_CONTEXTS; n++)
    {
      g_autoptr (PalierDraftContext) context = context_for (source, n, PLAIN);
      g_autoptr (PalierMessage) message = palier_composer_write (all->pdata[i], context);
      if (strcmp (source->channel, "sms") == 0)
      {
        guint septets = count_septets (message->body);
        if (septets == 0)
          g_error ("%s: %s", source->key, message->body);
        g_assert_cmpuint (septets, <=, 306);
        g_assert_true (g_str_has_prefix (message->body, "Agence du Parc"));
        g_assert_true (g_str_has_suffix (message->body, "STOP pour refuser"));
        messages++;
        single += septets <= 160;
      }
      if (strcmp (source->channel, "linkedin") == 0 && !source->follow_up)
        longest = MAX (longest, (guint) g_utf8_strlen (message->body, -1));
    }
  }
  g_test_message ("%u of %u text messages in one segment; the longest note has %u characters",
                  single, messages, longest);
  g_assert_cmpuint (single * 10, >=, messages * 9);
  g_assert_cmpuint (longest, <=, INVITATION_MAX);
}

static char *
write_in (const PalierDraftTemplate *template, guint n, PalierDraftTone tone,
          PalierDraftLength length)
{
  g_autoptr (PalierDraftContext) context =
      context_for (palier_draft_template_get_source (template), n,
                   (PalierDraftStyle) { .tone = tone, .length = length });

  return palier_draft_template_body (template, context);
}

static void
check_lengths (const PalierDraftTemplate *template)
{
  gsize sum[3] = { 0 };

  for (guint n = 0; n < N_CONTEXTS; n++)
  {
    gsize length[3];
    for (guint i = 0; i < G_N_ELEMENTS (sum); i++)
    {
      g_autofree char *text =
          write_in (template, n, PALIER_DRAFT_TONE_SOBER, (PalierDraftLength) i);
      length[i] = strlen (text);
      sum[i] += length[i];
    }
    g_assert_cmpuint (length[PALIER_DRAFT_LENGTH_SHORT], <=, length[PALIER_DRAFT_LENGTH_NORMAL]);
    g_assert_cmpuint (length[PALIER_DRAFT_LENGTH_NORMAL], <, length[PALIER_DRAFT_LENGTH_LONG]);
  }
  g_test_message ("%s: %zu %zu %zu", palier_draft_template_get_source (template)->key,
                  sum[PALIER_DRAFT_LENGTH_SHORT], sum[PALIER_DRAFT_LENGTH_NORMAL],
                  sum[PALIER_DRAFT_LENGTH_LONG]);
  g_assert_cmpuint (sum[PALIER_DRAFT_LENGTH_SHORT] * 10, <, sum[PALIER_DRAFT_LENGTH_NORMAL] * 9);
  g_assert_cmpuint (sum[PALIER_DRAFT_LENGTH_LONG] * 10, >, sum[PALIER_DRAFT_LENGTH_NORMAL] * 11);
}

static void
check_tones (const PalierDraftTemplate *template)
{
  for (guint n = 0; n < N_CONTEXTS; n++)
  {
    g_autofree char *sober =
        write_in (template, n, PALIER_DRAFT_TONE_SOBER, PALIER_DRAFT_LENGTH_NORMAL);
    g_autofree char *warm =
        write_in (template, n, PALIER_DRAFT_TONE_WARM, PALIER_DRAFT_LENGTH_NORMAL);
    g_autofree char *direct =
        write_in (template, n, PALIER_DRAFT_TONE_DIRECT, PALIER_DRAFT_LENGTH_NORMAL);
    g_autofree char *again =
        write_in (template, n, PALIER_DRAFT_TONE_DIRECT, PALIER_DRAFT_LENGTH_NORMAL);
    g_assert_cmpstr (sober, !=, warm);
    g_assert_cmpstr (warm, !=, direct);
    g_assert_cmpstr (direct, ==, again);
  }
}

static void
test_styles (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  const GPtrArray *all = palier_composer_get_templates (composer);
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
  {
    const PalierDraftSource *source = palier_draft_template_get_source (all->pdata[i]);
    if (strcmp (source->channel, "email") != 0 || source->supplier
        || (strcmp (source->category, "prospection") != 0
            && strcmp (source->category, "follow_up") != 0))
      continue;
    check_lengths (all->pdata[i]);
    check_tones (all->pdata[i]);
    n++;
  }
  g_assert_cmpuint (n, ==, 12);
}

/* Returns: how many wordings it has, with the first */
static guint
count_wordings (const PalierDraftTemplate *template, PalierDraftContext *context, const char *text,
                guint index)
{
  g_autofree char *body = g_strdup (text);

  for (guint n = 1;; n++)
  {
    g_autofree char *next = palier_draft_reword_paragraph (template, context, body, index);
    g_assert_cmpuint (n, <, 100);
    if (next == NULL)
      return n;
    g_autofree char *before = g_steal_pointer (&body);
    body = palier_draft_replace_paragraph (context, before, index, next);
    g_assert_cmpstr (body, !=, before);
    if (strcmp (body, text) == 0)
      return n;
  }
}

static void
test_reword (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierComposer) composer = palier_composer_new (&error);
  const GPtrArray *all = palier_composer_get_templates (composer);

  for (guint i = 0; i < all->len; i++)
  {
    const PalierDraftSource *source = palier_draft_template_get_source (all->pdata[i]);
    if (strcmp (source->key, "agency-first-local_proof") != 0)
      continue;
    g_autoptr (PalierDraftContext) context = context_for (source, 3, PLAIN);
    g_autofree char *body = palier_draft_template_body (all->pdata[i], context);
    g_auto (GStrv) paragraphs = g_strsplit (body, "\n\n", -1);
    guint last = g_strv_length (paragraphs) - 1;
    g_assert_cmpuint (count_wordings (all->pdata[i], context, body, last), >=, 5);
    g_assert_cmpuint (count_wordings (all->pdata[i], context, body, 0), ==, 1);
    g_autofree char *edited =
        palier_draft_replace_paragraph (context, body, last, "Mes propres mots,");
    g_autofree char *wording = palier_draft_reword_paragraph (all->pdata[i], context, edited, last);
    g_assert_nonnull (strchr (wording, ','));
    return;
  }
  g_assert_not_reached ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/starters/range", test_range);
  g_test_add_func ("/drafting/starters/drafts", test_drafts);
  g_test_add_func ("/drafting/starters/short", test_short);
  g_test_add_func ("/drafting/starters/styles", test_styles);
  g_test_add_func ("/drafting/starters/reword", test_reword);
  return g_test_run ();
}
