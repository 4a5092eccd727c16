"""The verb frames: what a clause says of its subject, as rows of one table.

A row's pattern is the verb group. What stands before it names the subject, what follows up to the
next clause is the answer (``answers="verb"``: with the verb itself). ``inverse`` rows say a fact of
each structure in the answer: "The tibial nerve supplies the soleus" is a fact of the soleus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashdeck.core.model import Relation

_ADV = (
    r"(?:(?:[a-z]+ly|also|often|then|most|together|sometimes|just|both|all|itself|firmly|first) )"
)
_BE = rf"\b(?:is|are|be|being|was|were|gets?) {_ADV}?{_ADV}?"
_PLACE = (
    r"(?:on|in|at|along|between|behind|beneath|under|underneath|below|above|within|inside|outside|"
    r"across|around|near|over|through|down|up|beside|into|onto|out|towards?|alongside|throughout|"
    r"among|from|to|by|anterior|posterior|lateral|medial|superior|inferior|deep|superficial|"
    r"proximal|distal|close|adjacent|next|downwards?|upwards?|inferiorly|superiorly|anteriorly|"
    r"posteriorly|medially|laterally|distally|proximally|obliquely|just|immediately|directly|"
    r"vertically|horizontally|transversely|parallel|forwards?|backwards?)"
)
# "of the soleus" after a noun that stands for a relation: "the origin of the soleus is".
_OF = r"(?: (?:of|to|for) (?P<np>[^,.;]{3,60}?))?"
MUSCLES = ("muscle", "muscle_group")
SOFT = (*MUSCLES, "ligament", "tendon", "fascia", "membrane", "cartilage")
VESSELS = ("artery", "vein", "vessel", "lymph")
NERVES = ("nerve", "plexus", "ganglion", "cns")
ORGANS = ("organ", "organ_part", "gland", "duct", "membrane", "lymph", "cns", "cartilage")
BONES = ("bone", "bone_landmark", "cartilage", "joint", "region")
STRUCTURES = (
    *SOFT, *VESSELS, *NERVES, *ORGANS, *BONES, "bursa", "space", "compartment", "retinaculum", "substance",
)  # fmt: skip
CLINICAL = ("condition", "treatment")
ANY = (*STRUCTURES, *CLINICAL, "movement", "topic")


@dataclass(frozen=True, slots=True)
class Rule:
    """One frame. ``kinds`` are those of the subject; ``needs`` is a kind the answer must name.

    ``ask`` is the question ({s} subject, {do}/{is}/{be} agree and carry a hedge, {adv} an adverb of
    degree); "What" and "Where" ask with the sentence's own verb; '' takes the relation's usual one.
    """

    code: str
    pattern: re.Pattern[str]
    relation: Relation
    kinds: tuple[str, ...]
    example: str
    counterexample: str
    ask: str = ""
    answers: str = "after"
    needs: tuple[str, ...] = ()
    inverse: bool = False
    rank: int = 5


def _rule(
    code: str,
    pattern: str,
    relation: Relation,
    kinds: tuple[str, ...],
    example: str,
    counterexample: str,
    **more: object,
) -> Rule:
    return Rule(code, re.compile(pattern), relation, kinds, example, counterexample, **more)  # type: ignore[arg-type]


MOVES = (
    "plantar ?flex|plantarflex|dorsiflex|flex|extend|hyperextend|abduct|adduct|rotate|pronate|supinate|"
    "invert|evert|elevate|depress|protract|retract|protrude|oppose|circumduct|stabili[sz]e|steady|"
    "unlock|lock|raise|lower|lift|pull|draw|move|tilt|bend|straighten|tense|tighten|compress|"
    "constrict|dilate|open|close|turn|brace|fix|widen|narrow|wrinkle|pucker|hold|point|swing|bring|"
    "push|squeeze|support|maintain|resist|control|counteract|prevent|protect|contract|relax"
)
_MOVES_3 = (
    r"(?:plantar ?flex|dorsiflex|hyperextend|compress|depress|flex)(?:es)|(?:extend|abduct|adduct|rotate|"
    r"pronate|supinate|invert|evert|elevate|protract|retract|protrude|oppose|circumduct|"
    r"stabili[sz]e|unlock|lock|raise|lower|lift|pull|draw|move|tilt|bend|straighten|tense|tighten|"
    r"constrict|dilate|turn|brace|widen|narrow|wrinkle|swing|bring|squeeze)s|steadies|fixes"
)
_SINGLE_MOVES = (
    r"(?:plantar ?flex|dorsiflex|flex|extend|abduct|adduct|rotate|pronate|supinate|invert|evert|"
    r"elevate|depress|stabili[sz]e|raise|lower|lift|pull|draw|protract|retract|compress|move)"
)
AGENTS = (
    r"(?:(?:plantar |dorsi|lateral |medial |internal |external )?(?:flexors?|rotators?)|extensors?|abductors?|"
    r"adductors?|pronators?|supinators?|invertors?|evertors?|elevators?|depressors?|"
    r"stabili[sz]ers?|protractors?|retractors?|dorsiflexors?|plantarflexors?|constrictors?|"
    r"dilators?|tensors?|prime movers?)"
)

_TABLE: tuple[Rule, ...] = (
    # Attachments.
    _rule(
        "O1",
        rf"\b(?:originat(?:es?|ing)|aris(?:es?|ing)|takes? (?:its |their )?origin|springs?|stems?|"
        rf"(?:has|have) (?:its|their|an) origins?) {_ADV}?(?=(?:from|on|at|in|along|within|above|"
        r"below|near|between|off|as)\b)",
        Relation.ORIGIN,
        (*SOFT, *VESSELS, *NERVES),
        "The brachialis originates from the lower half of the front of the humerus.",
        "The idea arises from a misunderstanding.",
        rank=9,
    ),
    _rule(
        "O2",
        r"\b(?:begins?|starts?) (?=(?:from|on|at|in|along|as|near|just)\b)",
        Relation.ORIGIN,
        (*MUSCLES, *VESSELS, *NERVES, "duct"),
        "The brachial artery begins at the lower border of the teres major.",
        "The lesson begins at the front of the hall.",
        rank=7,
    ),
    _rule(
        "O3",
        rf"\borigins?{_OF} (?:is|are) ",
        Relation.ORIGIN,
        SOFT,
        "The origin of the pectineus is the superior pubic ramus.",
        "The origin of the word is unknown.",
        rank=8,
    ),
    _rule(
        "I1",
        rf"\b(?:insert(?:s|ing)?|attach(?:es|ing)?|terminat(?:es?|ing)|"
        rf"(?:has|have) (?:its|their|an) insertions?) {_ADV}?"
        r"(?=(?:on|onto|into|to|at|in|along|near|below|above|via|by|through|as)\b)",
        Relation.INSERTION,
        SOFT,
        "The brachialis inserts into the tuberosity of the ulna.",
        "The editor inserts a comma into the text.",
        rank=9,
    ),
    _rule(
        "I2",
        rf"{_BE}(?:inserted|attached|anchored|fixed) {_ADV}?"
        r"(?=(?:on|onto|into|to|at|in|along|near|below|above|by)\b)",
        Relation.INSERTION,
        SOFT,
        "The pectineus is inserted into the pectineal line of the femur.",
        "The label is attached to the bottle.",
        rank=8,
    ),
    _rule(
        "I3",
        rf"\binsertions?{_OF} (?:is|are) ",
        Relation.INSERTION,
        SOFT,
        "The insertion of the pectineus is the pectineal line of the femur.",
        "The insertion of a coin is needed.",
        rank=8,
    ),
    _rule(
        "I4",
        r"\bends? (?=(?:on|in|at|by attaching|by inserting)\b)",
        Relation.INSERTION,
        MUSCLES,
        "The plantaris ends in a long thin tendon on the calcaneus.",
        "The road ends at the lake.",
        rank=5,
    ),
    # Nerve and blood supply.
    _rule(
        "N1",
        rf"{_BE}(?:innervated|supplied|served|controlled) {_ADV}?(?:by|via|through|from) ",
        Relation.INNERVATION,
        (*STRUCTURES,),
        "The brachialis is innervated by the musculocutaneous nerve.",
        "The town is supplied by two rivers.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=9,
    ),
    _rule(
        "N2",
        r"\b(?:receives?|gets?|derives?|has|have|obtains?) (?:its |their |a |the )?(?:dual |double |main |"
        r"motor |sensory |nerve |nervous )*(?:innervation|nerve supply|supply|branch(?:es)?|fib(?:er|re)s) "
        rf"{_ADV}?(?:from|by|through|via) ",
        Relation.INNERVATION,
        STRUCTURES,
        "The pectineus receives its nerve supply from the femoral nerve.",
        "The shop receives its supply from the harbour.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=8,
    ),
    _rule(
        "N3",
        rf"\b(?:innervation|nerve supply|motor supply|nerves?){_OF} (?:is|are|comes?|arises?) (?:[a-z]+ly )?"
        r"(?:(?:provided|supplied|carried|given|mediated|derived) )?(?:by|from|through|via) ",
        Relation.INNERVATION,
        STRUCTURES,
        "The nerve supply of the pectineus is provided by the femoral nerve.",
        "The supply is provided by the army.",
        ask="What innervates {s}?",
        needs=("nerve", "plexus"),
        rank=8,
    ),
    _rule(
        "N4",
        r"\b(?:innervates?|supplies|supply|provid(?:es?|ing) (?:motor |sensory |cutaneous |the )*"
        r"(?:innervation|supply|sensation|branches|fib(?:er|re)s) (?:to|for)|innervating|supplying) ",
        Relation.INNERVATION,
        NERVES,
        "The femoral nerve supplies the pectineus and the sartorius.",
        "The company supplies the schools.",
        ask="What {do} {s} innervate?",
        inverse=True,
        rank=8,
    ),
    _rule(
        "B1",
        rf"{_BE}(?:supplied|vasculari[sz]ed|perfused|fed|nourished|irrigated|drained) {_ADV}?"
        r"(?:with blood )?(?:by|via|through|from) ",
        Relation.BLOOD_SUPPLY,
        STRUCTURES,
        "The brachialis is supplied by muscular branches of the brachial artery.",
        "The army is supplied by air.",
        ask="What",
        needs=("artery", "vein", "vessel"),
        rank=9,
    ),
    _rule(
        "B2",
        r"\b(?:receives?|gets?|derives?|has|have|obtains?) (?:its |their |a |the |rich |dual |main |most of "
        r"its )*(?:arterial |vascular |blood )*(?:supply|blood|vasculari[sz]ation|blood supply) "
        rf"{_ADV}?(?:from|by|through|via) ",
        Relation.BLOOD_SUPPLY,
        STRUCTURES,
        "The pectineus receives its blood supply from the obturator artery.",
        "The shop receives its supply from the harbour.",
        ask="What supplies {s} with blood?",
        needs=("artery", "vein", "vessel"),
        rank=8,
    ),
    _rule(
        "B3",
        rf"\b(?:blood supply|arterial supply|vascular supply|arterial blood|venous drainage){_OF} "
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
    _rule(
        "B6",
        r"\b(?:[Bb]lood|[Aa]rterial blood) (?:reaches|gets to|is carried to|is brought to|is delivered to|flows to) "
        r"(?P<np>[^,.;]{3,60}?) (?:through|via|by|from|in) ",
        Relation.BLOOD_SUPPLY,
        STRUCTURES,
        "Blood reaches the pectineus through the obturator artery.",
        "News reaches the village through the post.",
        ask="What supplies {s} with blood?",
        needs=("artery", "vein", "vessel"),
        rank=9,
    ),
    _rule(
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
    _rule(
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
    # Actions.
    _rule(
        "A0",
        rf"\b(?:(?:{_MOVES_3}),? (?:and |or )?(?:[a-z]+ly )?){{1,4}}(?:{_MOVES_3}) (?=[a-z])",
        Relation.ACTION,
        (*MUSCLES, "tendon"),
        "The brachioradialis flexes and pronates the forearm.",
        "The pump lifts and moves the water.",
        answers="verb",
        ask="What {do} {s} {adv}do?",
        rank=9,
    ),
    _rule(
        "A1",
        rf"\b(?:{_MOVES_3}) (?=(?:the|a|an|both|your|its|their|and|at|it|all|medially|laterally|inward|"
        r"outward|upward|downward|body|[a-z]+al|[a-z]+s|[a-z]+ion)\b)",
        Relation.ACTION,
        (*MUSCLES, "tendon", "ligament"),
        "The brachialis flexes the forearm at the elbow.",
        "The pump raises the water to the roof.",
        answers="verb",
        ask="What {do} {s} {adv}do?",
        rank=8,
    ),
    _rule(
        "A11",
        rf"\b(?:{_SINGLE_MOVES}|compress|rotate|stabili[sz]e|draw|pull|unlock) (?=(?:the|a|an|both|your|its|their|medially|"
        r"laterally|inward|outward)\b)",
        Relation.ACTION,
        (*MUSCLES, "tendon", "ligament"),
        "The brachialis can flex the forearm at the elbow.",
        "The pump can raise the water to the roof.",
        answers="verb",
        ask="What {do} {s} {adv}do?",
        rank=7,
    ),
    _rule(
        "A2",
        r"\b(?:acts?|functions?|serves?|works?|contracts?) (?:mainly |primarily |chiefly |also |"
        r"together )?to ",
        Relation.ACTION,
        (*STRUCTURES,),
        "The brachialis acts to flex the elbow.",
        "The committee acts to protect the river.",
        ask="What {do} {s} act to do?",
        rank=8,
    ),
    _rule(
        "A3",
        r"\b(?:helps?|aids?|assists?) (?:us |you |to |in |with |people )*(?=[a-z]{3,} ?)",
        Relation.ACTION,
        (*STRUCTURES, "movement"),
        "The plantaris helps to point the foot.",
        "The nurse helps to lift the patient.",
        ask="What {do} {s} help with?",
        rank=6,
    ),
    _rule(
        "A4",
        rf"{_BE}(?:responsible for|involved in|important (?:for|in)|essential (?:for|in)|"
        r"necessary for|needed for|capable of|designed for|concerned with) |"
        r"\b(?:contributes? to|participates? in|takes? part in) ",
        Relation.ACTION,
        STRUCTURES,
        "The plantaris is involved in bending the knee.",
        "The mayor is responsible for the budget.",
        ask="What",
        rank=6,
    ),
    _rule(
        "A8",
        rf"{_BE}(?:used|needed|active|recruited|activated|called into action|engaged) "
        r"(?=(?:for|to|during|in|with|when|while|by|at)\b)",
        Relation.ACTION,
        STRUCTURES,
        "The plantaris is active during running.",
        "The hall is used for concerts.",
        ask="When or for what {is} {s} {be}{adv}used?",
        answers="place",
        rank=6,
    ),
    _rule(
        "A9",
        r"\bplays? (?:a|an) (?:[a-z]+ ){0,2}(?:role|part) in ",
        Relation.ACTION,
        STRUCTURES,
        "The plantaris plays a minor role in bending the knee.",
        "The mayor plays a role in the festival.",
        ask="In what {do} {s} play a role?",
        rank=6,
    ),
    _rule(
        "A10",
        r"\b(?:allows?(?: for)?|enables?|produces?|performs?|brings? about|resists?|prevents?|"
        r"maintains?|supports?|stabili[sz]es?|protects?|controls?|regulates?|counteracts?|limits?|"
        r"permits?|facilitates?|strengthens?|provides?|coordinates?|assures?|ensures?) (?=[a-z])",
        Relation.ACTION,
        STRUCTURES,
        "The cruciate ligament prevents forward sliding of the tibia.",
        "The mayor supports the festival.",
        ask="What",
        rank=5,
    ),
    _rule(
        "A5",
        rf"\b(?:is|are|acts? as|functions? as|serves? as|works? as|be) (?=(?:(?:a|an|the|one of the|very|also|more|"
        r"most|only|chief|main|active|powerful|strong|weak|strongest|primary|important|prime|as|"
        r"effective|major|accessory|ankle|knee|hip|wrist|elbow|shoulder|trunk|neck|foot|arm|leg|"
        rf"thigh|forearm|efficient) ){{0,7}}{AGENTS}\b)",
        Relation.ACTION,
        MUSCLES,
        "The brachialis is the strongest flexor of the elbow.",
        "The editor is the strongest player of the team.",
        ask="What is the action of {s}?",
        rank=8,
    ),
    _rule(
        "A6",
        rf"\b(?:actions?|functions?|roles?|purpose|job){_OF} (?:is|are|include|includes) (?:to )?",
        Relation.ACTION,
        STRUCTURES,
        "The main action of the brachialis is flexion of the elbow.",
        "The function of the committee is advice.",
        rank=8,
    ),
    _rule(
        "A12",
        r"\b(?:acts?|functions?|serves?|works?) as (?=[a-z])",
        Relation.ACTION,
        STRUCTURES,
        "The medial meniscus acts as a shock absorber.",
        "The mayor acts as a host.",
        ask="What",
        rank=6,
    ),
    _rule(
        "A7",
        r"\b(?:filters?|pumps?|stores?|secretes?|releases?|absorbs?|carry|carries|transports?|conducts?|"
        r"transmits?|collects?|removes?|digests?|breaks? down|synthesi[sz]es?|detoxif(?:y|ies)|"
        r"excretes?|cushions?|absorbs?|lubricates?|distributes?|converts?|detects?|"
        r"generates?|eliminates?|monitors?|squeez(?:es|e)|push(?:es)?|makes?|breaks? down|delivers?) (?=[a-z])",
        Relation.ACTION,
        (*ORGANS, *BONES, *VESSELS, *NERVES, *SOFT),
        "The gallbladder stores bile.",
        "The company stores grain.",
        ask="What",
        rank=6,
    ),
    # Joints.
    _rule(
        "J0",
        r"\b(?:is|are|as) (?=(?:a |an )?(?:single|one|two|multi|bi|uni)[ -]?(?:joint|articular) )",
        Relation.JOINT,
        MUSCLES,
        "The gastrocnemius is a two-joint muscle.",
        "The tower is a two-storey building.",
        ask="How many joints {do} {s} cross?",
        rank=9,
    ),
    _rule(
        "J1",
        r"\b(?:cross(?:es|ing)?|spans?|spanning) (?:over )?(?:just |only |both )?",
        Relation.JOINT,
        (*MUSCLES, "ligament", "tendon"),
        "The rectus femoris crosses the hip and the knee.",
        "The bridge crosses the river.",
        ask="What",
        needs=("joint", "region", "bone"),
        rank=7,
    ),
    _rule(
        "J2",
        rf"\b(?:articulat(?:es?|ing)|{_BE}articulated|forms? (?:a|the|an) [a-z -]{{0,30}}joints?|"
        r"forms? (?:a|the|an) (?:[a-z]+ )?articulations?) "
        r"(?:[a-z]+ly )?(?:with|between) ",
        Relation.JOINT,
        (*BONES,),
        "The scaphoid articulates with the radius.",
        "The speaker articulates with care.",
        ask="What",
        rank=9,
    ),
    _rule(
        "J3",
        r"\b(?:acts?|works?) (?:just |only |mainly |also )?(?:on|at|across|over|upon) ",
        Relation.JOINT,
        MUSCLES,
        "The rectus femoris acts on the hip and the knee.",
        "The committee acts on complaints.",
        ask="What",
        needs=("joint", "region", "bone"),
        rank=6,
    ),
    # Names.
    _rule(
        "E1",
        rf"\b(?:comes|come|{_BE}(?:derived|taken|borrowed)|derives|derive|originates|stems) from "
        r"(?=(?:the |a |an |its |two )?(?:(?:ancient |old |late |new |medieval )?"
        r"(?:latin|greek|latin|french|arabic|italian|english|german|Latin|Greek|French|Arabic|Italian|"
        r"English|German)|words?|shape|resemblance|fact)\b)",
        Relation.ETYMOLOGY,
        ANY,
        "The word soleus comes from the Latin word for sandal.",
        "The best wine comes from the south.",
        rank=9,
    ),
    _rule(
        "E2",
        rf"{_BE}(?:so )?(?:named|called so) (?:for|after|from|because of|because|due to) ",
        Relation.ETYMOLOGY,
        ANY,
        "The sartorius is named after the tailors who sat cross-legged.",
        "The street is named after a general.",
        ask="What {is} {s} named after?",
        rank=8,
    ),
    _rule(
        "E3",
        r"\b(?:is|are|was) (?=(?:the )?(?:Latin|Greek) (?:word )?for )",
        Relation.ETYMOLOGY,
        ANY,
        "Tibia is Latin for flute.",
        "Tibia is a bone.",
        rank=8,
    ),
    # What it is.
    _rule(
        "D1",
        r"\b(?:is|are) (?=(?:a|an|the|one of|two|three|any|swollen|[a-z]+, [a-z]+ [a-z]+s|small|large|"
        r"tiny|thin|thick|long|flat|blood|soft|hard|special|specialized|paired|abnormal|muscles|bones|"
        r"bands|injuries|conditions)\b )",
        Relation.DEFINITION,
        ANY,
        "The brachialis is a muscle of the upper arm.",
        "It is a sunny day.",
        rank=8,
    ),
    _rule(
        "D2",
        rf"(?:{_BE}|, )(?:also |sometimes |often |commonly |usually |otherwise |better |formerly |together |"
        r"collectively |simply )*(?:called|known as|referred to as|termed|named|nicknamed) ",
        Relation.DEFINITION,
        ANY,
        "The calcaneus is also known as the heel bone.",
        "He is also known as a singer.",
        ask="What is another name for {s}?",
        rank=8,
    ),
    _rule(
        "D3",
        r"\b(?:means|refers to|describes) ",
        Relation.DEFINITION,
        ("condition", "treatment", "movement", "topic"),
        "Plantar flexion means pointing the foot downwards.",
        "The light means stop.",
        ask="What",
        rank=6,
    ),
    _rule(
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
    _rule(
        "L1",
        rf"{_BE}(?:located|situated|found|positioned|seen|embedded|contained|enclosed|covered|"
        r"surrounded|bounded|bordered|separated|overlain|overlapped|crossed|visible|palpable|attached"
        r"|closely applied|closely related|related|accompanied|connected|joined|lined|continuous) "
        rf"(?={_PLACE}\b|with\b)",
        Relation.LOCATION,
        (*STRUCTURES, "condition"),
        "The plantaris is located between the gastrocnemius and the soleus.",
        "The hotel is located between the station and the park.",
        answers="place",
        ask="Where",
        rank=8,
    ),
    _rule(
        "L2",
        r"\b(?:l(?:ies|ie|ying)|runs?|pass(?:es)?|courses?|coursing|descends?|ascends?|extends?|travels?|"
        r"sits?|rests?|arises?(?= behind)|stretch(?:es)?|continues?|emerges?|winds?|curves?|spirals?|radiates?|"
        rf"occurs?|appears?|ends?|terminates?|arch(?:es)?|turns?|develops?|forms?) {_ADV}?(?={_PLACE}\b)",
        Relation.LOCATION,
        (*STRUCTURES, "condition"),
        "The plantaris lies deep to the lateral head of the gastrocnemius.",
        "The path runs along the river.",
        answers="place",
        ask="Where",
        rank=7,
    ),
    _rule(
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
    _rule(
        "L3",
        rf"\b(?:is|are) {_ADV}?(?=(?:deep|superficial|medial|lateral|anterior|posterior|superior|inferior|"
        r"proximal|distal|just|immediately|directly|beneath|behind|between|under|above|below|on|in|at|"
        r"within|adjacent|closest|next|near|inside|part of the (?:anterior|posterior|lateral|medial)"
        r"|external|internal|close)\b )",
        Relation.LOCATION,
        STRUCTURES,
        "The plantaris is deep to the gastrocnemius.",
        "The answer is deep in the archive.",
        answers="place",
        rank=7,
        ask="Where {is} {s} {be}{adv}located?",
    ),
    _rule(
        "L4",
        r"\b(?:covers?|surrounds?|encloses?|borders?|overl(?:ies|ie)|underl(?:ies|ie)|lines?|flanks?|fills?|"
        r"separates?|connects?|joins?|links?|unites?|bridges?|divides? (?=the)|bounds?|encircles?|"
        r"accompan(?:y|ies)|wraps? around|penetrates?) "
        r"(?=(?:the|a|an|both|most|all|each|its|two|with|around|[a-z]+s)\b)",
        Relation.LOCATION,
        STRUCTURES,
        "The diaphragm separates the thorax from the abdomen.",
        "The wall separates the garden from the street.",
        ask="What",
        rank=5,
    ),
    # Parts and wholes.
    _rule(
        "C1",
        rf"\b(?:consists?|consisting|{_BE}(?:composed|made up|made|comprised|formed|built|constituted)) (?:[a-z]+ly )?"
        r"(?:of|from|by|out of) |\bcompris(?:es?|ing) |\bcontains? |\bincludes? (?=(?:two|three|four|five|six|several)\b)|\bpossess(?:es)? |"
        rf"\b(?:{_BE}(?:divided|split|subdivided|separated)|divides?|splits?|branch(?:es)?|bifurcates?) "
        r"(?:[a-z]+ly )?into |\bgives? (?:off|rise to) |\b(?:has|have) "
        r"(?=(?:a|an|one|two|three|four|five|six|seven|several|many|both|no fewer|[a-z]+ (?:heads|"
        r"parts|layers|branches|borders|surfaces|fib(?:er|re)s|portions))\b)",
        Relation.COMPOSITION,
        (*STRUCTURES, "condition"),
        "The biceps brachii consists of a long head and a short head.",
        "The meal consists of three courses.",
        ask="What",
        rank=7,
    ),
    _rule(
        "P3",
        r"\b(?:(?:to be|as|form|forms|are|make up|constitute) (?:one |a |an |the |single )*(?:muscle )?(?:group|muscle|"
        r"complex|unit|structure|mass) (?:called|known as|termed|named)|are (?:together|collectively|jointly) "
        r"(?:called|known as|referred to as|termed|named)|(?:together|collectively) (?:form|are called|are known as|"
        r"make up|constitute)) (?=(?:the )?[a-z])",
        Relation.PART_OF,
        STRUCTURES,
        "The semitendinosus and the semimembranosus are collectively known as the medial hamstrings.",
        "The rooms are collectively known as the suite.",
        ask="What group {is} {s} part of?",
        rank=10,
    ),
    _rule(
        "P1",
        rf"\b(?:{_BE}(?:part|(?:a|the|one|one of the|an) (?:[a-z]+ )?(?:[a-z]+ )?(?:part|member|branch|branches|"
        r"continuation|division|tributary|component|subdivision|members))|"
        r"forms? (?:a )?part|makes? up (?:a )?part) of |\bbelongs? to |"
        rf"{_BE}(?:grouped|included|classified) (?:with|among|in|as) ",
        Relation.PART_OF,
        STRUCTURES,
        "The soleus is part of the triceps surae.",
        "The novel is part of a series.",
        ask="What",
        rank=8,
    ),
    _rule(
        "P2",
        r"\b(?:forms?|makes? up|constitutes?|become|becomes) (?=(?:the|a|an|what)\b)",
        Relation.PART_OF,
        STRUCTURES,
        "The gastrocnemius and the soleus form the triceps surae.",
        "The clouds form a wall.",
        ask="What",
        rank=6,
    ),
    # Partners.
    _rule(
        "S1",
        rf"\b(?:works?|acts?|functions?) (?:together |closely |in concert |synergistically )?with |{_BE}"
        r"(?:assisted|helped|aided) (?:in [a-z ]{0,40})?by |\b(?:is|are|acts? as) (?:a |the )?synergists? "
        r"(?:of|for|to|with) ",
        Relation.SYNERGIST,
        MUSCLES,
        "The brachialis works together with the biceps brachii.",
        "The painter works with oil.",
        ask="What",
        needs=("muscle", "muscle_group"),
        rank=7,
    ),
    _rule(
        "S2",
        rf"\b(?:opposes?|{_BE}(?:opposed by|antagonistic to|an? antagonists? (?:of|to)|the antagonists? "
        r"(?:of|to))|antagonists? (?:is|are)) ",
        Relation.ANTAGONIST,
        MUSCLES,
        "The triceps brachii is the antagonist of the biceps brachii.",
        "The party opposes the reform.",
        needs=("muscle", "muscle_group"),
        rank=7,
    ),
    # Clinic.
    _rule(
        "K1",
        r"\b(?:causes?|leads? to|results? in|produces?|affects?|triggers?|provokes?|worsens?|raises? (?:the|your) risk "
        r"(?:of|for)|increases? (?:the|your) risk (?:of|for)) ",
        Relation.CONDITION,
        (*CLINICAL, *STRUCTURES, "movement", "topic"),
        "A tear of the meniscus can cause locking of the knee.",
        "The rain can cause delays.",
        ask="What",
        rank=6,
    ),
    _rule(
        "K2",
        rf"(?:{_BE}(?:caused by|due to|produced by|triggered by|the result of|associated with|linked to|related to|"
        r"a complication of|a result of)|\b(?:results? from|arises? from|develops? (?:from|after|because of)|"
        r"occurs? (?:after|because of|due to|as a result of|following|during|from))) ",
        Relation.CONDITION,
        ("condition",),
        "A rupture of the tendon is caused by a sudden push.",
        "The delay is caused by rain.",
        ask="What",
        rank=7,
    ),
    _rule(
        "K3",
        rf"{_BE}(?:prone to|subject to|vulnerable to|susceptible to|at risk (?:of|for|from)|affected by|"
        r"(?:injured|damaged|compressed|torn|ruptured|fractured|stretched|entrapped|irritated|severed) (?:by|in|during|"
        r"when|through|from|at|between)|"
        r"(?:the|a|an) (?:[a-z]+ )?(?:site|source|cause|sign|symptom|result|consequence|complication|form|type) of) ",
        Relation.CONDITION,
        (*STRUCTURES, "condition"),
        "The common fibular nerve can be damaged by a fracture of the fibula.",
        "The crop can be damaged by frost.",
        ask="What",
        rank=7,
    ),
    _rule(
        "K4",
        r"\b(?:is|are) (?:a |an |the |one of the )?(?P<much>(?:most common|common|major|important|main|frequent|leading|rare) )?"
        r"(?P<what>risk factors?|causes?|complications?|symptoms?|signs?|treatments?) (?:for|of) (?P<np>[^,;.]{3,60})",
        Relation.CONDITION,
        ("condition", *STRUCTURES),
        "Osteoporosis is a common cause of hip fracture.",
        "Rain is a common cause of delays.",
        rank=9,
    ),
    _rule(
        "Y1",
        rf"\b(?:{_BE}(?:characteri[sz]ed|marked|indicated|accompanied) by|presents? (?:with|as)|"
        r"manifests? (?:as|with|itself as)) ",
        Relation.SYMPTOM,
        CLINICAL,
        "Plantar fasciitis presents with pain under the heel.",
        "The host presents with charm.",
        ask="How {do} {s} show itself?",
        rank=8,
    ),
    _rule(
        "G1",
        rf"{_BE}(?:diagnosed|detected|confirmed|identified|assessed|evaluated|tested|examined|checked|"
        r"palpated|felt|distinguished|ruled out) "
        r"(?=(?:by|with|using|through|based|on|from|in|at|via|during)\b)",
        Relation.DIAGNOSIS,
        (*STRUCTURES, "condition"),
        "A stress fracture is diagnosed with a scan.",
        "The fault is detected with a meter.",
        answers="place",
        ask="How {is} {s} {be}{adv}examined or diagnosed?",
        rank=8,
    ),
    _rule(
        "G3",
        r"\b(?:diagnose|detect|confirm|recogni[sz]e) (?P<np>[^,.;]{3,60}?) (?=(?:based on|by|with|using|from|through)\b)",
        Relation.DIAGNOSIS,
        ("condition",),
        "Doctors diagnose a stress fracture with a scan.",
        "Mechanics diagnose a fault with a meter.",
        answers="place",
        ask="How {is} {s} {be}{adv}diagnosed?",
        rank=8,
    ),
    _rule(
        "T6",
        r"\b(?:treat|manage|relieve|prevent) (?P<np>[^,.;]{3,60}?) (?=(?:by|with|using|through)\b)",
        Relation.TREATMENT,
        ("condition",),
        "Doctors treat a stress fracture with rest.",
        "Painters treat a wall with oil.",
        answers="place",
        ask="How {is} {s} {be}{adv}treated?",
        rank=7,
    ),
    _rule(
        "G4",
        r"\bis (?=(?:the|a|an) (?:[a-z]+ ){0,3}(?:test|scan|exam|examination|way) (?:to|for|used)\b)",
        Relation.DIAGNOSIS,
        ("treatment",),
        "Ultrasound is the first test to find a blood clot.",
        "A gauge is the first test to find a leak.",
        ask="What kind of test {is} {s}?",
        rank=9,
    ),
    _rule(
        "G2",
        rf"(?:{_BE}(?:used|done|performed|ordered|taken|carried out)|\bhelps?|\bused) (?:to |in |for )?"
        r"(?:help )?(?=(?:diagnos|rule out|detect|confirm|check|assess|evaluat|examin|look for|find out|identify|"
        r"measur|determin)[a-z]* )",
        Relation.DIAGNOSIS,
        ("treatment", "topic"),
        "Ultrasound is used to detect a blood clot.",
        "A gauge is used to detect pressure.",
        ask="What {is} {s} {be}used to find out?",
        rank=7,
    ),
    _rule(
        "T1",
        rf"{_BE}(?:treated|managed|relieved|cured|prevented|repaired|reduced|corrected|rehabilitated) "
        r"(?=(?:by|with|using|through|without|surgically|conservatively|via)\b)(?:with |by |using |through |via )?",
        Relation.TREATMENT,
        ("condition", *STRUCTURES),
        "A stress fracture is treated with rest.",
        "The wood is treated with oil.",
        ask="How {is} {s} {be}{adv}treated?",
        rank=8,
    ),
    _rule(
        "T2",
        rf"{_BE}(?:used|applied|done|performed|recommended|prescribed|given|needed|tried|injected) "
        r"(?:[a-z]+ )?(?=(?:to|for|as|in the case|in cases?|in the treatment)\b)",
        Relation.TREATMENT,
        ("treatment", "topic"),
        "Massage is used to ease cramps.",
        "Paint is used to mark the road.",
        answers="place",
        ask="What {is} {s} {be}{adv}used for?",
        rank=6,
    ),
    _rule(
        "T3",
        r"\b(?:helps? (?:to |with )?|eases? |relieves? |promotes? |improves? |speeds? |minimi[sz]es? |"
        r"decreases? |reduces? |prevents? |treats? |restores? |strengthens? |stretches |allows? |combines? |uses? |"
        r"involves? |creates? |offers? |aims? (?:to|at) |increases? |removes? |closes? |ensures? |applies |focus(?:es)? on |includes? |keeps? )"
        r"(?=[a-z])",
        Relation.TREATMENT,
        ("treatment", "topic"),
        "Massage relieves cramps of the calf.",
        "Music relieves boredom.",
        ask="What",
        rank=6,
    ),
    _rule(
        "T4",
        rf"\b(?:treatments?|management|therapy|rehabilitation|rehab){_OF} "
        r"(?:include|includes|consists? of|involves?) ",
        Relation.TREATMENT,
        ("condition",),
        "The treatment of a sprain includes rest and ice.",
        "The treatment of the wood includes oil.",
        rank=7,
    ),
)

# The surest frame is tried first; a verb that it took is not read a second time.
RULES: tuple[Rule, ...] = tuple(sorted(_TABLE, key=lambda rule: -rule.rank))
