"""Where a structure begins and ends, which nerve reaches it, which vessel feeds it."""

from __future__ import annotations

from flashdeck.core.extract.rules.base import (
    ADV,
    BE,
    MUSCLES,
    NERVES,
    OF,
    SOFT,
    STRUCTURES,
    VESSELS,
    Rule,
    rule,
)
from flashdeck.core.model import Relation

ATTACHMENTS: tuple[Rule, ...] = (
    # Attachments.
    rule(
        "O1",
        rf"\b(?:originat(?:es?|ing)|aris(?:es?|ing)|takes? (?:its |their )?origin|springs?|stems?|"
        rf"(?:has|have) (?:its|their|an) origins?) {ADV}?(?=(?:from|on|at|in|along|within|above|"
        r"below|near|between|off|as)\b)",
        Relation.ORIGIN,
        (*SOFT, *VESSELS, *NERVES),
        "The brachialis originates from the lower half of the front of the humerus.",
        "The idea arises from a misunderstanding.",
        rank=9,
    ),
    rule(
        "O2",
        r"\b(?:begins?|starts?) (?=(?:from|on|at|in|along|as|near|just)\b)",
        Relation.ORIGIN,
        (*MUSCLES, *VESSELS, *NERVES, "duct"),
        "The brachial artery begins at the lower border of the teres major.",
        "The lesson begins at the front of the hall.",
        rank=7,
    ),
    rule(
        "O3",
        rf"\borigins?{OF} (?:is|are) ",
        Relation.ORIGIN,
        SOFT,
        "The origin of the pectineus is the superior pubic ramus.",
        "The origin of the word is unknown.",
        rank=8,
    ),
    rule(
        "I1",
        rf"\b(?:insert(?:s|ing)?|attach(?:es|ing)?|terminat(?:es?|ing)|"
        rf"(?:has|have) (?:its|their|an) insertions?) {ADV}?"
        r"(?=(?:on|onto|into|to|at|in|along|near|below|above|via|by|through|as)\b)",
        Relation.INSERTION,
        SOFT,
        "The brachialis inserts into the tuberosity of the ulna.",
        "The editor inserts a comma into the text.",
        rank=9,
    ),
    rule(
        "I2",
        rf"{BE}(?:inserted|attached|anchored|fixed) {ADV}?"
        r"(?=(?:on|onto|into|to|at|in|along|near|below|above|by)\b)",
        Relation.INSERTION,
        SOFT,
        "The pectineus is inserted into the pectineal line of the femur.",
        "The label is attached to the bottle.",
        rank=8,
    ),
    rule(
        "I3",
        rf"\binsertions?{OF} (?:is|are) ",
        Relation.INSERTION,
        SOFT,
        "The insertion of the pectineus is the pectineal line of the femur.",
        "The insertion of a coin is needed.",
        rank=8,
    ),
    rule(
        "I4",
        r"\bends? (?=(?:on|in|at|by attaching|by inserting)\b)",
        Relation.INSERTION,
        MUSCLES,
        "The plantaris ends in a long thin tendon on the calcaneus.",
        "The road ends at the lake.",
        rank=5,
    ),
    # Nerve and blood supply.
    rule(
        "N1",
        rf"{BE}(?:innervated|supplied|served|controlled) {ADV}?(?:by|via|through|from) ",
        Relation.INNERVATION,
        (*STRUCTURES,),
        "The brachialis is innervated by the musculocutaneous nerve.",
        "The town is supplied by two rivers.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=9,
    ),
    rule(
        "N2",
        r"\b(?:receives?|gets?|derives?|has|have|obtains?) (?:its |their |a |the )?(?:dual |"
        r"double |main |"
        r"motor |sensory |nerve |nervous )*(?:innervation|nerve supply|supply|branch(?:es)?|"
        r"fib(?:er|re)s) "
        rf"{ADV}?(?:from|by|through|via) ",
        Relation.INNERVATION,
        STRUCTURES,
        "The pectineus receives its nerve supply from the femoral nerve.",
        "The shop receives its supply from the harbour.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=8,
    ),
    rule(
        "N3",
        rf"\b(?:innervation|nerve supply|motor supply|nerves?){OF} (?:is|are|comes?|arises?) "
        r"(?:[a-z]+ly )?"
        r"(?:(?:provided|supplied|carried|given|mediated|derived) )?(?:by|from|through|via) ",
        Relation.INNERVATION,
        STRUCTURES,
        "The nerve supply of the pectineus is provided by the femoral nerve.",
        "The supply is provided by the army.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=8,
    ),
    rule(
        "N4",
        r"\b(?:innervates?|supplies|supply|provid(?:es?|ing) (?:motor |sensory |cutaneous |the )*"
        r"(?:innervation|supply|sensation|branches|fib(?:er|re)s) (?:to|for)|innervating|"
        r"supplying) ",
        Relation.INNERVATION,
        NERVES,
        "The femoral nerve supplies the pectineus and the sartorius.",
        "The company supplies the schools.",
        ask="What {do} {s} innervate?",
        inverse=True,
        rank=8,
    ),
    rule(
        "B1",
        rf"{BE}(?:supplied|vasculari[sz]ed|perfused|fed|nourished|irrigated|drained) {ADV}?"
        r"(?:with blood )?(?:by|via|through|from) ",
        Relation.BLOOD_SUPPLY,
        STRUCTURES,
        "The brachialis is supplied by muscular branches of the brachial artery.",
        "The army is supplied by air.",
        ask="What",
        needs=("artery", "vein", "vessel"),
        rank=9,
    ),
    rule(
        "B2",
        r"\b(?:receives?|gets?|derives?|has|have|obtains?) (?:its |their |a |the |rich |dual |"
        r"main |most of "
        r"its )*(?:arterial |vascular |blood )*(?:supply|blood|vasculari[sz]ation|blood supply) "
        rf"{ADV}?(?:from|by|through|via) ",
        Relation.BLOOD_SUPPLY,
        STRUCTURES,
        "The pectineus receives its blood supply from the obturator artery.",
        "The shop receives its supply from the harbour.",
        ask="What supplies {s} with blood?",
        needs=("artery", "vein", "vessel"),
        rank=8,
    ),
    rule(
        "B3",
        rf"\b(?:blood supply|arterial supply|vascular supply|arterial blood|venous drainage){OF} "
        r"(?:is|are|comes?|arises?) (?:[a-z]+ly )?"
        r"(?:(?:provided|supplied|carried|delivered|given|derived) )?(?:by|from|through|via|into) ",
        Relation.BLOOD_SUPPLY,
        STRUCTURES,
        "The blood supply of the pectineus comes from the obturator artery.",
        "The supply comes from the harbour.",
        ask="What supplies {s} with blood?",
        needs=("artery", "vein", "vessel"),
        rank=8,
    ),
    rule(
        "B6",
        r"\b(?:[Bb]lood|[Aa]rterial blood) (?:reaches|gets to|is carried to|is brought to|is "
        r"delivered to|flows to) "
        r"(?P<np>[^,.;]{3,60}?) (?:through|via|by|from|in) ",
        Relation.BLOOD_SUPPLY,
        STRUCTURES,
        "Blood reaches the pectineus through the obturator artery.",
        "News reaches the village through the post.",
        ask="What supplies {s} with blood?",
        needs=("artery", "vein", "vessel"),
        rank=9,
    ),
    rule(
        "B4",
        r"\b(?:supplies|supply|vasculari[sz]es?|perfuses?|nourish(?:es)?|suppl(?:y|ies) blood to|"
        r"suppl(?:y|ies) oxygenated blood to|provides? (?:arterial |the )*blood(?: supply)? to) ",
        Relation.BLOOD_SUPPLY,
        ("artery", "vessel", "topic-vessel"),
        "The brachial artery supplies the muscles of the arm.",
        "The company supplies the schools.",
        ask="What {do} {s} supply?",
        rank=8,
    ),
    rule(
        "B5",
        r"\b(?:drains?|empties|empty|returns? blood) (?=(?:into|to|from|blood|the)\b)",
        Relation.BLOOD_SUPPLY,
        ("vein", "vessel", "lymph", "organ_part"),
        "The small saphenous vein drains into the popliteal vein.",
        "The lake drains into the sea.",
        answers="verb",
        ask="What {do} {s} drain, or where to?",
        rank=7,
    ),
)
