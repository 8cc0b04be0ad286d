#!/usr/bin/python3
"""The samples of mails, as Paraph and as Python's own parser read them. Speaks TAP.
  run_mail.py MAIL_READ [FOLDER]"""
import email
import email.errors
import email.header
import email.policy
import email.utils
import re
import sys

from samples import Samples, ask, folded

MAX = {"body": 4000, "list": 50, "text": 1000}
ID = re.compile(r"<([^<>\s]+)>")


def fields(message, name):
    """As they stand; bytes that are not ASCII as UTF-8 (RFC 6532)."""
    return [value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            for key, value in message.raw_items() if key.lower() == name.lower()]


def decoded(value):
    try:
        parts = email.header.decode_header(value)
        return "".join(p if isinstance(p, str) else p.decode(c or "utf-8", "replace") for p, c in parts)
    except (LookupError, UnicodeError, ValueError, email.errors.HeaderParseError):
        return value


def header(message, name):
    """Decoded, as one line; "" none."""
    return folded(decoded("".join(fields(message, name)[:1])))


def pairs(values):
    """Name and address of each; what is not as it should be as well as can be."""
    try:
        return email.utils.getaddresses(values, strict=False)
    except TypeError:  # before it could be strict
        return email.utils.getaddresses(values)


def addresses(message, *names):
    return [address for _, address in pairs([v for name in names for v in fields(message, name)]) if address]


def text_of(part):
    data = part.get_payload(decode=True) or b""
    try:
        return data.decode(part.get_content_charset("us-ascii"))
    except (LookupError, UnicodeError):
        return data.decode("utf-8", "replace")


def unique(items):
    return list(dict.fromkeys(items))[:MAX["list"]]


def typed(value):
    return folded(value.split(";", 1)[1] if ";" in value else value)


def is_automatic(message):
    """RFC 3834, section 5, and the fields that came before it; a report of any kind (RFC 6522) too."""
    if message.get_content_type() == "multipart/report" or message.get("List-Id"):
        return True
    if not header(message, "Auto-Submitted").lower().startswith("no") and message.get("Auto-Submitted"):
        return True
    if header(message, "Precedence").lower() in ("bulk", "junk", "auto_reply", "list"):
        return True
    return header(message, "Return-Path") == "<>" or any(
        message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))


def status_blocks(part):
    if isinstance(part.get_payload(), list):
        return part.get_payload()
    return [email.message_from_string(block) for block in re.split(r"\n\s*\n", text_of(part))]


def report_of(message):
    """The blocks about a recipient, and the Message-ID of what came back."""
    blocks, returned = [], ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            for block in status_blocks(part):
                if block.get("Final-Recipient") or block.get("Original-Recipient"):
                    blocks.append({"recipient": typed(header(block, "Final-Recipient")),
                                   "original": typed(header(block, "Original-Recipient")),
                                   "action": header(block, "Action").lower(),
                                   "status": header(block, "Status"),
                                   "diagnostic": typed(header(block, "Diagnostic-Code"))})
        elif kind == "message/rfc822" and isinstance(part.get_payload(), list):
            returned = header(part.get_payload()[0], "Message-ID")
        elif kind == "text/rfc822-headers":
            returned = header(email.message_from_string(text_of(part)), "Message-ID")
    return blocks[:MAX["list"]], "".join(ID.findall(returned)[:1])


def bodies(part):
    """Texts that are the mail's own, not those of one that it carries."""
    if part.get_content_type() == "text/plain" and not part.is_multipart():
        yield part
    elif part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in part.get_payload():
            yield from bodies(child)


def expected(data):
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    first = addresses(message, "From")[:1]
    name = "".join(name for name, _ in pairs(fields(message, "From"))[:1])
    kinds = {part.get_content_type() for part in message.walk()}
    is_report = message.get_content_type() == "multipart/report" and bool(
        kinds & {"message/delivery-status", "message/global-delivery-status"}
        or str(message.get_param("report-type", "")).lower() == "delivery-status")
    blocks, returned = report_of(message) if is_report else ([], "")
    texts = [text for text in (folded(text_of(part)) for part in bodies(message)) if text]
    refers = [ID.findall(header(message, name)) for name in ("In-Reply-To", "References")]
    for part in message.walk():
        if part.get_content_type() == "message/disposition-notification":
            refers += [ID.findall(header(block, "Original-Message-ID")) for block in status_blocks(part)]
    return {"message_id": "".join(ID.findall(header(message, "Message-ID"))[:1]),
            "subject": header(message, "Subject")[:MAX["text"]],
            "from": "".join(first), "from_name": folded(decoded(name)),
            "to": unique([header(message, n) for n in ("Delivered-To", "X-Original-To", "Envelope-To")
                          if message.get(n)] + addresses(message, "To") + addresses(message, "Cc")),
            "refers": unique(i for ids in refers for i in reversed(ids)),
            "automatic": is_automatic(message), "is_report": is_report,
            "reports": blocks, "returned_id": returned, "body": "".join(texts[:1])}


def main():
    samples = Samples("mail", (".eml", ".raw", ".txt", ".msg"), sys.argv[2] if len(sys.argv) > 2 else None)
    for path, got in zip(samples.files, ask(sys.argv[1], *samples.files)):
        want = expected(path.read_bytes())
        if "refused" in got:
            differences = {"refused": (got["refused"], "")}
        else:
            got["body"], want["body"] = folded(got["body"])[:200], want["body"][:200]
            differences = {key: (got[key], want[key]) for key in want if got[key] != want[key]}
        samples.judge(samples.name(path), differences)
    samples.end()


main()
