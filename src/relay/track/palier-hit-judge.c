/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People browse with browsers and read with mail programs, some time after a message came; what
 * does not look like that is a machine. So agents of which nobody has heard are judged as well as
 * those of the lists: a list only makes the reason more exact, or finds what looks like a browser.
 */
#include "palier-hit-judge.h"

#include <stdlib.h>
#include <string.h>

#define FAST_OPEN_MS 2000
#define FAST_CLICK_MS 5000
#define EARLY_OPEN_MS 5000
#define EARLY_CLICK_MS 10000

/* Versions of five years ago and more: what still says so is a sandbox. */
#define OLD_CHROME 70
#define OLD_FIREFOX 60

static const char *const reason_names[] = {
  "reader",          "head",     "prefetch", "no_agent", "apple_privacy", "image_proxy", "scanner",
  "scanner_network", "crawler",  "tool",     "preview",  "no_engine",     "not_browser", "outdated",
  "all_links",       "too_fast",
};

G_STATIC_ASSERT (G_N_ELEMENTS (reason_names) == PALIER_N_HIT_REASONS);

/* In lower case, as they stand in an agent. The first that is found counts. */
static const struct
{
  const char *word;
  PalierHitReason reason;
} words[] = {
  /* What shows a link or an image of it before anybody has asked. */
  { "slack-imgproxy", PALIER_HIT_PREVIEW },
  { "slackbot", PALIER_HIT_PREVIEW },
  { "preview", PALIER_HIT_PREVIEW },
  { "facebookexternal", PALIER_HIT_PREVIEW },
  { "facebookcatalog", PALIER_HIT_PREVIEW },
  { "whatsapp/", PALIER_HIT_PREVIEW },
  { "skypeuri", PALIER_HIT_PREVIEW },
  { "embedly", PALIER_HIT_PREVIEW },
  { "iframely", PALIER_HIT_PREVIEW },
  { "existence discovery", PALIER_HIT_PREVIEW },
  { "protocol discovery", PALIER_HIT_PREVIEW },
  { "telegrambot", PALIER_HIT_PREVIEW },
  { "discordbot", PALIER_HIT_PREVIEW },
  { "linkedinbot", PALIER_HIT_PREVIEW },
  { "twitterbot", PALIER_HIT_PREVIEW },
  /* Mailboxes that fetch images in the reader's stead. */
  { "imageproxy", PALIER_HIT_IMAGE_PROXY },
  { "image proxy", PALIER_HIT_IMAGE_PROXY },
  { "image-proxy", PALIER_HIT_IMAGE_PROXY },
  { "ggpht", PALIER_HIT_IMAGE_PROXY },
  { "mailproxy", PALIER_HIT_IMAGE_PROXY },
  { "mail proxy", PALIER_HIT_IMAGE_PROXY },
  { "mail-proxy", PALIER_HIT_IMAGE_PROXY },
  { "email-proxy", PALIER_HIT_IMAGE_PROXY },
  { "yahoocachesystem", PALIER_HIT_IMAGE_PROXY },
  { "imageresizer", PALIER_HIT_IMAGE_PROXY },
  /* What looks for fraud. */
  { "barracuda", PALIER_HIT_SCANNER },
  { "mimecast", PALIER_HIT_SCANNER },
  { "proofpoint", PALIER_HIT_SCANNER },
  { "urldefense", PALIER_HIT_SCANNER },
  { "safelinks", PALIER_HIT_SCANNER },
  { "safe links", PALIER_HIT_SCANNER },
  { "safebrowsing", PALIER_HIT_SCANNER },
  { "google-safety", PALIER_HIT_SCANNER },
  { "defender", PALIER_HIT_SCANNER },
  { "smartscreen", PALIER_HIT_SCANNER },
  { "trendmicro", PALIER_HIT_SCANNER },
  { "trend micro", PALIER_HIT_SCANNER },
  { "sophos", PALIER_HIT_SCANNER },
  { "kaspersky", PALIER_HIT_SCANNER },
  { "bitdefender", PALIER_HIT_SCANNER },
  { "symantec", PALIER_HIT_SCANNER },
  { "messagelabs", PALIER_HIT_SCANNER },
  { "mcafee", PALIER_HIT_SCANNER },
  { "fortigate", PALIER_HIT_SCANNER },
  { "fortimail", PALIER_HIT_SCANNER },
  { "fortiguard", PALIER_HIT_SCANNER },
  { "fortisandbox", PALIER_HIT_SCANNER },
  { "forcepoint", PALIER_HIT_SCANNER },
  { "websense", PALIER_HIT_SCANNER },
  { "palo alto", PALIER_HIT_SCANNER },
  { "paloalto", PALIER_HIT_SCANNER },
  { "check point", PALIER_HIT_SCANNER },
  { "checkpoint", PALIER_HIT_SCANNER },
  { "ironport", PALIER_HIT_SCANNER },
  { "cisco", PALIER_HIT_SCANNER },
  { "fireeye", PALIER_HIT_SCANNER },
  { "trellix", PALIER_HIT_SCANNER },
  { "vadesecure", PALIER_HIT_SCANNER },
  { "vade secure", PALIER_HIT_SCANNER },
  { "mailinblack", PALIER_HIT_SCANNER },
  { "hornetsecurity", PALIER_HIT_SCANNER },
  { "netcraft", PALIER_HIT_SCANNER },
  { "virustotal", PALIER_HIT_SCANNER },
  { "cloudmark", PALIER_HIT_SCANNER },
  { "rspamd", PALIER_HIT_SCANNER },
  { "spamassassin", PALIER_HIT_SCANNER },
  { "clamav", PALIER_HIT_SCANNER },
  { "phish", PALIER_HIT_SCANNER },
  { "malware", PALIER_HIT_SCANNER },
  { "antivirus", PALIER_HIT_SCANNER },
  { "virus", PALIER_HIT_SCANNER },
  { "threat", PALIER_HIT_SCANNER },
  { "security", PALIER_HIT_SCANNER },
  { "sandbox", PALIER_HIT_SCANNER },
  { "scan", PALIER_HIT_SCANNER },
  /* Browsers that nobody sits at, libraries, commands. */
  { "headless", PALIER_HIT_TOOL },
  { "phantomjs", PALIER_HIT_TOOL },
  { "slimerjs", PALIER_HIT_TOOL },
  { "selenium", PALIER_HIT_TOOL },
  { "puppeteer", PALIER_HIT_TOOL },
  { "playwright", PALIER_HIT_TOOL },
  { "htmlunit", PALIER_HIT_TOOL },
  { "lighthouse", PALIER_HIT_TOOL },
  { "curl", PALIER_HIT_TOOL },
  { "wget", PALIER_HIT_TOOL },
  { "python", PALIER_HIT_TOOL },
  { "urllib", PALIER_HIT_TOOL },
  { "aiohttp", PALIER_HIT_TOOL },
  { "httpx", PALIER_HIT_TOOL },
  { "scrapy", PALIER_HIT_TOOL },
  { "okhttp", PALIER_HIT_TOOL },
  { "http-client", PALIER_HIT_TOOL },
  { "httpclient", PALIER_HIT_TOOL },
  { "winhttp", PALIER_HIT_TOOL },
  { "java/", PALIER_HIT_TOOL },
  { "perl", PALIER_HIT_TOOL },
  { "ruby", PALIER_HIT_TOOL },
  { "php/", PALIER_HIT_TOOL },
  { "guzzle", PALIER_HIT_TOOL },
  { "axios", PALIER_HIT_TOOL },
  { "undici", PALIER_HIT_TOOL },
  { "powershell", PALIER_HIT_TOOL },
  { "postman", PALIER_HIT_TOOL },
  { "fetch", PALIER_HIT_TOOL },
  /* What goes through the web, and whatever says where to read about it. */
  { "bot", PALIER_HIT_CRAWLER },
  { "crawl", PALIER_HIT_CRAWLER },
  { "spider", PALIER_HIT_CRAWLER },
  { "slurp", PALIER_HIT_CRAWLER },
  { "archiver", PALIER_HIT_CRAWLER },
  { "monitor", PALIER_HIT_CRAWLER },
  { "uptime", PALIER_HIT_CRAWLER },
  { "pingdom", PALIER_HIT_CRAWLER },
  { "http://", PALIER_HIT_CRAWLER },
  { "https://", PALIER_HIT_CRAWLER },
  { "http", PALIER_HIT_TOOL },
};

