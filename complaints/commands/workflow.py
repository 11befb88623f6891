"""`flask complaints workflow`: the life of a complaint as a table, a picture or JSON."""

from __future__ import annotations

import json
from typing import Any

import click

from app import taxonomy
from complaints import deadlines
from complaints.workflow import STEPS, Step


@click.group("complaints")
def complaints_group() -> None:
    """Complaints from the command line."""


@complaints_group.command("workflow")
@click.option("--format", "shape", type=click.Choice(["table", "mermaid", "json"]), default="table", show_default=True)
def workflow(shape: str) -> None:
    """The transition table, as the software obeys it.

    json: {"steps": [{"id", "action", "from": [states], "to": state or null (stays), "roles": [role, "enterprise" or
    "system"], "guards": [names], "clocks": {"starts", "stops", "pauses", "resumes"}, "public": text}]}.
    mermaid: a state diagram.
    """
    click.echo({"table": _table, "mermaid": _mermaid, "json": _json}[shape]())


def _json() -> str:
    return json.dumps({"steps": [_row(step) for step in STEPS.values()]}, ensure_ascii=False, indent=1)


def _row(step: Step) -> dict[str, Any]:
    return {
        "id": step.id, "action": step.action, "from": list(step.sources), "to": step.target,
        "roles": [str(who) for who in step.by], "guards": list(step.guards), "clocks": _clocks(step), "public": step.public,
    }  # fmt: skip


def _clocks(step: Step) -> dict[str, list[str]]:
    """What the step does to clocks; one that ends the matter stops all of them, which goes without saying."""
    rules = taxonomy.clock_rules()
    waits_after = {kind for kind, rule in rules.items() if step.target in rule.paused_in}
    waits_before = {kind for kind, rule in rules.items() if rule.paused_in & set(step.sources)}
    is_over = step.target is not None and not taxonomy.codes("states")[step.target].more["open"]
    return {
        "starts": list(deadlines.starts_for(step.id)),
        "stops": ["all"] if is_over else list(deadlines.stops_for(step.id)),
        "pauses": sorted(waits_after),
        "resumes": sorted(waits_before) if step.target and not waits_after and not is_over else [],
    }


def _table() -> str:
    lines = ["id\taction\tfrom\tto\troles\tguards\tclocks"]
    for row in map(_row, STEPS.values()):
        clocks = " ".join(f"{act}:{','.join(kinds)}" for act, kinds in row["clocks"].items() if kinds)
        sources, roles, guards = (" ".join(row[name]) or "-" for name in ("from", "roles", "guards"))
        cells = (row["id"], row["action"], sources, row["to"] or "(stays)", roles, guards, clocks or "-")
        lines.append("\t".join(cells))
    return "\n".join(lines)


def _mermaid() -> str:
    lines = ["stateDiagram-v2"]
    lines += [f"    {code}: {state.label}" for code, state in taxonomy.codes("states").items()]
    lines += [
        f"    {source} --> {step.target or source}: {step.id} {step.label}"
        for step in STEPS.values()
        for source in step.sources or ("[*]",)
    ]
    return "\n".join(lines)
