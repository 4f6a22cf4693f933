/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sequence as files and records hold it, by the names of the specification's CampaignSequence:
 *
 *     {"name": "…", "lastId": 5, "steps": [{"id": 2, "day": 4, "channel": "email", "conditions":
 * {"ifOpened": true}, "ifUnknown": "go", "templates": ["…"], "sendWindow": {"days": ["monday", …],
 * "hours": {"start": 9, "end": 18.5}, "avoidHolidays": true}}, …], "exitConditions": {"onReply":
 * true, "onMeeting": true, "maxAttempts": 5}}
 *
 * What is left out has the value that good manners give it; "template" stands for a list of one. */
#include "palier-sequence-json.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "palier-json.h"
#include "palier-record.h"

static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
                                    "friday", "saturday", "sunday" };
static const char *const conditions[PALIER_N_CONDITIONS] = { "ifOpened", "ifClicked", "ifReplied",
                                                             "ifNoResponse" };

static const PalierSendWindow office = { PALIER_DAYS_WEEK, 9 * 60, 18 * 60, FALSE };

/* ---- reading ---- */

/* Where a value that is not right stands. */
typedef struct
{
  guint step; /* from 1; 0: outside of the steps */
  GError **error;
} Reader;

static gboolean
refuse (const Reader *self, const char *name)
{
  if (self->step > 0)
    g_set_error (self->error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_VALUE, "step %u: %s", self->step,
                 name);
  else
    g_set_error_literal (self->error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_VALUE, name);
  return FALSE;
}

