"""The formulas agree with each other, and with figures that their authors' textbooks print."""

from __future__ import annotations

import math

import pytest
from support.analytic.chains import (
    birth_death,
    breakdowns,
    erlang_a,
    limited,
    machine_repair,
    shortest_queue,
    tandem,
)
from support.analytic.theory import (
    accumulating_waits,
    bulk_wait,
    completion,
    erlang_b,
    erlang_c,
    fork_join_stay,
    gm1_wait,
    lasting,
    mg1_priority_waits,
    mg1_wait,
    mm1_square_wait,
    mmc_wait,
    mmc_wait_over,
    network_occupancy,
    occupancy_at,
    preemptive_stays,
    priority_waits,
    shortest_first_wait,
    sine_occupancy,
)

about = pytest.approx
RATES, SERVICES = (0.2, 0.1, 0.3), (1.0, 2.0, 1.2)
SQUARES = tuple(2.0 * s * s for s in SERVICES)


def test_loss_and_delay_are_one_formula() -> None:
    b = erlang_b(7, 5.0)
    assert erlang_c(7, 5.0) == about(b / (1.0 - 5.0 / 7.0 * (1.0 - b)))
    assert limited(5.0, 7, 1.0, 0).lost == about(b)
    assert limited(5.0, 7, 1.0, 500).wait == about(mmc_wait(5.0, 7, 1.0))
    assert erlang_b(10, 5.0) == about(0.018385, abs=1e-6)  # any table of Erlang's formula


def test_a_room_of_one_server_by_hand() -> None:
    found = limited(1.0, 1, 1.0, 1)  # as many come as can be served: 0, 1, 2 equally likely
    assert (found.lost, found.queue, found.busy) == about((1 / 3, 1 / 3, 2 / 3))


def test_patience_between_none_and_endless() -> None:
    patient, hasty = erlang_a(4.0, 5, 1.0, 1e7), erlang_a(4.0, 5, 1.0, 1e-7)
    assert patient.wait == about(mmc_wait(4.0, 5, 1.0), rel=1e-4)
    assert hasty.lost == about(erlang_b(5, 4.0), rel=1e-4)
    same = erlang_a(6.0, 5, 2.0, 2.0)  # leaves as fast as it serves: unlimited servers
    assert same.queue + same.busy == about(12.0)


def test_waits_of_the_served_and_the_gone_make_the_wait_of_all() -> None:
    rate, servers, service, patience = 6.0, 5, 1.0, 2.0
    found = erlang_a(rate, servers, service, patience)
    assert found.busy == about(rate * (1.0 - found.lost) * service)
    p = birth_death([rate] * 400, [min(k, servers) / service + max(k - servers, 0) / patience
                                   for k in range(1, 401)])  # fmt: skip
    gone = 0.0  # who is k-th in line leaves at step j with the odds of that step
    for k in range(1, 400 - servers):
        stays, at = 1.0, 0.0
        for j in range(k, 0, -1):
            pace = servers / service + j / patience
            at += 1.0 / pace
            gone += p[servers + k - 1] * stays * at / (patience * pace)
            stays *= 1.0 - 1.0 / (patience * pace)
    assert found.wait == about(gone + (1.0 - found.lost) * found.served_wait)


def test_few_machines_by_hand() -> None:
    found = machine_repair(2, 1, 1.0, 1.0)  # weights 1, 2, 2
    assert (found.queue, found.busy) == about((0.4, 0.8))
    many = machine_repair(500, 3, 500 / 2.0, 1.0)
    assert many.wait == about(mmc_wait(2.0, 3, 1.0), rel=0.05)


@pytest.mark.parametrize("between", [0, 1, 4])
def test_a_starved_line_gives_hunts_throughput(between: int) -> None:
    found = tandem(1000.0, (1.0, 1.0), 3, between)
    assert found.throughput == about((between + 2) / (between + 3), rel=1e-4)
    assert found.blocked == about(1 / (between + 3), rel=1e-3)


def test_room_enough_is_two_queues() -> None:
    found = tandem(0.5, (1.0, 1.2), 50, 50)
    assert found.first == about(0.5 * mmc_wait(0.5, 1, 1.0))
    assert found.second == about(0.5 * mmc_wait(0.5, 1, 1.2), rel=1e-6)
    short = tandem(0.5, (1.0, 1.2), 3, 1)
    assert short.throughput == about(0.5 * (1.0 - short.lost))


def test_breakdowns_give_the_printed_formula() -> None:
    rate, m, fails, mends = 0.4, 1.0, 1 / 20.0, 1 / 4.0
    a, both = rate / m, fails + mends
    people = a * (both**2 + m * fails) / (both * (mends - a * both))
    assert breakdowns(rate, 1.0, 20.0, 4.0) == about(people / rate)


def test_two_lines_lie_between_one_queue_and_two() -> None:
    one, two = mmc_wait(1.5, 2, 1.0) + 1.0, mmc_wait(0.75, 1, 1.0) + 1.0
    assert one < shortest_queue(1.5, 1.0) < two
    assert shortest_queue(0.01, 1.0) == about(1.0, rel=1e-4)


def test_bulks_of_one_and_of_more() -> None:
    assert bulk_wait(0.8, (1.0,), 1.0, 0.7) == about(mg1_wait(0.8, 1.0, 0.7))
    load = 0.6  # bulks of 2, M/M/1: people in the system = load (1 + 2) / (2 (1 - load))
    assert bulk_wait(0.3, (0.0, 1.0), 1.0, 1.0) + 1.0 == about(1.5 / (1.0 - load))


