"""What is said next. Comes in: a state and an event. Goes out: the new state and the effects to be performed.

`step` holds every rule of the talk; `prompt` says what a state shows and offers, the same for every front end.
Knows no screen, clock, file or network.
"""