/* A name that is none is refused: a word that was mistyped would change what is sent. */
static gboolean
knows_keys (const Reader *self, yyjson_val *object, const char *const *known)
{
  yyjson_obj_iter iter;
  yyjson_val *key;

  yyjson_obj_iter_init (object, &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    if (!g_strv_contains (known, yyjson_get_str (key)))
      return refuse (self, yyjson_get_str (key));
  return TRUE;
}

static gboolean
read_flag (const Reader *self, yyjson_val *object, const char *name, gboolean *out)
{
  yyjson_val *value = yyjson_obj_get (object, name);

  if (value == NULL)
    return TRUE;
  *out = yyjson_get_bool (value);
  return yyjson_is_bool (value) || refuse (self, name);
}

static gboolean
read_number (const Reader *self, yyjson_val *object, const char *name, guint most, guint *out)
{
  yyjson_val *value = yyjson_obj_get (object, name);

  if (value == NULL)
    return TRUE;
  if (!yyjson_is_uint (value) || yyjson_get_uint (value) > most)
    return refuse (self, name);
  *out = (guint) yyjson_get_uint (value);
  return TRUE;
}

/* Returns: FALSE for what is no object; nothing at all is an empty one */
static gboolean
read_object (const Reader *self, yyjson_val *object, const char *name, const char *const *known,
             yyjson_val **out)
{
  *out = yyjson_obj_get (object, name);
  if (*out == NULL)
    return TRUE;
  return (yyjson_is_obj (*out) || refuse (self, name)) && knows_keys (self, *out, known);
}

/* An hour, 18.5 for half past six. */
static gboolean
read_hour (const Reader *self, yyjson_val *hours, const char *name, guint16 *minute)
{
  yyjson_val *value = yyjson_obj_get (hours, name);
  double hour = yyjson_get_num (value);

  if (value == NULL)
    return TRUE;
  if (!yyjson_is_num (value) || !(hour >= 0 && hour <= 24))
    return refuse (self, name);
  *minute = (guint16) lround (hour * 60);
  return TRUE;
}

static gboolean
read_days (const Reader *self, yyjson_val *window, guint8 *out)
{
  yyjson_val *list = yyjson_obj_get (window, "days");
  yyjson_val *value;
  yyjson_arr_iter iter;

  if (list == NULL)
    return TRUE;
  if (!yyjson_arr_iter_init (list, &iter))
    return refuse (self, "days");
  *out = 0;
  while ((value = yyjson_arr_iter_next (&iter)) != NULL)
  {
    guint day = 0;
    while (day < G_N_ELEMENTS (days) && !yyjson_equals_str (value, days[day]))
      day++;
    if (day == G_N_ELEMENTS (days))
      return refuse (self, "days");
    *out = (guint8) (*out | 1u << day);
  }
  return TRUE;
}

static gboolean
read_window (const Reader *self, yyjson_val *step, PalierSendWindow *out)
{
  static const char *const keys[] = { "days", "hours", "avoidHolidays", NULL };
  static const char *const hour_keys[] = { "start", "end", NULL };
  yyjson_val *window, *hours;
  gboolean avoid = TRUE;

  if (!read_object (self, step, "sendWindow", keys, &window)
      || !read_object (self, window, "hours", hour_keys, &hours)
      || !read_flag (self, window, "avoidHolidays", &avoid)
      || !read_hour (self, hours, "start", &out->from) || !read_hour (self, hours, "end", &out->to))
    return FALSE;
  out->holidays = !avoid;
  return read_days (self, window, &out->days);
}

static gboolean
read_conditions (const Reader *self, yyjson_val *step, PalierConditions *out)
{
  static const char *const keys[] = { "ifOpened", "ifClicked", "ifReplied", "ifNoResponse", NULL };
  yyjson_val *object;

  if (!read_object (self, step, "conditions", keys, &object))
    return FALSE;
  for (guint i = 0; i < PALIER_N_CONDITIONS; i++)
  {
    gboolean set = FALSE;
    if (!read_flag (self, object, conditions[i], &set))
      return FALSE;
    *out |= set ? (PalierConditions) (1u << i) : 0;
  }
  return TRUE;
}

static gboolean
read_templates (const Reader *self, yyjson_val *step, char ***out)
{
  yyjson_val *one = yyjson_obj_get (step, "template");
  yyjson_val *list = yyjson_obj_get (step, "templates");
  yyjson_val *value;
  yyjson_arr_iter iter;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if ((one != NULL && (list != NULL || !yyjson_is_str (one)))
      || (list != NULL && !yyjson_arr_iter_init (list, &iter)))
    return refuse (self, "templates");
  if (one != NULL)
    g_strv_builder_add (builder, yyjson_get_str (one));
  while (list != NULL && (value = yyjson_arr_iter_next (&iter)) != NULL)
  {
    if (!yyjson_is_str (value))
      return refuse (self, "templates");
    g_strv_builder_add (builder, yyjson_get_str (value));
  }
  *out = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_step (const Reader *self, yyjson_val *object, PalierStep *out)
{
  static const char *const keys[] = { "id",         "day",        "channel",
                                      "conditions", "ifUnknown",  "template",
                                      "templates",  "sendWindow", NULL };
  const char *unknown = yyjson_get_str (yyjson_obj_get (object, "ifUnknown"));

  if (!yyjson_is_obj (object))
    return refuse (self, "steps");
  if (!knows_keys (self, object, keys)
      || !read_number (self, object, "id", PALIER_STEP_ID_MAX, &out->id)
      || !read_number (self, object, "day", PALIER_STEP_DAY_MAX, &out->day))
    return FALSE;
  out->channel = palier_channel_from_name (yyjson_get_str (yyjson_obj_get (object, "channel")));
  if (out->channel == PALIER_CHANNEL_NONE)
    return refuse (self, "channel");
  if (yyjson_obj_get (object, "ifUnknown") != NULL
      && !palier_unknown_parse (unknown, &out->unknown))
    return refuse (self, "ifUnknown");
  return read_conditions (self, object, &out->conditions)
         && read_window (self, object, &out->window)
         && read_templates (self, object, &out->templates);
}

static gboolean
read_steps (yyjson_val *root, PalierSequence *sequence, GError **error)
{
  Reader reader = { 0, error };
  yyjson_val *value;
  yyjson_arr_iter iter;

  if (!yyjson_arr_iter_init (yyjson_obj_get (root, "steps"), &iter))
    return refuse (&reader, "steps");
  while ((value = yyjson_arr_iter_next (&iter)) != NULL)
  {
    PalierStep step = { .window = office };
    reader.step++;
    gboolean good = read_step (&reader, value, &step);
    gboolean taken = step.id > 0 && palier_sequence_find_step (sequence, step.id) >= 0;
    g_array_append_val (sequence->steps, step);
    if (!good || (taken && !refuse (&reader, "id")))
      return FALSE;
  }
  palier_sequence_number_steps (sequence);
  return TRUE;
}

static gboolean
read_exits (yyjson_val *root, PalierExits *out, GError **error)
{
  static const char *const keys[] = { "onReply", "onMeeting", "onUnsubscribe", "maxAttempts",
                                      NULL };
  Reader reader = { 0, error };
  gboolean on_unsubscribe = TRUE;
  yyjson_val *exits;

  if (!read_object (&reader, root, "exitConditions", keys, &exits)
      || !read_flag (&reader, exits, "onReply", &out->on_reply)
      || !read_flag (&reader, exits, "onMeeting", &out->on_meeting)
      || !read_flag (&reader, exits, "onUnsubscribe", &on_unsubscribe)
      || !read_number (&reader, exits, "maxAttempts", PALIER_ATTEMPTS_MAX, &out->max_attempts))
    return FALSE;
  return on_unsubscribe || refuse (&reader, "onUnsubscribe"); /* nobody may leave that out */
}

/* Returns: (nullable): NULL with an error of the domain of wire */
static PalierSequence *
read_sequence (yyjson_val *root, GError **error)
{
  static const char *const keys[] = { "name", "lastId", "steps", "exitConditions", NULL };
  Reader reader = { 0, error };
  const char *name = yyjson_get_str (yyjson_obj_get (root, "name"));

  if (!yyjson_is_obj (root))
  {
    g_set_error_literal (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_SYNTAX, "no JSON object");
    return NULL;
  }
  g_autoptr (PalierSequence) sequence = palier_sequence_new (name);
  if (!knows_keys (&reader, root, keys)
      || !read_number (&reader, root, "lastId", PALIER_STEP_ID_MAX, &sequence->last_id)
      || !read_steps (root, sequence, error) || !read_exits (root, &sequence->exits, error))
    return NULL;
  return g_steal_pointer (&sequence);
}

/**
 * palier_sequence_from_json:
 *
 * Reads the shape; what palier_sequence_check() says of it is another question.
 *
 * Returns: (nullable): NULL with PALIER_WIRE_ERROR_SYNTAX, _LIMIT, or _VALUE, whose message names
 *   the step and the key
 */
PalierSequence *
palier_sequence_from_json (const char *json, gsize length, GError **error)
{
  if (length > PALIER_SEQUENCE_JSON_MAX)
  {
    g_set_error_literal (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_LIMIT, "too long");
    return NULL;
  }
  yyjson_doc *doc = palier_json_read (json, length);
  PalierSequence *sequence = read_sequence (yyjson_doc_get_root (doc), error);
  yyjson_doc_free (doc);
  return sequence;
}

/* ---- writing ---- */

static void
add_hour (yyjson_mut_doc *doc, yyjson_mut_val *hours, const char *name, guint minute)
{
  if (minute % 60 == 0)
    yyjson_mut_obj_add_uint (doc, hours, name, minute / 60);
  else
    yyjson_mut_obj_add_real (doc, hours, name, minute / 60.0);
}

static yyjson_mut_val *
write_window (yyjson_mut_doc *doc, const PalierSendWindow *window)
{
  yyjson_mut_val *object = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, object, "days");
  yyjson_mut_val *hours = yyjson_mut_obj_add_obj (doc, object, "hours");

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if ((window->days & (1u << i)) != 0)
      yyjson_mut_arr_add_str (doc, list, days[i]);
  add_hour (doc, hours, "start", window->from);
  add_hour (doc, hours, "end", window->to);
  yyjson_mut_obj_add_bool (doc, object, "avoidHolidays", !window->holidays);
  return object;
}

static yyjson_mut_val *
write_step (yyjson_mut_doc *doc, const PalierStep *step)
{
  yyjson_mut_val *object = yyjson_mut_obj (doc);

  if (step->id != 0)
    yyjson_mut_obj_add_uint (doc, object, "id", step->id);
  yyjson_mut_obj_add_uint (doc, object, "day", step->day);
  yyjson_mut_obj_add_str (doc, object, "channel", palier_channel_name (step->channel));
  if (step->conditions != 0)
  {
    yyjson_mut_val *list = yyjson_mut_obj_add_obj (doc, object, "conditions");
    for (guint i = 0; i < PALIER_N_CONDITIONS; i++)
      if ((step->conditions & (1u << i)) != 0)
        yyjson_mut_obj_add_bool (doc, list, conditions[i], TRUE);
    yyjson_mut_obj_add_str (doc, object, "ifUnknown", palier_unknown_name (step->unknown));
  }
  yyjson_mut_val *templates = yyjson_mut_obj_add_arr (doc, object, "templates");
  for (char **one = step->templates; one != NULL && *one != NULL; one++)
    yyjson_mut_arr_add_str (doc, templates, *one);
  yyjson_mut_obj_add_val (doc, object, "sendWindow", write_window (doc, &step->window));
  return object;
}

/* Returns: (transfer full): what palier_sequence_from_json() reads as the same; from malloc */
char *
palier_sequence_to_json (const PalierSequence *self, gsize *length)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "name", self->name != NULL ? self->name : "");
  if (self->last_id != 0)
    yyjson_mut_obj_add_uint (doc, root, "lastId", self->last_id);
  yyjson_mut_val *steps = yyjson_mut_obj_add_arr (doc, root, "steps");
  for (guint i = 0; i < self->steps->len; i++)
    yyjson_mut_arr_add_val (steps, write_step (doc, palier_sequence_get_step (self, i)));
  yyjson_mut_val *exits = yyjson_mut_obj_add_obj (doc, root, "exitConditions");
  yyjson_mut_obj_add_bool (doc, exits, "onReply", self->exits.on_reply);
  yyjson_mut_obj_add_bool (doc, exits, "onMeeting", self->exits.on_meeting);
  yyjson_mut_obj_add_bool (doc, exits, "onUnsubscribe", TRUE);
  if (self->exits.max_attempts > 0)
    yyjson_mut_obj_add_uint (doc, exits, "maxAttempts", self->exits.max_attempts);
  char *json = yyjson_mut_write (doc, YYJSON_WRITE_PRETTY_TWO_SPACES, length);
  yyjson_mut_doc_free (doc);
  return json;
}
