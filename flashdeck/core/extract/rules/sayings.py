"""What a page says of the condition in hand without naming it: patients, doctors, tests, "
"treatments.

A row's pattern may hold ``np`` (the condition, where it is named), ``adj``, ``what``, ``hedge``,
``deg``, ``who``, ``verb``, ``test`` and ``rest``: its question is filled from them, ``{c}`` is the
condition. ``side`` says where the answer stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashdeck.core.model import Relation

_DEG = (
    r"(?:(?:also|then|first|only|initially|typically) )?"
    r"(?:(?P<deg>usually|often|sometimes|commonly|rarely|generally|mostly|mainly|occasionally|"
    r"typically|frequently|most often|most commonly) )?"
)
_HEDGE = r"(?:(?P<hedge>may|might|can|could|should|must|will) )?"
_OF = r"(?: (?:of|for|in) (?P<np>[^,.;:]{3,60}?))?"
_WITH = r"(?: with (?P<np>[^,.;:]{3,60}?))?"
_TESTS = (
    r"(?:tests?|signs?|scans?|x-rays?|X-rays?|MRI|CT|ultrasound|ultrasonography|imaging|"
    r"radiographs?|biops(?:y|ies)|electromyography|EMG|studies|study|maneu?ver|manoeuvre|"
    r"examination|exam|angiography|endoscopy|venography|venogram|arthrography|echocardiography|"
    r"scintigraphy)"
)
_PEOPLE = (
    r"(?P<who>(?:[Mm]ost |[Mm]any |[Ss]ome |[Aa]ffected |(?:[Aa]bout |[Uu]p to )?\d[\d –-]*(?:to "
    r"\d+ ?)?"
    r"(?:%|percent) of )?(?:[Pp]atients|[Pp]eople|[Ii]ndividuals|"
    r"[Ss]ufferers)|[Tt]he patient|[Tt]hose affected)"
)
_DOCTOR = (
    r"(?:(?:[Yy]our|[Tt]he|[Aa]) )?(?:[Hh]ealth ?care |[Pp]rimary care |[Mm]edical |[Oo]rthopedic "
    r")?"
    r"(?P<who>[Dd]octors?|[Pp]hysicians?|[Pp]roviders?|[Pp]rofessionals?|[Ss]urgeons?|GP|"
    r"[Pp]hysiotherapists?|[Tt]herapists?|[Ss]pecialists?|[Cc]linicians?|[Tt]eam)"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One frame. ``side`` is "after", "before", "verb" (with the verb) or "cloze"."""

    code: str
    pattern: re.Pattern[str]
    relation: Relation
    ask: str
    example: str
    counterexample: str
    side: str = "after"
    treats: bool = False  # what stands before the verb must be a treatment or a test


def _saying(
    code: str,
    pattern: str,
    relation: Relation,
    ask: str,
    example: str,
    counter: str,
    **more: object,
) -> Saying:
    return Saying(code, re.compile(pattern), relation, ask, example, counter, **more)  # type: ignore[arg-type]


