"""What a structure is, what its name means, where it lies, what it is part of."""

from __future__ import annotations

from flashdeck.core.extract.rules.base import (
    ADV,
    ANY,
    BE,
    OF,
    PLACE,
    SIDES,
    STRUCTURES,
    Rule,
    rule,
)
from flashdeck.core.model import Relation

DESCRIPTIONS: tuple[Rule, ...] = (
    # Names.
    rule(
        "E1",
        rf"\b(?:comes|come|{BE}(?:derived|taken|borrowed)|derives|derive|originates|stems) from "
        r"(?=(?:the |a |an |its |two )?(?:(?:[Aa]ncient |old |[Oo]ld |late |new |[Nn]ew |medieval "
        r"|[Mm]edieval |[Cc]lassical |modern |two )?"
        r"(?:latin|greek|latin|french|arabic|italian|english|german|Latin|Greek|French|Arabic|"
        r"Italian|"
        r"English|German)|words?|shape|resemblance|fact)\b)",
        Relation.ETYMOLOGY,
        ANY,
        "The word soleus comes from the Latin word for sandal.",
        "The best wine comes from the south.",
        rank=9,
    ),
    rule(
        "E2",
        rf"{BE}(?:so )?(?:named|called so) (?:for|after|from|because of|because|due to) ",
        Relation.ETYMOLOGY,
        ANY,
        "The sartorius is named after the tailors who sat cross-legged.",
        "The street is named after a general.",
        ask="What {is} {s} named after?",
        rank=8,
    ),
    rule(
        "E3",
        r"\b(?:is|are|was) (?=(?:the )?(?:Latin|Greek) (?:word )?for )",
        Relation.ETYMOLOGY,
        ANY,
        "Tibia is Latin for flute.",
        "Tibia is a bone.",
        rank=8,
    ),
    # What it is.
    rule(
        "D1",
        r"\b(?:is|are) (?=(?:a|an|the|both the|one of|two|three|any|swollen|[a-z]+, [a-z]+ [a-z]+s|"
        r"small|large|"
        r"tiny|thin|thick|long|flat|blood|soft|hard|special|specialized|paired|abnormal|muscles|"
        r"bones|"
        r"bands|injuries|conditions)\b )(?!(?:small|large|tiny|thin|thick|long|flat|soft|hard) "
        r"(?:in|at|on|above|below|behind|enough|(?:and|or|but) [a-z]+ (?:in|at|on|above|below))\b)",
        Relation.DEFINITION,
        ANY,
        "The brachialis is a muscle of the upper arm.",
        "It is a sunny day.",
        rank=8,
    ),
    rule(
        "D5",
        r"\b(?:is|are|means|involves) (?=(?:[a-z-]+ (?:or |and )?){0,3}(?:pain|inflammation|"
        r"irritation|swelling|"
        r"damage|injury|compression|narrowing|weakness|enlargement|loss|removal|degeneration|"
        r"infection|thickening|softening|hardening|bleeding|tightness|stiffness|paralysis|rupture|"
        r"displacement|numbness|wear|entrapment|dislocation|death|blockage|dilation|absence|"
        r"(?:over|under)?production|excess|lack|deficiency|failure|lumps?|stones|clots?|deposits|"
        r"tears?|pouch(?:es)?|growths?|sores?|episodes?|cracks?|"
        r"breaks?) "
        r"(?:of|in|that|which|to|on|at|caused|along|under|from|due|between|around|near|behind|with|"
        r"within|below|felt|made|formed)\b)",
        Relation.DEFINITION,
        ("condition", "treatment", "topic"),
        "Plantar fasciitis is inflammation of the plantar fascia.",
        "The tower is full of light.",
        rank=8,
    ),
    rule(
        "D6",
        r"\bare (?=(?:[a-z-]+,? ){0,3}[a-z]+s (?:of|that|which|in|on|between|about|found|formed|"
        r"covering|"
        r"connecting|made|containing|located|lying|surrounding)\b(?! the [a-z ]*(?:branch|part)))"
        r"(?!(?:[a-z-]+ ){0,3}(?:branches|parts|members|tributaries|continuations|divisions|"
        r"causes|symptoms|"
        r"signs|treatments|complications|muscles|always|sometimes) )",
        Relation.DEFINITION,
        STRUCTURES,
        "The ureters are muscular tubes that carry urine to the bladder.",
        "The mayors are heads of the towns.",
        rank=7,
    ),
    rule(
        "D2",
        rf"(?:{BE}|, )(?:also |sometimes |often |commonly |usually |otherwise |better |"
        r"formerly |together |"
        r"collectively |simply )*(?:called|known as|referred to as|termed|named|nicknamed) "
        r"(?!by\b|after\b|for\b)",
        Relation.DEFINITION,
        ANY,
        "The calcaneus is also known as the heel bone.",
        "He is also known as a singer.",
        ask="What is another name for {s}?",
        rank=8,
    ),
    rule(
        "D3",
        r"\b(?:means|refers to|describes) ",
        Relation.DEFINITION,
        ("condition", "treatment", "movement", "topic"),
        "Plantar flexion means pointing the foot downwards.",
        "The light means stop.",
        ask="What",
        rank=6,
    ),
    rule(
        "D4",
        r"\b(?:occurs? when|happens? when|develops? when|is when) ",
        Relation.DEFINITION,
        ("condition", "movement"),
        "A sprain occurs when a ligament is torn.",
        "The train stops when the light is red.",
        ask="What happens in {s}?",
        rank=6,
    ),
    # Where it is.
    rule(
        "L1",
        rf"{BE}(?:located|situated|found|positioned|seen|embedded|contained|enclosed|visible|"
        r"palpable|housed|lodged|suspended|wedged|tucked|nestled|placed|present|buried|felt) "
        rf"(?={PLACE}\b)(?!by chance|at risk)",
        Relation.LOCATION,
        (*STRUCTURES, "condition"),
        "The plantaris is located between the gastrocnemius and the soleus.",
        "The hotel is located between the station and the park.",
        answers="place",
        ask="Where",
        rank=8,
    ),
    rule(
        "L6",
        rf"{BE}(?:enclosed|encased|covered|surrounded|bounded|bordered|separated|overlain|"
        rf"overlapped|crossed|"
        r"attached|closely applied|closely related|related|accompanied|connected|joined|linked|"
        r"lined|continuous|anchored|wrapped|traversed|pierced|marked|flanked|limited) "
        r"(?:(?:[a-z]+ly|above|below|in front|behind) )?(?:from|by|with|to|into|in) ",
        Relation.LOCATION,
        (*STRUCTURES,),
        "The kidney is surrounded by a layer of fat.",
        "The castle is surrounded by a moat.",
        ask="What",
        rank=8,
    ),
    rule(
        "L2",
        r"\b(?:l(?:ies|ie|ying)|runs?|pass(?:es)?|courses?|coursing|descends?|ascends?|extends?|"
        r"travels?|"
        r"sits?|rests?|arises?(?= behind)|stretch(?:es)?|continues?|emerges?|winds?|curves?|"
        r"spirals?|radiates?|"
        r"occurs?|appears?|ends?|terminates?|arch(?:es)?|turns?|develops?|forms?|converges?|"
        r"diverges?|"
        r"projects?|faces?|points?|opens?|bends?|slopes?|protrudes?|bulges?|hangs?|loops?|"
        r"hooks?|drops?|goes|go|climbs?|rises?|crosses|cross|swings?|reach(?:es)?) "
        rf"{ADV}?(?={PLACE}\b)(?!to (?!the|an?|its|both|each|all|their|these|within|about|"
        rf"[A-Z])[a-z]+ )",
        Relation.LOCATION,
        (*STRUCTURES, "condition"),
        "The plantaris lies deep to the lateral head of the gastrocnemius.",
        "The path runs along the river.",
        answers="place",
        ask="Where",
        rank=7,
    ),
    rule(
        "L8",
        r"(?<=[a-z]) (?:located|situated) (?=(?:[a-z]+ly )?(?:on|in|at|between|behind|"
        r"beneath|below|above|within|"
        r"under|deep|near|just|along|inside)\b)",
        Relation.LOCATION,
        STRUCTURES,
        "The thyroid is a gland located in the neck.",
        "The hotel is a house located in the woods.",
        answers="place",
        ask="Where {is} {s} located?",
        rank=7,
    ),
    rule(
        "L7",
        r"\b(?P<verb>enters?|leaves?|exits?|reach(?:es)?|traverses?) (?P<what>the "
        r"(?:(?!and\b)[a-z-]+ )"
        r"{1,5}?)(?=(?:through|via|by|between|behind|below|above|beneath|under|deep to|posterior "
        r"to|"
        r"anterior to|medial to|lateral to|in front of|along|at)\b)",
        Relation.LOCATION,
        STRUCTURES,
        "The sciatic nerve leaves the pelvis through the greater sciatic foramen.",
        "The train leaves the station through a tunnel.",
        answers="place",
        ask="enter",
        rank=8,
    ),
    rule(
        "L5",
        r"\b(?:enters?|leaves?|exits?|pierces?|reach(?:es)?|occup(?:y|ies)|traverses?|perforates?|"
        r"passes through|overlaps?) (?=(?:the|a|an|both|its)\b)",
        Relation.LOCATION,
        STRUCTURES,
        "The femoral artery enters the adductor canal.",
        "The train enters the station.",
        ask="What",
        rank=7,
    ),
    rule(
        "L3",
        rf"\b(?:is|are) {ADV}?(?!at risk|at rest|in (?:doubt|danger|contrast|use)|on average|at "
        rf"birth|under (?:the control|control|stress|tension))(?=(?:deep|superficial|medial|"
        rf"lateral|anterior|posterior|"
        r"superior|inferior|"
        r"proximal|distal|just|immediately|directly|beneath|behind|between|under|above|below|on|"
        r"in|at|"
        r"within|adjacent|closest|next|near|inside|part of the (?:anterior|posterior|lateral|"
        r"medial)"
        r"|external|internal|close)\b )",
        Relation.LOCATION,
        STRUCTURES,
        "The plantaris is deep to the gastrocnemius.",
        "The answer is deep in the archive.",
        answers="place",
        rank=7,
        ask="Where {is} {s} {adv}{be}located?",
    ),
    rule(
        "L4",
        r"\b(?:covers?|surrounds?|encloses?|borders?|overl(?:ies|ie)|underl(?:ies|ie)|lines?|"
        r"flanks?|fills?|"
        r"separates?|connects?|joins?|links?|unites?|bridges?|divides? (?=the)|bounds?|encircles?|"
        r"accompan(?:y|ies)|wraps? around|penetrates?|attaches|anchors?|suspends?|binds?|secures?|"
        r"faces|follows?|abuts?|contacts?|touches|communicates? with|(?:unites?|fuses|joins) with|"
        r"meets?|deepens?|"
        r"marks?|roofs?|straddles?|crosses|overhangs?) "
        r"(?=(?:the|a|an|both|most|all|each|its|two|with|around|[a-z]+s|[a-z]+ and)\b)",
        Relation.LOCATION,
        STRUCTURES,
        "The diaphragm separates the thorax from the abdomen.",
        "The wall separates the garden from the street.",
        ask="What",
        rank=5,
    ),
    # How large and how heavy.
    rule(
        "M1",
        r"\bweighs? (?=(?:[a-z]+ ){0,3}(?:\d|one|half|less|more))",
        Relation.OTHER,
        STRUCTURES,
        "The spleen weighs about 150 grams.",
        "The statue weighs two tons.",
        ask="How much {do} {s} {adv}weigh?",
        rank=9,
    ),
    rule(
        "M2",
        r"\b(?:(?:is|are) (?=(?:[a-z]+ ){0,2}\d[^,;.]{0,24} (?:mm|cm|m|in|millimet|centimet|inch|"
        r"met|feet|"
        r"foot))|measures? (?=(?:[a-z]+ ){0,2}\d))",
        Relation.OTHER,
        STRUCTURES,
        "The ureter is about 25 cm long.",
        "The bridge is about 25 m long.",
        ask="How large {is} {s}?",
        rank=9,
    ),
    rule(
        "M3",
        r"\b(?:has|have) an? (?:average |normal |mean |total )?(?:length|width|weight|diameter|"
        r"volume|"
        r"thickness|mass|capacity|height) of |\b(?:length|width|weight|diameter|volume|thickness|"
        rf"capacity|height){OF} is ",
        Relation.OTHER,
        STRUCTURES,
        "The duodenum has a length of 25 to 30 cm.",
        "The bridge has a length of 300 m.",
        ask="How large {is} {s}?",
        rank=9,
    ),
    rule(
        "M4",
        r"\b(?:is|are) (?=(?:[a-z]+ly )?(?:[A-Za-z]+-shaped|(?:roughly |almost |nearly "
        r")?(?:triangular|circular|"
        r"cylindrical|conical|pyramidal|oval|spherical|quadrilateral|rectangular|fusiform|"
        r"bipennate|"
        r"crescentic|semicircular|hollow|biconcave))\b)",
        Relation.OTHER,
        STRUCTURES,
        "The medial meniscus is C-shaped.",
        "The square is L-shaped.",
        ask="What shape {is} {s}?",
        rank=7,
    ),
    # Parts and wholes.
    rule(
        "C1",
        rf"\b(?:consists?|consisting|{BE}(?:composed|made up|made|comprised|formed|built|"
        r"constituted|built)) (?:[a-z]+ly )?"
        r"(?:of|from|by|out of) |\bcompris(?:es?|ing) |\b(?:presents?|bears?|features?|shows?|"
        r"exhibits?) (?=(?:an?|two|three|four|"
        r"several|the|numerous)\b)|\bcontains? |\bincludes? (?=(?:two|"
        r"three|four|five|six|several)\b)|\bpossess(?:es)? |"
        rf"\b(?:{BE}(?:divided|split|subdivided|separated)|divides?|splits?|branch(?:es)?|"
        r"bifurcates?) "
        r"(?:[a-z]+ly )?(?:(?:by|at|in|near|behind|below|above) [^,;]{3,60}? )?into |\bgives? "
        r"(?:off|rise to) |\b(?:has|have) "
        r"(?=(?!an? (?:[a-z]+ )?(?:length|width|weight|diameter|volume|thickness|mass|size|"
        r"capacity|"
        r"height|role|function|supply|innervation|action|origin|"
        r"insertion|course|tendency|effect|shape|risk|number|variety)\b)(?:a|an|one|two|three|"
        r"four|"
        r"five|six|seven|several|many|both|no fewer|[a-z]+ (?:heads|"
        r"parts|layers|branches|borders|surfaces|fib(?:er|re)s|portions))\b)",
        Relation.COMPOSITION,
        (*STRUCTURES, "condition"),
        "The biceps brachii consists of a long head and a short head.",
        "The meal consists of three courses.",
        ask="What",
        rank=7,
    ),
    rule(
        "C3",
        rf"{BE}(?:deepened|strengthened|reinforced|stabili[sz]ed|supported|held in place|cushioned|"
        rf"lubricated|held together|closed|guarded|filled) (?:(?:{SIDES}ly|above|below|in front|"
        r"behind) )?(?:by|with) ",
        Relation.COMPOSITION,
        STRUCTURES,
        "The hip joint is strengthened by the iliofemoral ligament.",
        "The roof is strengthened by beams.",
        ask="What",
        rank=8,
    ),
    rule(
        "P3",
        r"\b(?:(?:to be|as|form|forms|are|make up|constitute) (?:one |a |an |the |single "
        r")*(?:muscle )?(?:group|muscle|"
        r"complex|unit|structure|mass) (?:called|known as|termed|named)|are (?:together|"
        r"collectively|jointly) "
        r"(?:called|known as|referred to as|termed|named)|(?:together|collectively) (?:form|"
        r"are called|are known as|"
        r"make up|constitute)) (?=(?:the )?[a-z])",
        Relation.PART_OF,
        STRUCTURES,
        "The semitendinosus and the semimembranosus are collectively known as the medial "
        "hamstrings.",
        "The rooms are collectively known as the suite.",
        ask="What group {is} {s} part of?",
        rank=10,
    ),
    rule(
        "P1",
        rf"\b(?:{BE}(?:part|(?:a|the|one|one of the|an) (?:[a-z]+ )?(?:[a-z]+ )?(?:part|member|"
        r"branch|branches|"
        r"continuation|division|tributary|component|subdivision|members))|"
        r"forms? (?:a )?part|makes? up (?:a )?part) of |\bbelongs? to |"
        rf"{BE}(?:grouped|included|classified) (?:with|among|in|as) ",
        Relation.PART_OF,
        STRUCTURES,
        "The soleus is part of the triceps surae.",
        "The novel is part of a series.",
        ask="What",
        rank=8,
    ),
    rule(
        "P2",
        r"\b(?:forms?|makes? up|constitutes?|become|becomes) (?=(?:the|what|part)\b)",
        Relation.PART_OF,
        STRUCTURES,
        "The gastrocnemius and the soleus form the triceps surae.",
        "The clouds form a wall.",
        ask="What",
        rank=6,
    ),
    rule(
        "P4",
        r"\b(?:forms?|makes|creates?) (?=(?:an?)\b)",
        Relation.OTHER,
        STRUCTURES,
        "The afferent arterioles form a tuft of capillaries in the kidney.",
        "The clouds form a wall.",
        ask="What",
        rank=5,
    ),
)