/* In what people's own programs say of themselves some of the words above stand, too. */
static const char *const harmless[] = { "cubot" };

static const char *const engines[] = { "applewebkit", "gecko/", "trident/", "msie ", "presto/" };

/* They show images; a link they give to a browser. */
static const char *const mail_programs[] = {
  "outlook",     "microsoft office", "ms-office",     "msoffice",   "thunderbird",
  "dalvik/",     "airmail",          "yahoomobile",   "apple mail", "mail/",
  "lotus-notes", "evolution/",       "postbox",       "superhuman", "emclient",
  "em client",   "spark/",           "samsung email", "bluemail",
};

/* Browsers that never called themselves Mozilla. */
static const char *const other_browsers[] = { "opera/", "lynx/", "w3m/", "elinks/", "links (" };

static gboolean
holds_one_of (const char *text, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strstr (text, list[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
begins_with_one_of (const char *text, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_has_prefix (text, list[i]))
      return TRUE;
  return FALSE;
}

static void
blank_harmless (char *agent)
{
  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    for (char *at = agent; (at = strstr (at, harmless[i])) != NULL;)
      memset (at, ' ', strlen (harmless[i]));
}

/* Returns: PALIER_HIT_READER for an agent that no word gives away */
static PalierHitReason
find_word (const char *agent)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (agent, words[i].word) != NULL)
      return words[i].reason;
  return PALIER_HIT_READER;
}

