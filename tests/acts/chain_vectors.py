#!/usr/bin/python3
"""Prints the commitments and hashes that test_chain.c holds as constants: the formula of src/acts/chain.h,
written a second time with hashlib. The acts are invented."""
import hashlib

ROWS = [
    ("000102030405060708090a0b0c0d0e0f",
     ["LAO", "2009-03-18", "", "", "", "", "UNTC MTDSG XXVI-6", "", "{}"],
     ["0", "ccm/ratification/LAO/2009-03-18", "ccm", "ratification", "public", "2026-05-31T23:59:59.999Z",
      ""]),
    ("ffeeddccbbaa99887766554433221100",
     ["AFG", "", "", "Éditeur, «x»", "u-1", "h:2,", "a source",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      '{"about":"stockpile","answer":"yes","note":"a \\"b\\" \\n集束"}'],
     ["1", "u-00112233445566778899aabbccddeeff", "ccm", "declared", "house", "2026-05-31T23:59:59.999Z", ""]),
    ("0123456789abcdef0123456789abcdef",
     ["LAO", "2009-03-18", "2010-08-01", "", "", "", "corrected source", "",
      '{"as":"ratification","reason":"r"}'],
     ["2", "fix-1", "ccm", "correction", "parties", "2026-06-01T00:00:00.000Z",
      "ccm/ratification/LAO/2009-03-18"]),
]


def netstrings(texts):
    return b"".join(b"%d:%s," % (len(t), t) for t in (text.encode() for text in texts))


previous = "0" * 64
for salt, content, header in ROWS:
    commitment = hashlib.sha256(bytes.fromhex(salt) + netstrings(content)).hexdigest()
    previous = hashlib.sha256(netstrings(["paraph-act-1", previous, *header, commitment])).hexdigest()
    print(commitment, previous)
