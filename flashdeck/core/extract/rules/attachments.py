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
    TARGETS,
    VESSELS,
    Rule,
    rule,
)
from flashdeck.core.model import Relation

ATTACHMENTS: tuple[Rule, ...] = (
    # Attachments.
    rule(
        "O1",
        rf"\b(?:originat(?:es?|ing)|aris(?:es?|ing)|takes? (?:its |their )?(?:origin|rise)|"
        rf"springs?|stems?|"
        rf"(?:has|have) (?:its|their|an) origins?) {ADV}?(?=(?:from|on|at|in|along|within|above|"
        r"below|near|between|off|as|by (?:[a-z]+,? ){1,8}from)\b)",
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
        rf"\b[Oo]rigins?{OF} (?:is|are) ",
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
        (*SOFT, "organ_part", "bone_landmark"),
        "The brachialis inserts into the tuberosity of the ulna.",
        "The editor inserts a comma into the text.",
        rank=9,
    ),
    rule(
        "I2",
        rf"(?:{BE}|(?<=,) )(?:inserted|attached|anchored|fixed) {ADV}?"
        r"(?=(?:on|onto|into|to|at|in|along|near|below|above|by)\b)",
        Relation.INSERTION,
        (*SOFT, "organ_part", "bone_landmark"),
        "The pectineus is inserted into the pectineal line of the femur.",
        "The label is attached to the bottle.",
        rank=8,
    ),
    rule(
        "I3",
        rf"\b[Ii]nsertions?{OF} (?:is|are) ",
        Relation.INSERTION,
        SOFT,
        "The insertion of the pectineus is the pectineal line of the femur.",
        "The insertion of a coin is needed.",
        rank=8,
    ),
    rule(
        "I4",
        r"\bends? (?=(?:on|in|at|by attaching|by inserting)\b)(?!(?:in|at|on) "
        r"(?:(?:an?|the|its|two|three) )?(?:[a-z-]+ ){0,3}(?:tendons?|points?|level)\b)",
        Relation.INSERTION,
        MUSCLES,
        "The plantaris ends on the back of the calcaneus.",
        "The road ends at the lake.",
        rank=8,
    ),
    # Nerve and blood supply.
    rule(
        "N1",
        rf"(?:{BE}|(?<=,) )(?:innervated|supplied|served|controlled) {ADV}?"
        r"(?:by|via|through|from) ",
        Relation.INNERVATION,
        TARGETS,
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
        TARGETS,
        "The pectineus receives its nerve supply from the femoral nerve.",
        "The shop receives its supply from the harbour.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=8,
    ),
    rule(
        "N3",
        rf"\b(?:[Ii]nnervation|[Nn]erve supply|[Mm]otor supply|nerves?){OF} "
        r"(?:is|are|comes?|arises?) "
        r"(?:[a-z]+ly )?"
        r"(?:(?:provided|supplied|carried|given|mediated|derived) )?(?:by|from|through|via) ",
        Relation.INNERVATION,
        TARGETS,
        "The nerve supply of the pectineus is provided by the femoral nerve.",
        "The supply is provided by the army.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=8,
    ),
    rule(
        "N8",
        rf"\b(?:[Ii]nnervation|[Nn]erve supply|[Mm]otor supply|nerve){OF} (?:is|are) "
        r"(?=the |branches )",
        Relation.INNERVATION,
        MUSCLES,
        "The nerve of the pectineus is the femoral nerve.",
        "The nerve of the pectineus is the longest.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=9,
    ),
    rule(
        "N4",
        r"\b(?:innervates?|supplies|supply|(?:ends?|terminates?) (?:by|in) supplying|"
        r"(?:(?:provid|giv)(?:es?|ing)|supplies|sends?|carries|has|is the source of|ends? with) "
        r"(?:[a-z]+ (?:and |or )?){0,3}"
        r"(?:innervation|supply|sensation|branches|fib(?:er|re)s|twigs) (?:to|for|of)|innervating|"
        r"supplying|is the (?:main |chief |sole |only |motor |sensory )*(?:innervator|nerve|"
        r"nerve supply) (?:of|to|for)) (?:sensation (?:to|from) |sensory innervation to )?"
        r"(?:only )?",
        Relation.INNERVATION,
        NERVES,
        "The femoral nerve supplies the pectineus and the sartorius.",
        "The company supplies the schools.",
        ask="What {do} {s} innervate?",
        inverse=True,
        rank=8,
    ),
    rule(
        "N5",
        r"\b(?:receives?|has|contains?|carries|conveys?|gets?|draws?) (?:its |their |sensory |"
        r"motor |the |nerve |both )*(?:contributions?|fib(?:er|re)s|axons|branches|inputs?|roots?) "
        r"(?:from|of) ",
        Relation.COMPOSITION,
        NERVES,
        "The musculocutaneous nerve carries fibres from C5, C6 and C7.",
        "The bread contains fibres from rye.",
        ask="Which nerves or roots does {s} contain fibres of?",
        rank=9,
    ),
    rule(
        "N7",
        r"\b(?:is|are) (?:usually |mainly )?(?:derived|formed) (?:from|by) "
        r"(?=(?:[a-z]+ ){0,8}(?:roots?|rami|ramus|cords?|trunks?|divisions?|union|[CLTS]\d))",
        Relation.ORIGIN,
        NERVES,
        "The musculocutaneous nerve is derived from the roots C5, C6 and C7.",
        "The word is derived from two roots.",
        ask="What {is} {s} formed by?",
        rank=9,
    ),
    rule(
        "N6",
        r"\b(?:begins?|(?:is|are) formed|arises?|results?) (?:[a-z]+ )?(?:as|by|from|at) "
        r"(?=(?:the |a )?(?:union|confluence|junction|merging|continuation|direct continuation)\b)",
        Relation.ORIGIN,
        (*VESSELS, *NERVES, "duct"),
        "The portal vein is formed by the union of the splenic vein and the superior mesenteric "
        "vein.",
        "The company is formed by the union of two others.",
        ask="What {is} {s} formed by?",
        rank=10,
    ),
    rule(
        "B1",
        rf"(?:{BE}|(?<=,) )(?:supplied|vasculari[sz]ed|perfused|fed|nourished|irrigated|drained) "
        rf"{ADV}?"
        r"(?:with (?:arterial |oxygenated |oxygen-rich )?blood )?(?:by|via|through|from) ",
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
        rf"\b(?:[Bb]lood supply|[Aa]rterial supply|[Vv]ascular supply|[Aa]rterial blood|"
        rf"[Vv]enous drainage|"
        rf"(?:[Aa]dditional|[Ff]urther|[Mm]ost|[Ii]ts) (?:of its )?blood){OF} "
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
        "B10",
        rf"\b(?:[Bb]lood supply|[Aa]rterial supply|arter(?:y|ies)){OF} "
        r"(?:is|are) (?=the |branches )",
        Relation.BLOOD_SUPPLY,
        MUSCLES,
        "The artery of the pectineus is the obturator artery.",
        "The artery of the pectineus is the longest.",
        ask="What supplies {s} with blood?",
        needs=("artery", "vessel"),
        rank=9,
    ),
    rule(
        "B8",
        r"\b(?:[Vv]enous (?:blood|drainage|return)|[Vv]eins)(?: (?:of|from) "
        r"(?P<np>[^,.;]{3,50}?))? "
        r"(?:is drained|drains|is|are|passes|returns|flows|empties) (?:[a-z]+ly )?(?:via|by|"
        r"through|into|to) ",
        Relation.BLOOD_SUPPLY,
        STRUCTURES,
        "Venous blood of the thyroid is drained via the thyroid veins.",
        "Venous blood is drained via a tube.",
        ask="Which veins drain {s}, or where to?",
        needs=("vein", "vessel"),
        rank=9,
    ),
    rule(
        "B9",
        r"\b(?:[Ll]ymphatic drainage|[Ll]ymph|[Ll]ymphatics|[Ll]ymphatic vessels)(?: (?:of|from) "
        r"(?P<np>[^,.;]{3,50}?))? (?:drains?|is|are|pass(?:es)?|flows?|empt(?:ies|y)|goes|go) "
        r"(?:[a-z]+ly )?"
        r"(?:via|by|through|into|to) ",
        Relation.OTHER,
        STRUCTURES,
        "Lymph from the stomach drains to the coeliac lymph nodes.",
        "Lymph is sold to laboratories.",
        ask="Where does lymph from {s} drain?",
        rank=9,
    ),
    rule(
        "B6",
        r"(?<!enous )(?<!oxygenated )\b(?:[Bb]lood|[Aa]rterial blood) (?:reaches|gets to|"
        r"is carried to|is brought to|is delivered to|flows to) "
        r"(?P<np>[^,.;]{2,60}?) (?:through|via|by|from|in) ",
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
        r"\b(?:drains?|empties|empty|opens?|flows?|returns? (?:deoxygenated |cleansed )?blood) "
        r"(?:[a-z]+ly )?(?:into|to) ",
        Relation.BLOOD_SUPPLY,
        ("vein", "vessel", "lymph", "organ_part"),
        "The small saphenous vein drains into the popliteal vein.",
        "The lake drains into the sea.",
        ask="What",
        rank=8,
    ),
    rule(
        "B7",
        r"\b(?:(?:drains?|collects?|returns?|carries|receives?) (?:[a-z-]+ ){0,2}blood from |"
        r"drains? (?=(?:the|both|most)\b))",
        Relation.BLOOD_SUPPLY,
        ("vein",),
        "The renal vein drains the kidney.",
        "The ditch drains the field.",
        ask="What {do} {s} drain?",
        rank=7,
    ),
)