def test_renewal_arrivals() -> None:
    assert gm1_wait(lambda s: 0.8 / (0.8 + s), 1.0) == about(mmc_wait(0.8, 1, 1.0))
    steady = gm1_wait(lambda s: math.exp(-s / 0.8), 1.0)
    assert 0.3 < steady / mmc_wait(0.8, 1, 1.0) < 0.5  # half, or less, in heavy traffic


def conserved(waits: list[float]) -> float:
    return sum(r * s * w for r, s, w in zip(RATES, SERVICES, waits, strict=True))


def test_priorities_share_out_one_amount_of_waiting() -> None:
    """Kleinrock (1965), Naval Research Logistics Quarterly 12, 181-192."""
    load = sum(r * s for r, s in zip(RATES, SERVICES, strict=True))
    rest = sum(r * q for r, q in zip(RATES, SQUARES, strict=True)) / 2.0
    right = about(load * rest / (1.0 - load))
    assert conserved(mg1_priority_waits(RATES, SERVICES, SQUARES)) == right
    for gains in ((1.0, 1.0, 1.0), (5.0, 2.0, 0.5)):
        assert conserved(accumulating_waits(RATES, SERVICES, SQUARES, gains)) == right
    steep = accumulating_waits(RATES, SERVICES, SQUARES, (1e9, 1e4, 1e-3))
    assert steep == about(mg1_priority_waits(RATES, SERVICES, SQUARES), rel=1e-4)


def test_one_service_makes_all_priority_formulas_agree() -> None:
    rates, ones, twos = (0.2, 0.3), (1.0, 1.0), (2.0, 2.0)
    assert mg1_priority_waits(rates, ones, twos) == about(priority_waits(rates, 1, 1.0))
    urgent, late = preemptive_stays(rates, ones, twos)
    assert urgent == about(1.0 / (1.0 - 0.2))
    assert 0.2 * urgent + 0.3 * late == about(0.5 / (1.0 - 0.5))  # all of M/M/1


def test_work_left_is_the_same_whoever_is_served() -> None:
    """Exponential service has its mean left however much was done: all work, sum of people s."""
    rest = sum(r * q for r, q in zip(RATES, SQUARES, strict=True)) / 2.0
    load = sum(r * s for r, s in zip(RATES, SERVICES, strict=True))
    assert conserved(preemptive_stays(RATES, SERVICES, SQUARES)) == about(rest / (1.0 - load))


def test_shortest_first_is_a_priority_for_each_length() -> None:
    n, rate = 2000, 0.8
    lengths = [-math.log1p(-(k + 0.5) / n) for k in range(n)]  # of an exponential with mean 1
    waits = mg1_priority_waits([rate / n] * n, lengths, [x * x for x in lengths])
    assert shortest_first_wait(rate, 1.0) == about(sum(waits) / n, rel=2e-3)


def test_completion_by_rule() -> None:
    def exponential(s: float) -> float:
        return 1.0 / (1.0 + s)

    resume = completion(0.2, 1.0, exponential, "resume")
    assert resume == about(1.0 / (1.0 - 0.2))
    assert completion(0.2, 1.0, exponential, "resample") == about(resume)  # no memory
    assert completion(0.2, 1.0, exponential, "restart") == about((1 / 0.8 - 1) * (5 + 1.25))
    fixed = [completion(0.2, 1.0, lambda s: math.exp(-s), r) for r in ("restart", "resample")]
    assert fixed[0] == about(fixed[1])


def test_order_of_service_keeps_the_mean_and_changes_the_spread() -> None:
    squares = [mm1_square_wait(0.8, 1.0, order) for order in ("fifo", "random", "lifo")]
    assert squares == sorted(squares)
    seconds = sum(2.0 * t * mmc_wait_over(t, 0.8, 1, 1.0) * 0.001
                  for t in (0.001 * k for k in range(100_000)))  # fmt: skip
    assert squares[0] == about(seconds, rel=1e-3)
    assert shortest_first_wait(0.8, 1.0) < mmc_wait(0.8, 1, 1.0)
    assert shortest_first_wait(1e-3, 1.0) == about(1e-3, rel=2e-3)


def test_two_tests_at_once() -> None:
    assert fork_join_stay(1e-9, 1.0) == about(1.5)  # the longer of two exponential times
    assert 1.0 < fork_join_stay(0.8, 1.0) * (1 - 0.8) < 1.5


def test_occupancy_settles_and_follows_the_day() -> None:
    assert occupancy_at(1e5, ((0.0, 0.5),), lasting(40.0)) == about(20.0)
    hours = tuple((h, 2.0 + math.sin(2 * math.pi * (h + 0.05) / 24)) for h in _tenths(240))
    right = sine_occupancy(233.0, 2.0, 1.0, 24.0, 5.0)
    assert occupancy_at(233.0, hours, lasting(5.0)) == about(right, rel=1e-4)
    assert occupancy_at(7.0, ((0.0, 1.0), (5.0, 0.0)), lambda x: min(x, 4.0)) == about(2.0)


def _tenths(hours: int) -> list[float]:
    return [k / 10 for k in range(10 * hours)]


def test_wards_in_a_row() -> None:
    found = network_occupancy((2.0, 0.0), ((0.0, 0.5), (0.1, 0.0)), (3.0, 10.0))
    through = 2.0 / (1.0 - 0.05)
    assert [*found] == about([3.0 * through, 10.0 * 0.5 * through])
