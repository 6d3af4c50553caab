"""The core of intake: what may be asked for, what was meant, what is said next, what is filed and what is kept.

Comes in: a catalogue, what a person typed, and the time and ids that go with it. Goes out: states, effects and drafts.
Knows no screen. The rooms are in the order in which one message passes them: `catalogue`, `understanding`,
`answering`, `talk`, `drafting`, `filing`, `following`, `keeping`.
"""
