"""The verb frames: what a clause says of its subject, as rows of one table.

A row's pattern is the verb group. What stands before it names the subject, what follows up to the
next clause is the answer (``answers="verb"``: with the verb itself). ``inverse`` rows say a fact of
each structure in the answer: "The tibial nerve supplies the soleus" is a fact of the soleus.
"""

from __future__ import annotations

from flashdeck.core.extract.rules.actions import ACTIONS
from flashdeck.core.extract.rules.attachments import ATTACHMENTS
from flashdeck.core.extract.rules.base import Rule
from flashdeck.core.extract.rules.clinic import CLINIC
from flashdeck.core.extract.rules.descriptions import DESCRIPTIONS

__all__ = ["RULES", "Rule"]

# The surest frame is tried first; a verb that it took is not read a second time.
RULES: tuple[Rule, ...] = tuple(
    sorted((*ATTACHMENTS, *ACTIONS, *DESCRIPTIONS, *CLINIC), key=lambda rule: -rule.rank)
)
