"""A small deck to write in: whole, two of its notes without an id, and with two mistakes."""

LEG = """---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Leg
---

## Soleus <!-- fd:n7kq3m9xwa -->
kind: muscle
- origin:
  - posterior surface of the upper tibia
  - head of the fibula
- insertion: calcaneus
- innervation: tibial nerve (S1, S2) | n. tibialis
- action: plantar flexion of the ankle

C: The {{c1::soleus}} lies deep to the {{c2::gastrocnemius}}.

Q: Which knee position isolates the soleus?
A: Knee bent | knee flexed
"""
BROKEN = LEG.replace("{{c1::soleus}}", "{{c1::}}").replace("Q: Which", "Which")