# Examples follow "Plantar fasciitis is an inflammation of the plantar fascia.", counterexamples
# follow "The harbour is a busy place."
SAYINGS: tuple[Saying, ...] = (
    _saying(
        "V1",
        r"^(?:(?:The|This|Its) )?(?P<adj>(?:[Ff]irst(?:-line)?|[Ii]nitial|[Uu]sual|[Mm]ain|"
        r"[Ss]tandard|[Bb]est|"
        r"[Cc]onservative|[Nn]on-?surgical|[Nn]on-?operative|[Ss]urgical|[Oo]perative|[Ee]arly|"
        r"[Dd]efinitive|[Mm]edical|[Mm]ost common|[Ee]mergency|[Aa]cute|[Hh]ome) )?"
        rf"(?P<what>[Tt]reatments?|[Tt]herapy|[Mm]anagement|[Rr]ehabilitation){_OF} {_HEDGE}{_DEG}"
        r"(?P<verb>includes?|consists? of|involves?|begins? with|starts? with|relies on|focuses on|"
        r"aims (?:to|at)|depends on|requires?) ",
        Relation.TREATMENT,
        "What {does} {the}{adj}{what} of {c} {deg}{verb}?",
        "Treatment usually includes rest and stretching of the calf.",
        "Treatment of the water includes sand and coal.",
    ),
    _saying(
        "V2",
        r"^(?:(?:The|This|Its) )?(?P<adj>(?:[Ff]irst(?:-line)?|[Ii]nitial|[Uu]sual|[Mm]ain|"
        r"[Ss]tandard|[Bb]est|"
        r"[Cc]onservative|[Ss]urgical|[Dd]efinitive|[Mm]edical|[Mm]ost common|[Mm]ost effective|"
        rf"[Oo]nly) )?(?P<what>[Tt]reatments?|[Tt]herapy|[Mm]anagement){_OF} (?P<verb>is|are) "
        rf"{_DEG}"
        r"(?!with\b|by\b|not\b|directed\b|aimed\b|based\b)",
        Relation.TREATMENT,
        "What {verb} {the}{adj}{what} of {c}{late}?",
        "The first treatment is rest with the foot raised.",
        "The first treatment is a coat of paint.",
    ),
    _saying(
        "V3",
        r" (?P<hedge>may|might|can|could|should|must|will|is|are) (?P<be>be )?"
        rf"{_DEG}(?P<verb>recommended|prescribed|indicated|offered|considered|advised|needed|"
        rf"necessary|"
        r"required|used|given|tried|suggested|helpful|performed|effective|injected|ordered|"
        r"taken|done|carried out|applied|worn|fitted|reserved)"
        r"(?P<rest> (?:if|when|for|to|in|after|until|before|only if|as)\b "
        r"[^,.;:]{3,80})?(?=[,.;:]|$)",
        Relation.TREATMENT,
        "What {hedge} {deg}{be}{verb}{rest} {for} {c}?",
        "Night splints may be recommended.",
        "A new quay may be recommended.",
        side="before",
        treats=True,
    ),
    _saying(
        "V4",
        rf"^{_DOCTOR} {_HEDGE}{_DEG}(?P<verb>recommends?|suggests?|prescribes?|advises?|orders?|"
        r"offers?|requests?|uses?|injects?) (?!that\b|you\b|against\b|to\b)",
        Relation.TREATMENT,
        "What {does} a doctor {deg}{verb} for {c}?",
        "Your doctor may recommend night splints and insoles.",
        "Your captain may recommend a berth.",
    ),
    _saying(
        "V5",
        rf"^{_DOCTOR} {_HEDGE}{_DEG}(?=(?P<verb>examines?|asks? about|press(?:es)?|feels?|looks?|"
        r"checks?|tests?|moves?|takes? an?|performs? an?|does? an?)\b)",
        Relation.DIAGNOSIS,
        "What {does} a doctor {deg}do to diagnose {c}?",
        "The doctor will press on the sole of the foot.",
        "The harbour master will press on the horn.",
        side="verb",
    ),
    _saying(
        "V6",
        r" (?:is|are|remains?) (?:(?P<deg>usually|often|generally) )?(?:the "
        r")?(?P<what>first(?:-line)? "
        r"(?:treatment|choice|step)|mainstays? of (?:treatment|therapy)|treatment of choice|"
        r"(?:main|best|usual|most common|most effective|preferred|definitive|standard|only) "
        rf"treatments?|last resort|cornerstone of treatment){_OF}(?=[,.;:]|$| and | but )",
        Relation.TREATMENT,
        "What is {deg}the {what} {for} {c}?",
        "Rest and ice are the first treatment.",
        "Tar and paint are the first treatment.",
        side="before",
    ),
    _saying(
        "V7",
        rf"^{_PEOPLE}{_WITH} {_HEDGE}{_DEG}(?P<verb>gets? better|recovers?|improves?|responds?(?: "
        r"well)?|heals?|does? well) (?:fully |completely |well )?(?=(?:with|to|by|after|"
        r"without)\b)",
        Relation.TREATMENT,
        "How {do} {who} with {c} {deg}{verb}?",
        "Most patients get better with stretching and ice.",
        "Most sailors get better with practice.",
    ),
    _saying(
        "V8",
        r" (?:can |may |could |will |should )?(?:(?:also|often|usually) )?(?:helps? (?:to "
        r")?)?(?P<verb>relieves?|"
        r"eases?|reduces?|controls?|lessens?|soothes?|improves?) "
        r"(?:the )?(?P<what>(?:heel |back |leg |joint |knee |shoulder |foot )?(?:pain|symptoms|"
        r"swelling|"
        r"discomfort|inflammation|stiffness)(?: and (?:pain|symptoms|swelling|inflammation|"
        r"discomfort|stiffness))?)(?=[,.;]|$)",
        Relation.TREATMENT,
        "What can {verb} the {what} of {c}?",
        "Ice and rest can relieve the pain.",
        "Music and wine can relieve the pain of waiting.",
        side="before",
    ),
    # Symptoms.
    _saying(
        "V10",
        rf"^{_PEOPLE}{_WITH} {_HEDGE}{_DEG}(?P<verb>complains? of|have|has|experiences?|feels?|"
        rf"notices?|"
        r"reports?|presents? with|describes?|develops?|suffers? from|hears?|shows?) (?!had\b|"
        r"been\b|to\b)",
        Relation.SYMPTOM,
        "What {do} {who} with {c} {deg}{verb}?",
        "Patients often complain of pain under the heel.",
        "Visitors often complain of noise.",
    ),
    _saying(
        "V11",
        r"^[Yy]ou (?P<hedge>may|might|can|could|will)(?: also)? "
        rf"{_DEG}(?P<verb>feel|have|notice|experience|hear|see|develop|lose|find) (?!that you\b|"
        rf"to\b|it\b|"
        r"a doctor\b|your doctor\b|been\b)",
        Relation.SYMPTOM,
        "What {hedge} someone with {c} {deg}{verb}?",
        "You may feel a sharp pain under the heel.",
        "You may feel the wind from the sea.",
    ),
    _saying(
        "V12",
        r" (?:is|are) (?:(?P<deg>usually|often) )?(?:the )?(?P<what>typical|characteristic|"
        r"(?:main|usual|typical|"
        r"most common|cardinal|classic|common|first|early) (?:symptoms?|signs?|features?|"
        r"complaints?))"
        rf"{_OF}(?=[,.;:]|$)",
        Relation.SYMPTOM,
        "What {hedge1} {deg}{what} {for} {c}?",
        "Pain and stiffness in the morning are typical.",
        "Gulls and fog are typical.",
        side="before",
    ),
    _saying(
        "V13",
        r"^(?:(?:The|Its|Other|A) )?(?P<adj>(?:[Mm]ain|[Mm]ost common|[Ff]irst|[Tt]ypical|"
        r"[Uu]sual|[Cc]lassic|[Cc]hief|[Ee]arly|"
        r"[Ll]ate|[Kk]ey|[Cc]ardinal|[Cc]ommon|[Oo]ther|[Ss]evere) )?(?P<what>[Ss]ymptoms?|"
        r"[Ss]igns?(?: "
        rf"and symptoms)?|[Cc]omplaint|[Ff]eatures?){_OF} {_HEDGE}{_DEG}(?P<verb>is|are|include|"
        rf"includes) "
        r"(?!not\b|usually\b|often\b|worse\b|similar\b|the same\b|caused\b|treated\b|likely\b|"
        r"present\b)",
        Relation.SYMPTOM,
        "What {hedge_or_is} {the}{adj}{what} of {c}{include}?",
        "The main symptom is pain under the heel.",
        "The main symptom is a lack of ships.",
    ),
    _saying(
        "V14",
        r"^(?:The |This )?(?P<what>[Pp]ain|[Ss]welling|[Tt]enderness|[Nn]umbness|[Ss]tiffness|"
        r"[Ww]eakness|[Tt]ingling|"
        r"[Ss]ymptoms) (?P<verb>(?:typically |usually |often )?"
        r"(?:(?:is|are|gets?|becomes?|starts?|begins?|comes? on|worsens?|"
        r"radiates?|"
        r"spreads?|occurs?|develops?|appears?|may|can|tends? to)\b ?){1,2}(?:(?:often|usually|"
        r"typically|"
        r"be|felt|worse|worst|most|located|spread|radiate|get|come|start|occur|develop|appear|"
        r"become) )*)"
        r"(?!caused|treated|relieved|due|diagnosed|better if|include|not\b|vary|varies)",
        Relation.SYMPTOM,
        "In {c}, the {what} {verb}",
        "The pain is worst with the first steps in the morning.",
        "The pain is worst in the second act.",
        side="cloze",
    ),
    # Diagnosis.
    _saying(
        "V20",
        rf"^(?:The |A )?[Dd]iagnosis{_OF} (?P<hedge>is|can be|may be|should be|must be) {_DEG}"
        r"(?P<verb>made|based|confirmed|suspected|established|supported|reached) "
        r"(?=(?:on|by|with|from|using|through|when|if|in|clinically)\b)",
        Relation.DIAGNOSIS,
        "How {hedge1} the diagnosis of {c} {hedge2}{deg}{verb}?",
        "The diagnosis is made from the history and the examination.",
        "The diagnosis is made from the noise of the engine.",
    ),
    _saying(
        "V21",
        r" (?P<hedge>can |may |will |could )?(?:helps? (?:to )?)?(?P<verb>confirms?|"
        r"establish(?:es)?|"
        rf"secures?|supports?|suggests?) the diagnosis{_OF}(?=[,.;:]|$)",
        Relation.DIAGNOSIS,
        "What {hedge}{verb} the diagnosis of {c}?",
        "An ultrasound scan confirms the diagnosis.",
        "A look at the oil confirms the diagnosis.",
        side="before",
    ),
    _saying(
        "V22",
        rf"^(?P<test>(?:The |An? )?(?:[\w'’-]+ ){{0,4}}{_TESTS}(?: \([^()]{{2,40}}\))?) "
        rf"(?P<verb>(?:may |can |will "
        r"|might )?(?:also |often |usually )?(?:helps? (?:to )?)?(?:shows?|reveals?|reproduces?|"
        r"provokes?|"
        r"detects?|rules? out|suggests?|points? to|demonstrates?|measures?|excludes?|"
        r"assess(?:es)?|finds?|"
        r"is positive (?:if|when)|are positive (?:if|when)|is used to (?:find|detect|rule out|"
        r"confirm|"
        r"assess|look for))) ",
        Relation.DIAGNOSIS,
        "",
        "An MRI scan may show thickening of the plantar fascia.",
        "A wind tunnel test may show the drag.",
    ),
    # Causes and risks.
    _saying(
        "V30",
        r"^(?:(?:Worldwide|Globally|In (?:adults|children|women|men)),? )?(?:(?:[Tt]he|One of the|"
        r"Another|An?|Other|Its) )?(?P<adj>(?:[Mm]ost common|[Cc]ommonest|"
        r"[Mm]ain|"
        r"[Uu]sual|[Ll]eading|[Pp]rimary|[Cc]hief|[Ff]requent|[Cc]ommon|[Rr]are|[Oo]ther|"
        r"[Pp]ossible|"
        r"[Ii]mportant|[Ss]erious|[Mm]ajor|[Ll]ess common) )?(?P<what>[Cc]auses?|[Rr]isk "
        rf"factors?|[Cc]omplications?|[Tt]riggers?){_OF} {_HEDGE}{_DEG}(?P<verb>is|are|include|"
        rf"includes) "
        r"(?!not\b|unknown\b|unclear\b|usually\b|often\b|rare\b|uncommon\b)",
        Relation.CONDITION,
        "What {hedge_or_is} {the}{adj}{what} of {c}{include}?",
        "The most common cause is overuse of the foot.",
        "The most common cause is a blocked pipe.",
    ),
    _saying(
        "V34",
        r" (?:is|are) (?:one of )?its (?P<adj>(?:most common|commonest|main|usual|chief|common|"
        r"most serious|"
        r"leading) )?(?P<what>causes?|complications?|triggers?)(?=[,.;:]|$)",
        Relation.CONDITION,
        "What is the {adj}{what} of {c}?",
        "Overuse of the foot is its most common cause.",
        "Fog is its most common cause.",
        side="before",
    ),
    _saying(
        "V31",
        r"^(?P<np>[^,.;:]{2,60}?) (?P<verb>(?:is|are|occurs?) (?:much |also |very |particularly |"
        r"especially "
        r"|slightly )?(?:(?:more|most|less|least) )?(?:common|commonly|frequent|frequently|often|"
        r"prevalent|"
        r"likely)) (?=(?:in|among|after|between|with|over|during|on|at) )",
        Relation.CONDITION,
        "{C} {verb}",
        "Plantar fasciitis is most common in runners.",
        "Fog is most common in autumn.",
        side="cloze",
    ),
    _saying(
        "V32",
        r" (?P<hedge>can |may |could )?(?:also )?(?P<verb>increases?|raises?) (?:the|your|a "
        r"person's) "
        r"(?P<what>risk|chance|chances|likelihood)(?: (?:of|for) (?:developing |getting "
        r")?(?P<np>[^,.;:]{3,60}))?"
        r"(?=[,.;:]|$)",
        Relation.CONDITION,
        "What {hedge}{verb} the {what} of {c}?",
        "Obesity and running increase the risk.",
        "Ice and fog increase the risk.",
        side="before",
    ),
    _saying(
        "V33",
        r" (?:is|are) at (?:an? |the )?(?P<adj>higher|greater|increased|particular|greatest|"
        r"highest|high) "
        r"risk(?: (?:of|for) (?P<np>[^,.;:]{3,60}))?(?=[,.;:]|$)",
        Relation.CONDITION,
        "Who is at {adj} risk of {c}?",
        "Runners and dancers are at higher risk.",
        "Small boats are at higher risk.",
        side="before",
    ),
    _saying(
        "V35",
        r" (?:is|are) (?P<adj>much |far |slightly )?more likely to (?:have|get|develop|suffer "
        r"from) "
        r"(?P<np>[^,.;:]{3,60}?)(?=[,.;]|$| than )",
        Relation.CONDITION,
        "Who is {adj}more likely to get {c}?",
        "Runners and dancers are more likely to get plantar fasciitis.",
        "Small boats are more likely to get lost.",
        side="before",
    ),
    # Times.
    _saying(
        "V40",
        r"^(?:The |Full |Complete )?(?P<what>[Rr]ecovery|[Hh]ealing|[Rr]ehabilitation|[Rr]ehab|"
        r"[Rr]eturn to (?:sport|"
        rf"work|activity|play|running)){_OF}(?P<rest> (?:from|after) (?:surgery|the operation|an "
        rf"operation))? "
        rf"{_HEDGE}{_DEG}(?P<verb>takes?|"
        r"lasts?|requires?) (?=(?:about |around |at least |up to |approximately |from |between |"
        r"several |a few |\d|one|two|three|four|five|six|nine|twelve|months|weeks))",
        Relation.DURATION,
        "How long {does} {what}{rest} {deg}take in {c}?",
        "Recovery takes six to twelve months.",
        "Recovery of the wreck takes six months.",
    ),
)
