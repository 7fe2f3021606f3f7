"""Compares many random quotes: `python -m tests.oracle.pricing COUNT [--seed FIRST]`; 1 when one differs."""

import sys
from argparse import ArgumentParser
from pprint import pformat
from time import monotonic

from tests.oracle.pricing.comparing import compare, shrink
from tests.oracle.pricing.mixing import make_world
from tests.oracle.pricing.shares import count_shares


def main(arguments):
    parser = ArgumentParser(prog="python -m tests.oracle.pricing", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1, help="which quotes: FIRST, FIRST + 1, …")
    parser.add_argument("--go-on", action="store_true", help="only name what differs, and go on")
    parser.add_argument("--shares", action="store_true", help="only count what the quotes meet")
    wanted = parser.parse_args(arguments)
    if wanted.shares:
        for name, count in count_shares(map(make_world, range(wanted.seed, wanted.seed + wanted.count))).items():
            print(f"{count:7} {name}")
        return 0
    begin, different = monotonic(), 0
    for at, seed in enumerate(range(wanted.seed, wanted.seed + wanted.count), start=1):
        found = compare(make_world(seed))
        if found is not None:
            different += 1
            print(f"quote {seed}: {found}")
            if not wanted.go_on:
                small = shrink(make_world(seed))
                print(f"made small: {compare(small)}\n{pformat(small, width=110)}")
                return 1
        if at % 1000 == 0:
            print(f"{at} quotes, {monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    print(f"{wanted.count} quotes, {different} different, {monotonic() - begin:.0f} s")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
