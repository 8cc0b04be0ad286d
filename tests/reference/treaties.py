"""The constants of four treaties, entered by hand from their texts.

Nothing here is read from packs/: a slip in a pack must show as a difference, not be shared. Only the
names (ids of obligations, keys of facts) are agreed with the packs. A step is (unit, length).
"""

FOUR = ("ratification", "acceptance", "approval", "accession")


def offset(id, article, step, met, **more):
    return dict(id=id, article=article, rule="offset", step=step, met=met, **more)


def annual(id, article, month, day, met, **more):
    return dict(id=id, article=article, rule="annual", month=month, day=day, met=met, **more)


def decided(id, article, met, **more):
    return dict(id=id, article=article, rule="decided", met=met, **more)


def window(id, article, opened_by, step, met):
    return dict(id=id, article=article, rule="window", opened_by=opened_by, step=step, met=met)


def series(id, article, meeting, first, every=None, until=None):
    return dict(id=id, article=article, rule="recurrence", meeting=meeting, first=first, every=every,
                until=until)


def report(kind):
    return ("report-received", kind)


MEETING, REVIEW = "meeting-of-states-parties", "review-conference"
COMPLETED, ANSWER = ("obligation-completed", None), ("communication-noted", None)
HALF_YEAR = ("first-of-month", 6)  # the first day of the sixth month after the month of the deposit

# Who makes up the world is a policy, not a rule: the "all States" practice of the Secretary-General.
ALL_STATES = ("member", "observer", "treaty-eligible")

TREATIES = {
    "ccm": {
        "name": "Convention on Cluster Munitions, Dublin, 30 May 2008",
        "statuses": ALL_STATES,
        "opens": "2008-12-03",                # Article 15
        "closes": "entry-into-force",         # Article 15: in New York "until its entry into force"
        "threshold": 30,                      # Article 17 (1)
        "threshold_kinds": FOUR,              # Article 17 (1)
        "threshold_step": HALF_YEAR,          # Article 17 (1)
        "state_step": HALF_YEAR,              # Article 17 (2)
        "between": "own",                     # Article 17 (2): "after the date of the deposit of" the 30th
        "withdrawal": ("months", 6),          # Article 20 (3): six months after the receipt
        "held": True,                         # Article 20 (3): not before the end of the armed conflict
        "obligations": [
            offset("reports.initial", "7 (1)", ("days", 180), report("initial")),
            annual("reports.annual", "7 (2)", 4, 30, report("annual")),
            annual("reports.retention", "3 (8), 7 (2)", 4, 30, report("retention"), condition="retention"),
            offset("stockpile", "3 (2)", ("years", 8), COMPLETED, condition="stockpile"),
            offset("clearance", "4 (1) (a)", ("years", 10), COMPLETED, condition="contamination"),
            window("clarification", "8 (2)", "clarification-requested", ("days", 28), ANSWER),
            series("meetings", "11 (2)", MEETING, ("years", 1), ("years", 1), REVIEW),
            series("review-conferences", "12 (1)", REVIEW, ("years", 5)),
        ],
    },
    "apmbc": {
        "name": "Anti-Personnel Mine Ban Convention, Oslo, 18 September 1997",
        "statuses": ALL_STATES,
        "opens": "1997-12-03",                # Article 15
        "closes": "entry-into-force",         # Article 15
        "threshold": 40,                      # Article 17 (1)
        "threshold_kinds": FOUR,              # Article 17 (1)
        "threshold_step": HALF_YEAR,          # Article 17 (1)
        "state_step": HALF_YEAR,              # Article 17 (2)
        "between": "own",                     # Article 17 (2): "after the date of the deposit of the 40th"
        "withdrawal": ("months", 6),          # Article 20 (3)
        "held": True,                         # Article 20 (3)
        "obligations": [
            offset("reports.initial", "7 (1)", ("days", 180), report("initial")),
            annual("reports.annual", "7 (2)", 4, 30, report("annual")),
            offset("stockpile", "4", ("years", 4), COMPLETED, condition="stockpile"),
            offset("clearance", "5 (1)", ("years", 10), COMPLETED, condition="contamination"),
            window("clarification", "8 (2)", "clarification-requested", ("days", 28), ANSWER),
            series("meetings", "11 (2)", MEETING, ("years", 1), ("years", 1), REVIEW),
            series("review-conferences", "12 (1)", REVIEW, ("years", 5)),
        ],
    },
    "att": {
        "name": "Arms Trade Treaty, New York, 2 April 2013",
        "statuses": ALL_STATES,
        "opens": "2013-06-03",                # Article 21 (1)
        "closes": "entry-into-force",         # Article 21 (1)
        "threshold": 50,                      # Article 22 (1)
        "threshold_kinds": FOUR[:3],          # Article 22 (1); accession opens with entry into force, 21 (3)
        "threshold_step": ("days", 90),       # Article 22 (1)
        "state_step": ("days", 90),           # Article 22 (2)
        "between": "with-the-treaty",         # Article 22 (2): "subsequent to the entry into force"
        "withdrawal": ("days", 90),           # Article 24 (2)
        "held": False,                        # Article 24 has no such clause
        "obligations": [
            # 13 (1): "within the first year"; the Secretariat printed 23 December 2015 for the founders.
            offset("reports.initial", "13 (1)", ("years", 1), report("initial"), minus_one=True,
                   founders="2015-12-23"),
            # 13 (3); the Secretariat asks for the first report after the first whole calendar year.
            annual("reports.annual", "13 (3)", 5, 31, report("annual"), absorbs=True),
            series("meetings", "17 (1)", "conference-of-states-parties", ("years", 1)),
        ],
    },
    "tpnw": {
        "name": "Treaty on the Prohibition of Nuclear Weapons, New York, 7 July 2017",
        "statuses": ALL_STATES,
        "opens": "2017-09-20",                # Article 13
        "closes": "never",                    # Article 13 names no last day
        "threshold": 50,                      # Article 15 (1)
        "threshold_kinds": FOUR,              # Article 15 (1)
        "threshold_step": ("days", 90),       # Article 15 (1)
        "state_step": ("days", 90),           # Article 15 (2)
        "between": "own",                     # Article 15 (2): "after the date of the deposit of" the 50th
        "withdrawal": ("months", 12),         # Article 17 (3)
        "held": True,                         # Article 17 (3)
        "obligations": [
            offset("declaration", "2 (1)", ("days", 30), report("declaration")),
            offset("safeguards.negotiation", "3 (2)", ("days", 180), COMPLETED,
                   condition="safeguards-outstanding"),
            offset("safeguards.agreement", "3 (2)", ("months", 18), COMPLETED,
                   condition="safeguards-outstanding"),
            offset("destruction.plan", "4 (2)", ("days", 60), report("destruction-plan"),
                   condition="nuclear-weapons"),
            decided("destruction", "4 (2)", COMPLETED, condition="nuclear-weapons"),
            decided("removal", "4 (4)", COMPLETED, condition="hosted-nuclear-weapons"),
            series("meetings", "8 (2)", MEETING, ("years", 1), ("years", 2)),
            series("review-conferences", "8 (4)", REVIEW, ("years", 5), ("years", 6)),
        ],
    },
}
