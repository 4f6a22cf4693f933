/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-service.h"
#include "palier-ai-month.h"
#include "palier-aside.h"
#include "palier-changeset.h"
#include "palier-check.h"
#include "palier-dashboard.h"
#include "palier-duplicate.h"
#include "palier-event.h"
#include "palier-filter.h"
#include "palier-gate.h"
#include "palier-import-verdict.h"
#include "palier-import.h"
#include "palier-rehearsal.h"
#include "palier-replaced.h"
#include "palier-score.h"
#include "palier-template.h"

G_BEGIN_DECLS

/* Codes and values in the user's language, for both programs. (transfer none) texts are static. */
char *palier_words_sentence (const char *words);
const char *palier_words_field (PalierField field);
const char *palier_words_choice (PalierField field, const char *key);
char *palier_words_value (PalierField field, const char *value);
const char *palier_words_band (PalierBand band);
const char *palier_words_subscore (PalierSubscore part, gboolean person);
const char *palier_words_stage (PalierStage stage);
const char *palier_words_angle (const char *angle);
const char *palier_words_delivery (const char *state);
char *palier_words_state (const char *json);
const char *palier_words_criterion (const char *criterion);
char *palier_words_reason (const PalierReason *reason);
char *palier_words_action (const PalierScore *score);
char *palier_words_proposal (const char *code, const char *proposal);
char *palier_words_problem (const PalierProblem *problem);
char *palier_words_import_verdict (PalierImportVerdict verdict, guint64 other_line,
                                   const char *other_name, const char *reason);
const char *palier_words_mapping_reason (const char *reason);
char *palier_words_check (const PalierCheck *check);
const char *palier_words_fallback_code (const GError *error);
char *palier_words_fallback (const char *code);
char *palier_words_euros (gint64 micro);
char *palier_words_ai_budget (const PalierAiMonth *month);
char *palier_words_ai_foresight (const PalierAiMonth *month, gint64 more_micro_eur);
const char *palier_words_writer (const char *writer);
char *palier_words_finding (const PalierTemplateFinding *finding);
char *palier_words_template_fault (const GError *error);
char *palier_words_reference_fault (const char *field);
const char *palier_words_fact (const char *key);
const char *palier_words_template_channel (const char *channel);
const char *palier_words_template_category (const char *category);
char *palier_words_event (const PalierEvent *event);
char *palier_words_changeset (const PalierChangeset *changeset);
const char *palier_words_filter_key (PalierFilterKey key);
char *palier_words_filter_value (PalierFilterKey key, const char *value);
char *palier_words_filter_term (const PalierFilterTerm *term);
char *palier_words_filter (const PalierFilter *filter);
char *palier_words_verdict (const PalierVerdict *verdict);
char *palier_words_sequence_fault (const char *fault);
char *palier_words_fault_in_place (PalierSequenceFaultKind kind);
const char *palier_words_channel (PalierChannel channel);
const char *palier_words_condition (PalierConditions condition);
char *palier_words_conditions (PalierConditions conditions);
char *palier_words_sequence (const PalierSequence *sequence);
char *palier_words_step (const PalierStep *step);
char *palier_words_kept_back (const PalierRehearsalAside *aside);
char *palier_words_evidence (const PalierDuplicateEvidence *evidence);
const char *palier_words_weight (double weight);
const char *palier_words_certainty (double score);
char *palier_words_aside (const PalierAside *aside);
char *palier_words_put_aside (guint n);
char *palier_words_limit_use (const PalierUsageLimit *limit);
char *palier_words_usage (const PalierUsageInfo *usage);
const char *palier_words_plan (const char *plan);
char *palier_words_plan_state (const PalierUsageInfo *usage);
char *palier_words_limit_forecast (const PalierUsageLimit *limit);
char *palier_words_host (const PalierAgencyHost *host);
const char *palier_words_hold (PalierHold hold);
char *palier_words_held (const PalierAsideCounts *counts, guint *n);
char *palier_words_clock_off (gint64 off_ms);
char *palier_words_replaced (const PalierReplaced *replaced);
char *palier_words_author (const PalierReplaced *replaced);

G_END_DECLS
