"""The constants of four treaties, entered by hand from their texts.

Nothing here is read from packs/: a slip in a pack must show as a difference, not be shared. Only the
names (ids of obligations, keys of facts) are agreed with the packs. A step is (unit, length).
"""

FOUR = ("ratification", "acceptance", "approval", "accession")
RECEIVED = "report-received"
COMPLETED = "obligation-completed"


def offset(id, article, step, **more):
    return dict(id=id, article=article, rule="offset", step=step, **more)


def annual(id, article, month, day, **more):
    return dict(id=id, article=article, rule="annual", month=month, day=day, **more)


def window(id, article, opened_by, step, **more):
    return dict(id=id, article=article, rule="window", opened_by=opened_by, step=step, **more)


def series(id, article, meeting, first, every=None, until=None):
    return dict(id=id, article=article, rule="recurrence", meeting=meeting, first=first, every=every,
                until=until)


MEETING, REVIEW = "meeting-of-states-parties", "review-conference"

# Who makes up the world is a policy, not a rule: the "all States" practice of the Secretary-General.
ALL_STATES = ("member", "observer", "treaty-eligible")

TREATIES = {
    "ccm": {
        "name": "Convention on Cluster Munitions, Dublin, 30 May 2008",
        "opens": "2008-12-03",               # Article 15
        "closes": "entry-into-force",        # Article 15: at the United Nations "until its entry into force"
        "threshold": 30,                     # Article 17 (1): the thirtieth instrument
        "threshold_kinds": FOUR,             # Article 17 (1): ratification, acceptance, approval or accession
        "threshold_step": ("first-of-month",
                           6),  # Article 17 (1): first day of the sixth month after the month
        "state_step": ("first-of-month", 6),      # Article 17 (2)
        "between": "own",                    # Article 17 (2): "after the date of the deposit of" the 30th
        "withdrawal": ("months", 6),         # Article 20 (3): six months after the receipt
        "statuses": ALL_STATES,
        "held": True,                        # Article 20 (3): not before the end of the armed conflict
        "obligations": [
            offset("reports.initial", "7 (1)", ("days", 180), met=(RECEIVED, "initial")),
            annual("reports.annual", "7 (2): 30 April, the previous calendar year", 4, 30, met=(RECEIVED,
                                                                                                "annual")),
            annual("reports.retention", "3 (8) with 7 (2): 30 April", 4, 30, condition="retention",
                   met=(RECEIVED, "retention")),
            offset("stockpile", "3 (2)", ("years", 8), condition="stockpile", met=(COMPLETED, None)),
            offset("clearance", "4 (1) (a)", ("years", 10), condition="contamination", met=(COMPLETED, None)),
            window("clarification", "8 (2)", "clarification-requested", ("days", 28),
                   met=("communication-noted", None)),
            series("meetings", "11 (2): within one year, then annually", MEETING, ("years", 1), ("years", 1),
                   REVIEW),
            series("review-conferences", "12 (1): five years after entry into force", REVIEW, ("years", 5)),
        ],
    },
    "apmbc": {
        "name": "Anti-Personnel Mine Ban Convention, Oslo, 18 September 1997",
        "opens": "1997-12-03",               # Article 15: Ottawa, 3 December 1997
        "closes": "entry-into-force",        # Article 15
        "threshold": 40,                     # Article 17 (1)
        "threshold_kinds": FOUR,             # Article 17 (1)
        "threshold_step": ("first-of-month", 6),  # Article 17 (1)
        "state_step": ("first-of-month", 6),      # Article 17 (2)
        "between": "own",                    # Article 17 (2): "after the date of the deposit of the 40th"
        "withdrawal": ("months", 6),         # Article 20 (3)
        "statuses": ALL_STATES,
        "held": True,                        # Article 20 (3)
        "obligations": [
            offset("reports.initial", "7 (1)", ("days", 180), met=(RECEIVED, "initial")),
            annual("reports.annual", "7 (2): 30 April, the last calendar year", 4, 30, met=(RECEIVED,
                                                                                            "annual")),
            offset("stockpile", "4", ("years", 4), condition="stockpile", met=(COMPLETED, None)),
            offset("clearance", "5 (1)", ("years", 10), condition="contamination", met=(COMPLETED, None)),
            window("clarification", "8 (2)", "clarification-requested", ("days", 28),
                   met=("communication-noted", None)),
            series("meetings", "11 (2): within one year, then annually", MEETING, ("years", 1), ("years", 1),
                   REVIEW),
            series("review-conferences", "12 (1): five years after entry into force", REVIEW, ("years", 5)),
        ],
    },
    "att": {
        "name": "Arms Trade Treaty, New York, 2 April 2013",
        "opens": "2013-06-03",               # Article 21 (1)
        "closes": "entry-into-force",        # Article 21 (1)
        "threshold": 50,                     # Article 22 (1)
        "threshold_kinds": FOUR[:3],         # Article 22 (1); accession opens later
        "threshold_step": ("days", 90),      # Article 22 (1): ninety days following the date of the deposit
        "state_step": ("days", 90),          # Article 22 (2)
        "between": "with-the-treaty",        # Article 22 (2): "subsequent to the entry into force"
        "withdrawal": ("days", 90),          # Article 24 (2)
        "statuses": ALL_STATES,
        "held": False,                       # Article 24 has no such clause
        "obligations": [
            offset("reports.initial", "13 (1): within the first year", ("years", 1), minus_one=True,
                   met=(RECEIVED, "initial")),
            annual("reports.annual", "13 (3): 31 May, the preceding calendar year", 5, 31, met=(RECEIVED,
                                                                                                "annual")),
        ],
    },
    "tpnw": {
        "name": "Treaty on the Prohibition of Nuclear Weapons, New York, 7 July 2017",
        "opens": "2017-09-20",               # Article 13
        "closes": "never",                   # Article 13 names no last day
        "threshold": 50,                     # Article 15 (1)
        "threshold_kinds": FOUR,             # Article 15 (1)
        "threshold_step": ("days", 90),      # Article 15 (1)
        "state_step": ("days", 90),          # Article 15 (2)
        "between": "own",                    # Article 15 (2): "after the date of the deposit of the fiftieth"
        "withdrawal": ("months", 12),        # Article 17 (3)
        "statuses": ALL_STATES,
        "held": True,                        # Article 17 (3)
        "obligations": [
            offset("declaration", "2 (1)", ("days", 30), met=(RECEIVED, "declaration")),
        ],
    },
}
