"""Private Postfix, Dovecot and postgrey on free loopback ports, all in one folder, gone afterwards. Nothing
of the system's own configuration is read or written but Postfix's lists of its files."""
import os
import pathlib
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import time

LIB = "/usr/lib/postfix/sbin"
MAIL_USER = "mail"  # whose the maildirs are


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


class Servers:
    """base: a folder that only this run uses; letters: how many recipients there are."""

    def __init__(self, base, letters):
        self.letters = letters
        self.base = pathlib.Path(base)
        self.etc, self.mail = self.base / "etc", self.base / "mail"
        self.smtp, self.lmtp, self.imap, self.sasl, self.grey, self.refuse = (free_port() for _ in range(6))
        self.processes = []
        for folder in ("etc", "mail", "queue", "data", "grey", "dovecot"):
            (self.base / folder).mkdir()
        os.chmod(self.base, 0o755)
        shutil.chown(self.base / "data", "postfix")
        shutil.chown(self.mail, MAIL_USER, MAIL_USER)

    def start(self):
        self.guard()
        self.certificates()
        self.dovecot()
        self.postgrey()
        self.postfix()

    def guard(self):
        """Should this program be killed outright, the servers go all the same."""
        script = ('while kill -0 "$1"; do sleep 1; done; postfix -c "$2/etc" stop; '
                  'for p in $(cat "$2"/pids); do kill "$p"; done')
        subprocess.Popen(["setsid", "sh", "-c", script, "guard", str(os.getpid()), str(self.base)],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def process(self, *command):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.processes.append(subprocess.Popen(command, start_new_session=True, **quiet))
        with open(self.base / "pids", "a") as f:
            f.write(f"{self.processes[-1].pid}\n")

    # One authority, one certificate for 127.0.0.1.
    def certificates(self):
        b = self.base
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=invented",
            "-keyout", f"{b}/ca.key", "-out", f"{b}/ca.pem")
        run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1",
            "-keyout", f"{b}/tls.key", "-out", f"{b}/tls.csr")
        (b / "ext").write_text("subjectAltName=IP:127.0.0.1\n")
        run("openssl", "x509", "-req", "-in", f"{b}/tls.csr", "-CA", f"{b}/ca.pem", "-CAkey", f"{b}/ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", f"{b}/ext", "-out", f"{b}/tls.pem")

    def dovecot(self):
        uid = pwd.getpwnam(MAIL_USER)
        (self.base / "dovecot.conf").write_text(f"""
base_dir = {self.base}/dovecot
log_path = {self.base}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{self.base}/tls.pem
ssl_key = <{self.base}/tls.key
first_valid_uid = 1
mail_location = maildir:~/
mail_fsync = never
lmtp_save_to_detail_mailbox = no
default_process_limit = 30
passdb {{
  driver = static
  args = password=invented-secret
}}
userdb {{
  driver = static
  args = uid={uid.pw_uid} gid={uid.pw_gid} home={self.mail}/%d/%n allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {self.imap}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {self.lmtp}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {self.sasl}
  }}
}}
""")
        self.process("dovecot", "-F", "-c", f"{self.base}/dovecot.conf")
        wait_for(self.lmtp)

    def postgrey(self):
        (self.base / "empty").write_text("")
        self.process("postgrey", f"--inet=127.0.0.1:{self.grey}", f"--dbdir={self.base}/grey", "--delay=2",
                     "--auto-whitelist-clients=100000", f"--user={pwd.getpwuid(os.getuid()).pw_name}",
                     f"--whitelist-clients={self.base}/empty", f"--whitelist-recipients={self.base}/empty")
        wait_for(self.grey)

    def postfix(self):
        for name in ("postfix-files", "dynamicmaps.cf", "postfix-files.d", "dynamicmaps.cf.d"):
            source = pathlib.Path("/etc/postfix", name)
            if source.is_dir():
                shutil.copytree(source, self.etc / name)
            elif source.exists():
                shutil.copy(source, self.etc)
        (self.etc / "boxes").write_text(r"""
/^r[0-9]+@mission\.example\.org$/ ok
/^(office|archive|bounces)@house\.example\.org$/ ok
""")
        (self.etc / "aliases").write_text(
            r"/^[bu]\+.*@house\.example\.org$/ bounces@house.example.org" + "\n")
        (self.etc / "greyboxes").write_text("".join(
            f"r{i:04}@grey.example.org grey.example.org/r{i:04}/\n" for i in range(self.letters)))
        # Postfix itself delivers to grey, and reports "delivered"; of what it hands to Dovecot, "relayed".
        (self.etc / "routes").write_text(f"back.example.net smtp:[127.0.0.1]:{self.refuse}\n"
                                         "grey.example.org virtual:\n")
        (self.etc / "grey").write_text("/@grey\\.example\\.org$/ greylist\n")
        (self.etc / "main.cf").write_text(f"""
compatibility_level = 3.6
queue_directory = {self.base}/queue
data_directory = {self.base}/data
command_directory = /usr/sbin
daemon_directory = {LIB}
maillog_file = {self.base}/postfix.log
maillog_file_prefixes = {self.base}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example.org
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
default_transport = error:no mail leaves this machine
virtual_mailbox_domains = mission.example.org, grey.example.org, gone.example.org, house.example.org
virtual_mailbox_maps = regexp:{self.etc}/boxes, texthash:{self.etc}/greyboxes
virtual_mailbox_base = {self.mail}
virtual_minimum_uid = 1
virtual_uid_maps = static:{pwd.getpwnam(MAIL_USER).pw_uid}
virtual_gid_maps = static:{pwd.getpwnam(MAIL_USER).pw_gid}
virtual_alias_maps = regexp:{self.etc}/aliases
virtual_transport = lmtp:inet:127.0.0.1:{self.lmtp}
relay_domains = back.example.net
transport_maps = texthash:{self.etc}/routes
smtpd_restriction_classes = greylist
greylist = check_policy_service inet:127.0.0.1:{self.grey}
smtpd_recipient_restrictions = check_recipient_access regexp:{self.etc}/grey, reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = {self.base}/tls.pem
smtpd_tls_key_file = {self.base}/tls.key
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{self.sasl}
notify_classes =
message_size_limit = 20971520
in_flow_delay = 0
smtputf8_enable = yes
""")
        # name, private, wakeup, processes, program where it has another name. virtual changes to the user
        # whose the mailboxes are, so it is the one that begins as root.
        table = [line.split() for line in f"""
            127.0.0.1:{self.smtp} n - - smtpd
            pickup n 60 1
            cleanup n - 0
            qmgr n 300 1
            tlsmgr - 1000? 1
            rewrite - - - trivial-rewrite
            bounce - - 0
            defer - - 0 bounce
            trace - - 0 bounce
            verify - - 1
            flush n 1000? 0
            proxymap - - -
            proxywrite - - 1 proxymap
            smtp - - -
            relay - - - smtp
            lmtp - - -
            virtual - - -
            showq n - -
            error - - -
            retry - - - error
            anvil - - 1
            scache - - 1
            """.split("\n") if line.strip()]
        daemons = ""
        for name, private, wakeup, limit, *other in table:
            kind, root = ("inet" if ":" in name else "unix"), ("n" if name == "virtual" else "-")
            daemons += f"{name} {kind} {private} {root} n {wakeup} {limit} {(other or [name])[0]}\n"
        (self.etc / "master.cf").write_text(daemons + "postlog unix-dgram n - n - 1 postlogd\n")
        self.process("smtp-sink", "-u", "nobody", "-B", "550 5.1.1 No such user here (invented)", "-f",
                     "RCPT", f"127.0.0.1:{self.refuse}", "100")
        run("postfix", "-c", str(self.etc), "check")
        run("postfix", "-c", str(self.etc), "start")
        wait_for(self.smtp)

    def queue_empty(self):
        return "is empty" in run("postqueue", "-c", str(self.etc), "-p")

    def maildir(self, address):
        name, domain = address.split("@")
        return self.mail / domain / name

    def mails(self, address):
        box = self.maildir(address)
        return [path for folder in ("new", "cur") for path in sorted((box / folder).glob("*"))]

    def context(self):
        return ssl.create_default_context(cafile=f"{self.base}/ca.pem")

    def stop(self):
        if (self.etc / "main.cf").exists():
            subprocess.run(["postfix", "-c", str(self.etc), "stop"], capture_output=True)
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
