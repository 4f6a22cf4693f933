/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values that services answer with, shared by reference as those of the model are. */
#include "palier-message-service.h"
#include "palier-prospect-service.h"
#include "palier-settings-service.h"
#include "palier-undo-service.h"

G_DEFINE_BOXED_TYPE (PalierAddition, palier_addition, palier_addition_ref, palier_addition_free)
G_DEFINE_BOXED_TYPE (PalierExplanation, palier_explanation, palier_explanation_ref,
                     palier_explanation_free)
G_DEFINE_BOXED_TYPE (PalierMessageVerdict, palier_message_verdict, palier_message_verdict_ref,
                     palier_message_verdict_free)
G_DEFINE_BOXED_TYPE (PalierSenderTest, palier_sender_test, palier_sender_test_ref,
                     palier_sender_test_free)
G_DEFINE_BOXED_TYPE (PalierUndo, palier_undo, palier_undo_ref, palier_undo_free)

PalierFieldText *
palier_field_text_new (PalierField field, const char *text)
{
  PalierFieldText *self = g_new (PalierFieldText, 1);

  *self = (PalierFieldText) { field, g_strdup (text != NULL ? text : "") };
  return self;
}

void
palier_field_text_free (PalierFieldText *self)
{
  g_free (self->text);
  g_free (self);
}

PalierAddition *
palier_addition_ref (PalierAddition *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
addition_clear (gpointer data)
{
  PalierAddition *self = data;

  g_clear_pointer (&self->prospect, palier_prospect_unref);
}

void
palier_addition_free (PalierAddition *self)
{
  g_atomic_rc_box_release_full (self, addition_clear);
}

PalierExplanation *
palier_explanation_ref (PalierExplanation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
explanation_clear (gpointer data)
{
  PalierExplanation *self = data;

  g_clear_pointer (&self->score, palier_score_free);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  g_clear_pointer (&self->sentences, g_ptr_array_unref);
  g_free (self->action);
}

void
palier_explanation_free (PalierExplanation *self)
{
  g_atomic_rc_box_release_full (self, explanation_clear);
}

PalierMessageVerdict *
palier_message_verdict_ref (PalierMessageVerdict *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
message_verdict_clear (gpointer data)
{
  PalierMessageVerdict *self = data;
  g_free (self->words);
}

void
palier_message_verdict_free (PalierMessageVerdict *self)
{
  g_atomic_rc_box_release_full (self, message_verdict_clear);
}

PalierSenderTest *
palier_sender_test_ref (PalierSenderTest *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
sender_test_clear (gpointer data)
{
  PalierSenderTest *self = data;

  g_free (self->code);
  g_free (self->words);
  g_free (self->detail);
}

void
palier_sender_test_free (PalierSenderTest *self)
{
  g_atomic_rc_box_release_full (self, sender_test_clear);
}

PalierUndo *
palier_undo_ref (PalierUndo *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
undo_clear (gpointer data)
{
  PalierUndo *self = data;
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
}

void
palier_undo_free (PalierUndo *self)
{
  g_atomic_rc_box_release_full (self, undo_clear);
}