/* Whether @agent has a version of what is called @name, below @least. */
static gboolean
is_below (const char *agent, const char *name, int least)
{
  const char *at = strstr (agent, name);
  int version = at != NULL ? atoi (at + strlen (name)) : 0;

  return version > 0 && version < least;
}

static gboolean
is_outdated (const char *agent)
{
  return strstr (agent, "msie ") != NULL || strstr (agent, "windows nt 5.") != NULL
         || is_below (agent, "chrome/", OLD_CHROME) || is_below (agent, "firefox/", OLD_FIREFOX);
}

/* A browser of old, or an unknown program: people do not follow links with it, but some old mail
 * program shows images as it did. */
static PalierHitGuess
doubt (const PalierHitEvidence *evidence, PalierHitReason reason)
{
  PalierHitBy by = evidence->kind == PALIER_LINK_OPEN ? PALIER_HIT_UNSURE : PALIER_HIT_MACHINE;
  return (PalierHitGuess) { by, reason };
}

/* By what it says of itself alone; @agent is in lower case. */
static PalierHitGuess
judge_agent (const PalierHitEvidence *evidence, const char *agent)
{
  gboolean open = evidence->kind == PALIER_LINK_OPEN;
  PalierHitReason word = find_word (agent);

  if (word == PALIER_HIT_IMAGE_PROXY)
    return (PalierHitGuess) { open ? PALIER_HIT_UNSURE : PALIER_HIT_MACHINE, word };
  if (word != PALIER_HIT_READER)
    return (PalierHitGuess) { PALIER_HIT_MACHINE, word };
  if (open && g_str_equal (agent, "mozilla/5.0"))
    return (PalierHitGuess) { PALIER_HIT_MACHINE, PALIER_HIT_APPLE_PRIVACY };
  if (open && holds_one_of (agent, mail_programs, G_N_ELEMENTS (mail_programs)))
    return (PalierHitGuess) { PALIER_HIT_HUMAN, PALIER_HIT_READER };
  if (begins_with_one_of (agent, other_browsers, G_N_ELEMENTS (other_browsers)))
    return (PalierHitGuess) { PALIER_HIT_HUMAN, PALIER_HIT_READER };
  if (!g_str_has_prefix (agent, "mozilla/"))
    return doubt (evidence, PALIER_HIT_NOT_BROWSER);
  if (!holds_one_of (agent, engines, G_N_ELEMENTS (engines)))
    return (PalierHitGuess) { PALIER_HIT_MACHINE, PALIER_HIT_NO_ENGINE };
  if (is_outdated (agent))
    return doubt (evidence, PALIER_HIT_OUTDATED);
  return (PalierHitGuess) { PALIER_HIT_HUMAN, PALIER_HIT_READER };
}

