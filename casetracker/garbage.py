"""How often Python looks for what nothing points to any more."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects that hold others, made and not yet gone, before it looks. A page makes thousands, which go with it: looking
# after every 700, as usual, took an eighth of drawing one.
YOUNG = 20_000


def collect_seldom() -> None:
    """Once all is loaded: that stays, and is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)


@contextmanager
def passed_over() -> Iterator[None]:
    """What there is by now is not looked through meanwhile, where it is so much that whoever waits would notice. Not
    where `collect_seldom` has begun to pass things over: to end this would end that."""
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
