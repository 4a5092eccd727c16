"""What a structure does, at which joint, and with or against which other."""

from __future__ import annotations

from flashdeck.core.extract.rules.base import (
    AGENTS,
    BE,
    BONES,
    MOVES_3,
    MUSCLES,
    NERVES,
    OF,
    ORGANS,
    SINGLE_MOVES,
    SOFT,
    STRUCTURES,
    VESSELS,
    Rule,
    rule,
)
from flashdeck.core.model import Relation

ACTIONS: tuple[Rule, ...] = (
    # Actions.
    rule(
        "A0",
        rf"\b(?:(?:{MOVES_3}),? (?:and |or )?(?:[a-z]+ly )?){{1,4}}(?:{MOVES_3}) (?=[a-z])",
        Relation.ACTION,
        (*MUSCLES, "tendon"),
        "The brachioradialis flexes and pronates the forearm.",
        "The pump lifts and moves the water.",
        answers="verb",
        ask="What {do} {s} {adv}do?",
        rank=9,
    ),
    rule(
        "A1",
        rf"\b(?:{MOVES_3}) (?=(?:the|a|an|both|your|its|their|and|at|it|all|medially|laterally|"
        r"inward|"
        r"outward|upward|downward|body|[a-z]+al|[a-z]+s|[a-z]+ion)\b)",
        Relation.ACTION,
        (*MUSCLES, "tendon", "ligament"),
        "The brachialis flexes the forearm at the elbow.",
        "The pump raises the water to the roof.",
        answers="verb",
        ask="What {do} {s} {adv}do?",
        rank=8,
    ),
    rule(
        "A11",
        rf"\b(?:{SINGLE_MOVES}|compress|rotate|stabili[sz]e|draw|pull|unlock) (?=(?:the|a|an|"
        r"both|your|its|their|medially|"
        r"laterally|inward|outward)\b)",
        Relation.ACTION,
        (*MUSCLES, "tendon", "ligament"),
        "The brachialis can flex the forearm at the elbow.",
        "The pump can raise the water to the roof.",
        answers="verb",
        ask="What {do} {s} {adv}do?",
        rank=7,
    ),
    rule(
        "A13",
        rf"\b(?:{SINGLE_MOVES})(?:,? (?:and |or )?(?:[a-z]+ly )?(?:{SINGLE_MOVES})){{1,4}} "
        rf"(?=[a-z])",
        Relation.ACTION,
        MUSCLES,
        "The brachialis can flex and draw in the forearm.",
        "The pump can lift and move the water.",
        answers="verb",
        ask="What {do} {s} {adv}do?",
        rank=9,
    ),
    rule(
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
    rule(
        "A3",
        r"\b(?:helps?|aids?|assists?) (?:us |you |to |in |with |people )*(?=[a-z]{3,} ?)",
        Relation.ACTION,
        (*STRUCTURES, "movement"),
        "The plantaris helps to point the foot.",
        "The nurse helps to lift the patient.",
        ask="What {do} {s} help with?",
        rank=6,
    ),
    rule(
        "A4",
        rf"{BE}(?:responsible for|involved in|important (?:for|in)|essential (?:for|in)|"
        r"necessary for|needed for|capable of|designed for|concerned with) |"
        r"\b(?:contributes? to|participates? in|takes? part in) ",
        Relation.ACTION,
        STRUCTURES,
        "The plantaris is involved in bending the knee.",
        "The mayor is responsible for the budget.",
        ask="What",
        rank=6,
    ),
    rule(
        "A8",
        rf"{BE}(?:used|needed|active|recruited|activated|called into action|engaged) "
        r"(?=(?:for|to|during|in|with|when|while|by|at)\b)",
        Relation.ACTION,
        STRUCTURES,
        "The plantaris is active during running.",
        "The hall is used for concerts.",
        ask="When or for what {is} {s} {adv}{be}used?",
        answers="place",
        rank=6,
    ),
    rule(
        "A9",
        r"\bplays? (?:a|an) (?:[a-z]+ ){0,2}(?:role|part) in ",
        Relation.ACTION,
        STRUCTURES,
        "The plantaris plays a minor role in bending the knee.",
        "The mayor plays a role in the festival.",
        ask="In what {do} {s} play a role?",
        rank=6,
    ),
    rule(
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
    rule(
        "A5",
        r"\b(?:is|are|acts? as|functions? as|serves? as|works? as|be) (?=(?:(?:a|an|the|one "
        r"of the|very|also|more|"
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
    rule(
        "A6",
        rf"\b(?:[Aa]ctions?|[Ff]unctions?|roles?|purpose|job|tasks?){OF} "
        rf"(?:is|are|include|includes) (?:to )?",
        Relation.ACTION,
        STRUCTURES,
        "The main action of the brachialis is flexion of the elbow.",
        "The function of the committee is advice.",
        rank=8,
    ),
    rule(
        "A12",
        r"\b(?:acts?|functions?|serves?|works?) (?:[a-z]+ly )?as (?=[a-z])",
        Relation.ACTION,
        STRUCTURES,
        "The medial meniscus acts as a shock absorber.",
        "The mayor acts as a host.",
        ask="In what role {do} {s} {adv}act?",
        rank=6,
    ),
    rule(
        "A7",
        r"\b(?:filters?|pumps?|stores?|secretes?|releases?|absorbs?|carry|carries|transports?|"
        r"conducts?|"
        r"transmits?|collects?|removes?|digests?|breaks? down|synthesi[sz]es?|detoxif(?:y|ies)|"
        r"excretes?|cushions?|absorbs?|recycles?|deepens?|spreads?|moistens?|warms?|mixes|churns?|"
        r"grinds?|"
        r"senses?|processes|balances?|initiates?|holds?|houses?|contains (?=the cell)|lubricates?|"
        r"distributes?|converts?|detects?|"
        r"generates?|eliminates?|monitors?|squeez(?:es|e)|push(?:es)?|makes?(?! up)|breaks? down|"
        r"delivers?|produces?|metaboli[sz]es?|manufactures?|cleanses?|receives?(?= (?:blood|oxygen|"
        r"urine|bile|food|lymph|air|deoxygenated)\b)|conveys?|drains?(?= (?:urine|bile)\b)) "
        r"(?=[a-z\d])",
        Relation.ACTION,
        (*ORGANS, *BONES, *VESSELS, *NERVES, *SOFT),
        "The gallbladder stores bile.",
        "The company stores grain.",
        ask="What",
        rank=6,
    ),
    rule(
        "A14",
        r"\b(?:slows?(?: down)?|speeds? up|increases?|decreases?|stimulates?|inhibits?|raises?|"
        r"lowers|"
        r"relax(?:es)?|dilates?|constricts?|mediates?|conducts?|modulates?) (?=[a-z])",
        Relation.ACTION,
        (*NERVES, *ORGANS, "substance"),
        "The vagus nerve slows the heart.",
        "The storm slows the train.",
        ask="What",
        rank=6,
    ),
    rule(
        "A16",
        rf"{BE}(?:regulated|stimulated|inhibited|controlled) (?:[a-z]+ly )?by ",
        Relation.OTHER,
        (*ORGANS, "substance"),
        "The adrenal gland is stimulated by a hormone of the pituitary.",
        "The market is regulated by law.",
        ask="What",
        rank=6,
    ),
    # Joints.
    rule(
        "J0",
        r"\b(?:is|are|as) (?=(?:a |an )?(?:single|one|two|multi|bi|uni)[ -]?(?:joint|articular) )",
        Relation.JOINT,
        MUSCLES,
        "The gastrocnemius is a two-joint muscle.",
        "The tower is a two-storey building.",
        ask="How many joints {do} {s} cross?",
        rank=9,
    ),
    rule(
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
    rule(
        "J2",
        rf"\b(?:articulat(?:es?|ing)|{BE}articulated|forms? (?:a|the|an) [a-z -]{{0,30}}joints?|"
        r"forms? (?:a|the|an) (?:[a-z]+ )?articulations?) "
        r"(?:[a-z]+ly )?(?:with|between) ",
        Relation.JOINT,
        (*BONES,),
        "The scaphoid articulates with the radius.",
        "The speaker articulates with care.",
        ask="What",
        rank=9,
    ),
    rule(
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
    # Partners.
    rule(
        "S1",
        r"\b(?:works?|acts?|functions?) (?:together |closely |in concert |synergistically "
        rf")?with |{BE}"
        r"(?:assisted|helped|aided) (?:in [a-z ]{0,40})?by |\b(?:is|are|acts? as) (?:a |the "
        r")?synergists? "
        r"(?:of|for|to|with) ",
        Relation.SYNERGIST,
        MUSCLES,
        "The brachialis works together with the biceps brachii.",
        "The painter works with oil.",
        ask="What",
        needs=("muscle", "muscle_group"),
        rank=7,
    ),
    rule(
        "S2",
        rf"\b(?:opposes?|{BE}(?:opposed by|antagonistic to|an? antagonists? (?:of|to)|the "
        r"antagonists? "
        r"(?:of|to))|antagonists? (?:is|are)) ",
        Relation.ANTAGONIST,
        MUSCLES,
        "The triceps brachii is the antagonist of the biceps brachii.",
        "The party opposes the reform.",
        needs=("muscle", "muscle_group"),
        rank=7,
    ),
)
