/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* What a relay says of the account that this workspace is joined to. */
typedef struct
{
  char *url;
  char *email;
  char *siret;
  char *role; /* "owner", "agent" or "reader" */
  gboolean second_factor;
  guint recovery_codes; /* that are left */
} PalierAccountInfo;

#define PALIER_TYPE_ACCOUNT_INFO (palier_account_info_get_type ())
GType palier_account_info_get_type (void);
PalierAccountInfo *palier_account_info_ref (PalierAccountInfo *self);
void palier_account_info_free (PalierAccountInfo *self);

/* What a relay says of itself. */
typedef struct
{
  char *url;
  char *version;
  char *agency;          /* (nullable): whose host this is, as it calls itself */
  gboolean registration; /* anyone may open an account */
  gboolean advised;      /* it recommends a newer version of this program */
  char **features;       /* (array zero-terminated=1): "mail", "plans", "slugs" … */
} PalierRelayInfo;

#define PALIER_TYPE_RELAY_INFO (palier_relay_info_get_type ())
GType palier_relay_info_get_type (void);
PalierRelayInfo *palier_relay_info_ref (PalierRelayInfo *self);
void palier_relay_info_free (PalierRelayInfo *self);

/* A device that is logged in. */
typedef struct
{
  char *id;
  char *name;
  gint64 created_ms;
  gint64 used_ms;
  gboolean current; /* this one */
} PalierAccountDevice;

void palier_account_device_free (PalierAccountDevice *self);

/* A member of the agency, or who is invited to be one. */
typedef struct
{
  char *id;
  char *email;
  char *role;       /* "owner", "agent" or "reader" */
  gboolean invited; /* no member yet */
  gboolean current; /* the one who asks */
  gint64 since_ms;  /* a member; invited */
  gint64 until_ms;  /* of an invitation */
} PalierAgencyMember;

void palier_agency_member_free (PalierAgencyMember *self);

/* What readers see of the agency: its name, or an address of its messages' links. */
typedef struct
{
  char *kind;        /* "name", "slug" or "domain" */
  char *name;        /* as it is read */
  gint64 until_ms;   /* of an address that was given up; else 0 */
  gint64 checked_ms; /* of a domain, as what follows; 0: never */
  gboolean proved;   /* it is the agency's */
  gboolean reached;  /* … and leads to the relay */
  char *fault;       /* "": none is known */
  char *record_name; /* (nullable): where in DNS … */
  char *record;      /* … which text proves it */
} PalierAgencyHost;

void palier_agency_host_free (PalierAgencyHost *self);

/* One thing that a plan may limit. */
typedef struct
{
  char *kind; /* "users", "contacts"; of this month: "emails", "ai_tokens" */
  gint64 used;
  gint64 limit;      /* -1: none */
  gint64 resets_ms;  /* when the count begins anew; 0: it does not */
  gint64 reached_ms; /* when the limit is reached at this pace; 0: not before that */
} PalierUsageLimit;

/* What the agency may use of its relay, and what it used. */
typedef struct
{
  char *plan;   /* (nullable): NULL where none applies */
  char *status; /* (nullable) */
  gint64 until_ms;
  gboolean may_write;
  GArray *limits;      /* (element-type PalierUsageLimit) */
  guint waiting;       /* e-mails that wait for room */
  gint64 spent_micros; /* this month, in millionths of a euro */
  gboolean budget_alert;
} PalierUsageInfo;

#define PALIER_TYPE_USAGE_INFO (palier_usage_info_get_type ())
GType palier_usage_info_get_type (void);
PalierUsageInfo *palier_usage_info_ref (PalierUsageInfo *self);
void palier_usage_info_free (PalierUsageInfo *self);

/* What a relay answers to who asks for an account or for a new password. */
typedef struct
{
  gboolean by_mail; /* a code goes to the address; else the relay's operator confirms */
  gboolean webmail; /* the address is one that anyone can have */
} PalierAccountAsked;

#define PALIER_TYPE_ACCOUNT_ASKED (palier_account_asked_get_type ())
GType palier_account_asked_get_type (void);
PalierAccountAsked *palier_account_asked_ref (PalierAccountAsked *self);
void palier_account_asked_free (PalierAccountAsked *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAccountInfo, palier_account_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRelayInfo, palier_relay_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierUsageInfo, palier_usage_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAccountAsked, palier_account_asked_free)

/* The account at a relay in the cloud: how it comes about, how it is entered and guarded. All
 * errors: PALIER_SESSION_ERROR_ACCOUNT with the relay's code, PALIER_SYNC_ERROR, PALIER_NET_ERROR.
 */
#define PALIER_TYPE_ACCOUNT_SERVICE (palier_account_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierAccountService, palier_account_service, PALIER, ACCOUNT_SERVICE,
                      GObject)

