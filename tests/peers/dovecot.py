#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""dovecot.py [--record FILE] [--tls] FOLDER: a real IMAP server on 127.0.0.1, and this process is it.

Prints "PORT n" once it answers; with --tls that is its port of TLS from the first byte, and
FOLDER/certificate.pem is to be trusted. The mailbox of any user, password "secret", is the Maildir
FOLDER/mail, which a test writes to. As root it runs as nobody, who gets FOLDER.
"""
import argparse
import grp
import os
import pathlib
import pwd
import socket
import subprocess
import time

CONF = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
ssl = {ssl}
{certificate}
auth_allow_cleartext = yes
auth_mechanisms = plain login
auth_failure_delay = 0
mail_driver = maildir
mail_path = {folder}/mail
mail_inbox_path = {folder}/mail
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
passdb static {{
  password = secret
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox "Messages sent" {{
    special_use = "\\\\Sent"
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


def find_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return True
        except OSError:
            time.sleep(0.05)
    return False


def make_certificate(folder):
    """A certificate of this machine, and the lines that say where it is."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-out", str(certificate), "-keyout", str(key)], check=True, stderr=subprocess.DEVNULL)
    return f"ssl_server_cert_file = {certificate}\nssl_server_key_file = {key}\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--record")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("folder", type=pathlib.Path)
    args = parser.parse_args()
    folder, root = args.folder.resolve(), os.getuid() == 0
    who = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
    group = grp.getgrgid(who.pw_gid).gr_name
    plain, tls = find_port(), find_port()
    for name in ["run", *(f"mail/{box}{part}" for box in ["", ".Messages sent/"] for part in ["cur", "new", "tmp"])]:
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "dovecot.conf").write_text(
        CONF.format(folder=folder, user=who.pw_name, group=group, uid=who.pw_uid, gid=who.pw_gid, plain=plain,
                    tls=tls if args.tls else 0, ssl="yes" if args.tls else "no",
                    certificate=make_certificate(folder) if args.tls else ""))
    command = ["/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf")]
    if root:
        subprocess.run(["chown", "-R", f"{who.pw_uid}:{who.pw_gid}", str(folder)], check=True)
        command = ["setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups", *command]
    port = tls if args.tls else plain
    if os.fork() == 0:
        print(f"PORT {port}" if wait_for(port) else "dovecot does not answer", flush=True)
        os._exit(0)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
