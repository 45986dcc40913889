"""What the runs amount to: medians, ratios, and which of them are bounds."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Bound:
    """A page may cost ``most`` times ``beside``; better is to reach ``aim``."""

    page: str
    beside: str
    most: float
    aim: float


# Each filter of the desk by itself.
FILTERS = ("theme", "municipality", "sector", "region", "waited", "alike", "consultant")

# A desk of 1,000 applications has less than one page of open ones: only its first page and its long list of decided
# ones show as many rows as those of 100,000.
BOUNDS = (
    Bound("desk 100k", "floor list", 2.5, 1.8),
    Bound("desk deep 100k", "floor list deep", 2.5, 1.8),
    Bound("desk decided 100k", "floor list deep", 2.5, 1.8),
    *(Bound(f"desk {name} 100k", "floor list filter", 2.5, 1.8) for name in FILTERS),
    Bound("desk 100k", "desk 1k", 1.2, 1.0),
    Bound("desk decided 100k", "desk decided 1k", 1.2, 1.0),
    Bound("search 100k", "floor list", 2.5, 1.8),
    Bound("search 100k", "search 1k", 3, 1),
    Bound("day 100k", "floor list", 2.5, 1.8),
    Bound("case 100k", "floor case", 4, 3),
    Bound("form GET 100k", "floor form GET", 1.5, 1.5),
    *(Bound(f"step {number} POST 100k", "floor form POST", 3, 3) for number in range(1, 6)),
)
# No bound of their own: how they stand beside the floor, and whether they grow with the history.
TOLD = (
    ("day 100k", "day 1k"),
    ("engagement 100k", "floor case"),
    ("engagement 100k", "engagement 1k"),
    ("engagements 100k", "floor list"),
    ("engagements 100k", "engagements 1k"),
    ("steering 100k", "floor small"),
    ("steering 100k", "steering 1k"),
)


def in_turn(pages):
    """``pages``, each of the floor's followed by those that are measured by it, so that little time lies between."""
    names = [page.name for page in pages]
    pairs = [(bound.page, bound.beside) for bound in BOUNDS] + list(TOLD)
    floors = {page.removesuffix(" 100k"): beside for page, beside in pairs if beside.startswith("floor")}
    return sorted(pages, key=lambda page: names.index(floors.get(page.name.rpartition(" ")[0], page.name)))


@dataclass(frozen=True)
class Figure:
    """Medians over the rounds for one page at one concurrency; times in milliseconds."""

    page: str
    connections: int
    p50: float
    p95: float
    per_second: float
    answers: int
    bad: int
    cpu: float | None


@dataclass(frozen=True)
class Ratio:
    """A page beside another at one concurrency: ``times`` by the clock, ``cpu`` by the processor time spent on it.

    ``most`` and ``aim`` are None where nothing is asked.
    """

    page: str
    beside: str
    connections: int
    times: float
    cpu: float | None = None
    most: float | None = None
    aim: float | None = None

    @property
    def verdict(self):
        """One word."""
        if self.most is None:
            return ""
        if self.times > self.most:
            return "TOO SLOW"
        return "aim" if self.times <= self.aim else "ok"


def figure(page, connections, runs):
    """The median of ``runs`` (as `wrk.parse` gives them)."""
    return Figure(
        page=page,
        connections=connections,
        p50=round(statistics.median(run["p50"] for run in runs), 2),
        p95=round(statistics.median(run["p95"] for run in runs), 2),
        per_second=round(statistics.median(run["n"] / run["seconds"] for run in runs), 1),
        answers=sum(run["n"] for run in runs),
        bad=sum(run["bad"] for run in runs),
        cpu=None if runs[0]["cpu"] is None else round(statistics.median(run["cpu"] for run in runs), 2),
    )


def ratios(figures):
    """Every bound and every told pair whose two pages were timed, at each concurrency.

    One connection is judged by the median time, several by answers per second: there times hold the waiting in line.
    """
    by = {(each.page, each.connections): each for each in figures}
    pairs = [(bound.page, bound.beside, bound.most, bound.aim) for bound in BOUNDS]
    pairs += [(page, beside, None, None) for page, beside in TOLD]
    found = []
    for page, beside, most, aim in pairs:
        for connections in sorted({each.connections for each in figures}):
            ours, theirs = by.get((page, connections)), by.get((beside, connections))
            if ours and theirs:
                times, cpu = _times(ours, theirs), round(ours.cpu / theirs.cpu, 2) if ours.cpu and theirs.cpu else None
                found.append(Ratio(page, beside, connections, round(times, 2), cpu, most, aim))
    return found


def _times(ours, theirs):
    if ours.connections == 1:
        return ours.p50 / theirs.p50 if theirs.p50 else float("inf")
    return theirs.per_second / ours.per_second if ours.per_second else float("inf")


def table(figures):
    """The figures for people."""
    lines = [f"{'page':24} {'c':>2} {'p50 ms':>9} {'p95 ms':>9} {'per s':>8} {'answers':>8} {'bad':>4} {'cpu ms':>8}"]
    lines += [
        f"{each.page:24} {each.connections:>2} {each.p50:>9.2f} {each.p95:>9.2f} {each.per_second:>8.1f} "
        f"{each.answers:>8} {each.bad:>4} {_told(each.cpu):>8}"
        for each in figures
    ]
    return "\n".join(lines)


def verdicts(found):
    """The ratios for people."""
    lines = [f"{'page':24} {'beside':20} {'c':>2} {'times':>7} {'cpu':>7} {'at most':>8} {'aim':>5}"]
    for each in found:
        told = f"{each.page:24} {each.beside:20} {each.connections:>2} {each.times:>7.2f} {_told(each.cpu):>7}"
        told += f" {_told(each.most):>8} {_told(each.aim):>5}"
        lines.append(f"{told}  {each.verdict}".rstrip())
    return "\n".join(lines)


def _told(number):
    return "" if number is None else f"{number:.2f}"
