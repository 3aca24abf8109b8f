"""The workers of a group case: their list, who represents them, what each agrees to, what each was paid.

What the other parts of the mediation room use:
    workers(session, case_id) -> tuple[WorkerLine, ...]        everybody on the list, in its order
    bound(session, case_id, rows) -> rows                      of a settlement's list, each with the worker it means
    by_name(session, case_id) -> {name: numbers}               under which numbers of the list each name stands
    id_numbers(session, case_id) -> {worker id: text}          opened, for papers alone
    list_numbers(session, case_id) -> {worker id: number}      which nobody else ever gets
    refusing(session, case_id) -> {worker id: name}            who refused what is being settled
    shares(session, case_id) -> list[(name, fen or None)]      who takes part in what is being settled, and the share
    consented(session, settlement_id) -> Consented             names: needed, given, refused, missing
    agreed_on(session, settlement) -> {worker id: when}        whose own answer stands for exactly these terms
    may_take_effect(session, settlement)                       raises Refused naming who hasn't agreed
    unpaid(session, settlement_id) -> list[Unpaid]             who was not paid what had fallen due by a day
"""

from mediation.office.group.agreeing import Consented, agreed_on, consented, may_take_effect
from mediation.office.group.lines import (
    WorkerLine,
    bound,
    by_name,
    id_numbers,
    list_numbers,
    refusing,
    shares,
    workers,
)
from mediation.office.group.paying import Unpaid, unpaid

__all__ = [
    "Consented", "Unpaid", "WorkerLine", "agreed_on", "bound", "by_name", "consented", "id_numbers", "list_numbers",
    "may_take_effect", "refusing", "shares", "unpaid", "workers",
]  # fmt: skip
