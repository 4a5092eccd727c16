"""Causes, symptoms, examinations and treatments."""

from __future__ import annotations

from flashdeck.core.extract.rules.base import (
    BE,
    CLINICAL,
    OF,
    STRUCTURES,
    Rule,
    rule,
)
from flashdeck.core.model import Relation

CLINIC: tuple[Rule, ...] = (
    # Clinic.
    rule(
        "K1",
        r"\b(?:causes?|leads? to|results? in|triggers?|provokes?|worsens?|"
        r"raises? (?:the|your) risk "
        r"(?:of|for)|increases? (?:the|your) risk (?:of|for)) ",
        Relation.CONDITION,
        (*CLINICAL, *STRUCTURES, "movement", "topic"),
        "A tear of the meniscus can cause locking of the knee.",
        "The rain can cause delays.",
        ask="What",
        rank=6,
    ),
    rule(
        "K5",
        r"\b(?:produces?|affects?|damages?|compress(?:es)?|injures?) ",
        Relation.CONDITION,
        ("condition",),
        "Plantar fasciitis affects the sole of the foot.",
        "The rain affects the harvest.",
        ask="What",
        rank=6,
    ),
    rule(
        "K2",
        rf"(?:{BE}(?:caused by|due to|produced by|triggered by|the result of|associated with|"
        r"linked to|related to|"
        r"a complication of|a result of)|\b(?:results? from|arises? from|develops? (?:from|"
        r"after|because of)|"
        r"follows?(?= (?:an? |the |repeated |repetitive |forceful |prolonged |sudden |direct |"
        r"poor |[a-z]+ "
        r"(?:dislocation|fracture|injury|trauma|surgery|use|overuse|infection)))|"
        r"occurs? (?:after|because of|due to|as a result of|following|during|from))) ",
        Relation.CONDITION,
        ("condition",),
        "A rupture of the tendon is caused by a sudden push.",
        "The delay is caused by rain.",
        ask="What",
        rank=7,
    ),
    rule(
        "K3",
        rf"{BE}(?:prone to|subject to|vulnerable to|susceptible to|at risk (?:of|for|from)|"
        r"affected by|"
        r"(?:injured|damaged|compressed|torn|ruptured|fractured|stretched|entrapped|irritated|"
        r"severed) (?:by|during|"
        r"through|from)|"
        r"(?:the|a|an) (?:[a-z]+ )?(?:site|source|cause|sign|symptom|result|consequence|"
        r"complication|form|type) of) ",
        Relation.CONDITION,
        (*STRUCTURES, "condition"),
        "The common fibular nerve can be damaged by a fracture of the fibula.",
        "The crop can be damaged by frost.",
        ask="What",
        rank=7,
    ),
    rule(
        "K8",
        rf"{BE}(?:injured|damaged|torn|ruptured|fractured|compressed|entrapped|severed|broken) "
        r"(?=(?:at|in|between|behind|near|where|within|below|above)\b)(?!in (?:about|up to|\d))",
        Relation.CONDITION,
        STRUCTURES,
        "The common fibular nerve is often damaged at the neck of the fibula.",
        "The boat is often damaged at the pier.",
        answers="place",
        ask="Where or in what {is} {s} {adv}{be}damaged?",
        rank=8,
    ),
    rule(
        "K7",
        rf"{BE}(?:injured|damaged|torn|ruptured|fractured|compressed|stretched|sprained|broken) "
        rf"(?=when )",
        Relation.CONDITION,
        STRUCTURES,
        "The common fibular nerve is damaged when the neck of the fibula breaks.",
        "The boat is damaged when the rope breaks.",
        answers="place",
        ask="When {is} {s} {adv}{be}injured?",
        rank=8,
    ),
    rule(
        "K4",
        r"\b(?:is|are) (?P<art>a |an |the |one of the )?(?P<much>(?:most common|common|major|"
        r"important|main|frequent|leading|rare) )?"
        r"(?P<what>risk factors?|causes?|complications?|symptoms?|signs?|treatments?) (?:for|"
        r"of) (?P<np>[^,;.]{3,60})",
        Relation.CONDITION,
        ("condition", *STRUCTURES),
        "Osteoporosis is a common cause of hip fracture.",
        "Rain is a common cause of delays.",
        rank=9,
    ),
    rule(
        "Y1",
        rf"\b(?:{BE}(?:characteri[sz]ed|marked|indicated|accompanied) by|presents? (?:with|as)|"
        r"manifests? (?:as|with|itself as)) ",
        Relation.SYMPTOM,
        CLINICAL,
        "Plantar fasciitis presents with pain under the heel.",
        "The host presents with charm.",
        ask="What",
        rank=8,
    ),
    rule(
        "G1",
        rf"{BE}(?:diagnosed|detected|confirmed|identified|assessed|evaluated|tested|examined|"
        rf"checked|"
        r"palpated|felt|distinguished|ruled out) "
        r"(?=(?:by|with|using|through|based|on|from|in|at|via|during)\b)",
        Relation.DIAGNOSIS,
        (*STRUCTURES, "condition"),
        "A stress fracture is diagnosed with a scan.",
        "The fault is detected with a meter.",
        answers="place",
        ask="How {is} {s} {adv}{be}examined or diagnosed?",
        rank=8,
    ),
    rule(
        "G3",
        r"\b(?:diagnose|detect|confirm|recogni[sz]e) (?P<np>[^,.;]{3,60}?) (?=(?:based on|by|"
        r"with|using|from|through)\b)",
        Relation.DIAGNOSIS,
        ("condition",),
        "Doctors diagnose a stress fracture with a scan.",
        "Mechanics diagnose a fault with a meter.",
        answers="place",
        ask="How {is} {s} {adv}{be}diagnosed?",
        rank=8,
    ),
    rule(
        "T6",
        r"\b(?:treat|manage|relieve|prevent) (?P<np>[^,.;]{3,60}?) (?=(?:by|with|using|through)\b)",
        Relation.TREATMENT,
        ("condition",),
        "Doctors treat a stress fracture with rest.",
        "Painters treat a wall with oil.",
        answers="place",
        ask="How {is} {s} {adv}{be}treated?",
        rank=7,
    ),
    rule(
        "G4",
        r"\bis (?=(?:the|a|an) (?:[a-z]+ ){0,3}(?:test|scan|exam|examination|way) (?:to|for|"
        r"used)\b)",
        Relation.DIAGNOSIS,
        ("treatment",),
        "Ultrasound is the first test to find a blood clot.",
        "A gauge is the first test to find a leak.",
        ask="What kind of test {is} {s}?",
        rank=9,
    ),
    rule(
        "G2",
        rf"(?:{BE}(?:used|done|performed|ordered|taken|carried out)|\bhelps?|\bused) (?:to |in "
        r"|for )?"
        r"(?:help )?(?=(?:diagnos|rule out|detect|confirm|check|assess|evaluat|examin|look for|"
        r"find out|identify|"
        r"measur|determin)[a-z]* )",
        Relation.DIAGNOSIS,
        ("treatment", "topic"),
        "Ultrasound is used to detect a blood clot.",
        "A gauge is used to detect pressure.",
        ask="What {is} {s} {be}used to find out?",
        rank=7,
    ),
    rule(
        "T1",
        rf"{BE}(?:treated|managed|relieved|cured|prevented|repaired|reduced|corrected|"
        r"rehabilitated) "
        r"(?:in [^,;.]{3,40}? )?"
        r"(?=(?:by|with|using|through|without|surgically|conservatively|via)\b)(?:with |by |"
        r"using |through |via )?",
        Relation.TREATMENT,
        ("condition", *STRUCTURES),
        "A stress fracture is treated with rest.",
        "The wood is treated with oil.",
        ask="How {is} {s} {adv}{be}treated?",
        rank=8,
    ),
    rule(
        "T2",
        rf"{BE}(?:used|applied|done|performed|recommended|prescribed|given|needed|tried|injected) "
        r"(?:[a-z]+ )?(?=(?:to|for|as|in the case|in cases?|in the treatment)\b)",
        Relation.TREATMENT,
        ("treatment", "topic"),
        "Massage is used to ease cramps.",
        "Paint is used to mark the road.",
        answers="place",
        ask="What {is} {s} {adv}{be}used for?",
        rank=6,
    ),
    rule(
        "T3",
        r"\b(?:helps? (?:to |with )?|eases? |relieves? |promotes? |improves? |speeds? |"
        r"minimi[sz]es? |"
        r"decreases? |reduces? |prevents? |treats? |restores? |strengthens? |stretches |"
        r"allows? |combines? |uses? |"
        r"involves? |creates? |offers? |aims? (?:to|at) |increases? |removes? |closes? |"
        r"ensures? |applies |focus(?:es)? on |includes? |keeps? )"
        r"(?=[a-z])",
        Relation.TREATMENT,
        ("treatment", "topic"),
        "Massage relieves cramps of the calf.",
        "Music relieves boredom.",
        ask="What",
        rank=6,
    ),
    rule(
        "T4",
        rf"\b(?:[Tt]reatments?|[Mm]anagement|therapy|rehabilitation|rehab){OF} "
        r"(?:include|includes|consists? of|involves?|is (?:usually |initially |mainly )?"
        r"(?:with|by)) ",
        Relation.TREATMENT,
        ("condition",),
        "The treatment of a sprain includes rest and ice.",
        "The treatment of the wood includes oil.",
        rank=7,
    ),
)