/* → PALIER_TYPE_RELAY_INFO; @url: (nullable): of which; NULL: of the one that this base is joined
 * to
 */
DexFuture *palier_account_service_relay (PalierAccountService *self, const char *url);

/* → PALIER_TYPE_ACCOUNT_ASKED */
DexFuture *
palier_account_service_register (PalierAccountService *self, const char *url, const char *email,
                                 const char *password, const char *siret);
/* → TRUE: joined */
DexFuture *palier_account_service_verify (PalierAccountService *self, const char *code);
/* → TRUE: joined; @factor (nullable) */
DexFuture *
palier_account_service_login (PalierAccountService *self, const char *url, const char *email,
                              const char *password, const char *factor);
/* → TRUE: this device is forgotten by the relay, and the relay by it */
DexFuture *palier_account_service_logout (PalierAccountService *self);

/* → PALIER_TYPE_ACCOUNT_INFO */
DexFuture *palier_account_service_describe (PalierAccountService *self);
/* → G_TYPE_PTR_ARRAY of PalierAccountDevice */
DexFuture *palier_account_service_list_devices (PalierAccountService *self);
/* → TRUE */
DexFuture *palier_account_service_revoke (PalierAccountService *self, const char *device);

/* → PALIER_TYPE_USAGE_INFO */
DexFuture *palier_account_service_usage (PalierAccountService *self);
/* → G_TYPE_PTR_ARRAY of PalierAgencyMember; who is invited comes last, and to owners alone */
DexFuture *palier_account_service_list_members (PalierAccountService *self);
/* → G_TYPE_PTR_ARRAY of PalierAgencyHost, as the next two */
DexFuture *palier_account_service_list_hosts (PalierAccountService *self);
/* (nullable): stays as it is; "": is taken away */
DexFuture *palier_account_service_change_hosts (PalierAccountService *self, const char *name,
                                                const char *slug, const char *domain);
DexFuture *palier_account_service_check_domain (PalierAccountService *self);
/* → TRUE; @role: as of a member; @hand_over: this account becomes an agent's with it */
DexFuture *palier_account_service_set_role (PalierAccountService *self, const char *member,
                                            const char *role, gboolean hand_over);
/* → TRUE; @member: also one who is only invited */
DexFuture *palier_account_service_remove_member (PalierAccountService *self, const char *member);
/* → TRUE: a mail with a code is on its way */
DexFuture *
palier_account_service_invite (PalierAccountService *self, const char *email, const char *role);
/* → TRUE: joined, with an account of this password */
DexFuture *palier_account_service_join (PalierAccountService *self, const char *url,
                                        const char *email, const char *code, const char *password);
/* → TRUE: the account has ended; this base stays, on this computer only */
DexFuture *palier_account_service_leave (PalierAccountService *self, const char *password);
/* → TRUE: the agency has ended at the relay, with all it had there; this base stays */
DexFuture *palier_account_service_erase (PalierAccountService *self, const char *password);
/* → guint: how many records went into the file @path, a line of JSON each; @person: (nullable):
 * whose, by id; NULL: all of the agency's, for an owner */
DexFuture *
palier_account_service_export (PalierAccountService *self, const char *path, const char *person);
/* → guint: how many entries of the agency's access log went into the file @path, the newest first,
 * a line of JSON each; @person: (nullable): those about this one, by id. For an owner */
DexFuture *palier_account_service_access_log (PalierAccountService *self, const char *path,
                                              const char *person);

/* → TRUE */
DexFuture *palier_account_service_change_password (PalierAccountService *self, const char *current,
                                                   const char *wanted);
/* → PALIER_TYPE_ACCOUNT_ASKED */
DexFuture *
palier_account_service_ask_reset (PalierAccountService *self, const char *url, const char *email);
/* → PALIER_TYPE_ACCOUNT_ASKED: a code goes to each of the two addresses */
DexFuture *palier_account_service_ask_address (PalierAccountService *self, const char *email,
                                               const char *password);
/* → TRUE: the account has the other address, and all other devices are signed out. @code: the one
 * that the new address got; @present_code: … the one of before */
DexFuture *palier_account_service_change_address (PalierAccountService *self, const char *code,
                                                  const char *present_code);
/* → TRUE: set; nobody is logged in by it */
DexFuture *
palier_account_service_reset (PalierAccountService *self, const char *code, const char *wanted);

/* → G_TYPE_STRV: the secret, and the address that its picture holds */
DexFuture *palier_account_service_enrol_factor (PalierAccountService *self, const char *password);
/* → G_TYPE_STRV: recovery codes, shown this once */
DexFuture *palier_account_service_confirm_factor (PalierAccountService *self, const char *code);
/* → TRUE */
DexFuture *palier_account_service_end_factor (PalierAccountService *self, const char *password,
                                              const char *factor);

G_END_DECLS
