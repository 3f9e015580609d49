"""What was measured, beside its goal."""

from typing import NamedTuple


class Figure(NamedTuple):
    """A figure that has a goal: at most so much, or `at_least` so much, of `unit`."""

    name: str
    measured: float
    goal: float
    unit: str
    at_least: bool = False

    @property
    def is_missed(self) -> bool:
        return self.measured < self.goal if self.at_least else self.measured > self.goal

    def line(self) -> str:
        verdict = "  MISSED" if self.is_missed else ""
        return f"{self.name:50} {self.measured:7,.0f} {self.unit:5} {self.goal:7,.0f} {self.unit}{verdict}"


HEAD = f"{'':50} measured      goal"