/* Whether a reader could have been so quick. */
static PalierHitGuess
judge_pace (const PalierHitEvidence *evidence)
{
  gboolean open = evidence->kind == PALIER_LINK_OPEN;

  if (!open && evidence->other_clicks > 0)
    return (PalierHitGuess) { PALIER_HIT_MACHINE, PALIER_HIT_ALL_LINKS };
  if (evidence->since_sent_ms < (open ? FAST_OPEN_MS : FAST_CLICK_MS))
    return (PalierHitGuess) { PALIER_HIT_MACHINE, PALIER_HIT_TOO_FAST };
  if (evidence->since_sent_ms < (open ? EARLY_OPEN_MS : EARLY_CLICK_MS))
    return (PalierHitGuess) { PALIER_HIT_UNSURE, PALIER_HIT_TOO_FAST };
  return (PalierHitGuess) { PALIER_HIT_HUMAN, PALIER_HIT_READER };
}

/**
 * palier_hit_judge:
 *
 * A guess that is stored with the hit, never used to drop one.
 */
PalierHitGuess
palier_hit_judge (const PalierHitEvidence *evidence)
{
  g_autofree char *agent =
      g_ascii_strdown (evidence->user_agent != NULL ? evidence->user_agent : "", -1);

  g_strstrip (agent);
  blank_harmless (agent);
  if (evidence->by_head)
    return (PalierHitGuess) { PALIER_HIT_MACHINE, PALIER_HIT_HEAD };
  if (evidence->prefetch)
    return (PalierHitGuess) { PALIER_HIT_MACHINE, PALIER_HIT_PREFETCH };
  if (*agent == '\0')
    return (PalierHitGuess) { PALIER_HIT_MACHINE, PALIER_HIT_NO_AGENT };
  if (evidence->network == PALIER_NETWORK_SCANNER)
    return (PalierHitGuess) { PALIER_HIT_MACHINE, PALIER_HIT_SCANNER_NETWORK };
  PalierHitGuess guess = judge_agent (evidence, agent);
  PalierHitGuess pace = judge_pace (evidence);
  return pace.by > guess.by ? pace : guess;
}

/**
 * palier_hit_is_prefetch:
 * @purpose: (nullable): the value of Sec-Purpose, Purpose, X-Purpose or X-Moz
 *
 * Returns: whether it is asked for before anybody wants to see it
 */
gboolean
palier_hit_is_prefetch (const char *purpose)
{
  static const char *const ahead[] = { "prefetch", "prerender", "preview" };
  g_autofree char *text = g_ascii_strdown (purpose != NULL ? purpose : "", -1);

  return holds_one_of (text, ahead, G_N_ELEMENTS (ahead));
}

const char *
palier_hit_by_name (PalierHitBy by)
{
  static const char *const names[] = { "human", "unsure", "machine" };
  return names[by];
}

const char *
palier_hit_reason_name (PalierHitReason reason)
{
  g_assert ((guint) reason < PALIER_N_HIT_REASONS);
  return reason_names[reason];
}
