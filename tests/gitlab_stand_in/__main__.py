"""Start the stand-in by hand: `python -m tests.gitlab_stand_in --project group/project --fault drop-after-storing@create`."""

import argparse
import sys
import threading

from . import BEHAVIOURS, FOREVER, StandIn
from .calls import Call


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="gitlab_stand_in", description="A GitLab on loopback, to try things out on."
    )
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes any that is free")
    parser.add_argument(
        "--project", action="append", default=[], metavar="PATH", help="a public project; repeatable"
    )
    parser.add_argument("--label", action="append", default=[], help="a label of every project; repeatable")
    parser.add_argument(
        "--moved", action="append", default=[], metavar="OLD=NEW", help="a project that has moved"
    )
    parser.add_argument(
        "--private", action="append", default=[], metavar="PATH", help="a project you may not see"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME[@CALL]",
        help="goes wrong every time, for this call or for any; repeatable",
    )
    parser.add_argument(
        "--list-faults", action="store_true", help="show the names of faults and calls, and stop"
    )
    parser.add_argument("--generation", choices=("current", "older"), default="current")
    asked = parser.parse_args()
    if asked.list_faults:
        for name, behaviour in BEHAVIOURS.items():
            print(f"{name:32} {behaviour.about}")
        print("\ncalls: any " + " ".join(Call))
        return 0

    with StandIn(port=asked.port, generation=asked.generation) as gitlab:
        for path in asked.project or ["group/project"]:
            gitlab.add_project(path, labels=asked.label)
        for path in asked.private:
            gitlab.add_project(path, visibility="private", members={})
        for pair in asked.moved:
            old, _, new = pair.partition("=")
            gitlab.add_project(old, labels=asked.label)
            gitlab.move_project(old, new)
        try:
            for text in asked.fault:
                name, _, call = text.partition("@")
                gitlab.fail(name, on=call or "any", times=FOREVER)
        except ValueError as error:
            parser.error(str(error))
        print(f"url:   {gitlab.url}\ntoken: {gitlab.token}", flush=True)
        for name, token in gitlab.tokens.items():
            print(f"       {token.value}  ({name})")
        print(f"projects: {', '.join(gitlab.projects)}\nCtrl+C stops it.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"\n{len(gitlab.requests)} requests, {gitlab.creates} of them to create an issue")
    return 0


if __name__ == "__main__":
    sys.exit(main())
