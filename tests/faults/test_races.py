"""A form that is sent several times at once counts once, on both engines."""

from __future__ import annotations

import http.client
import threading
import urllib.parse

import pytest

from tests.faults.load import Client
from tests.machinery.served import NewHouse, Served
from tests.machinery.stores import ENGINES

pytestmark = pytest.mark.slow
TAPS = 5


@pytest.fixture(scope="module", params=ENGINES)
def house(request: pytest.FixtureRequest, new_house: NewHouse) -> Served:
    served = new_house(request.param, house="tests.faults.probe", QISHENG_PROXIES="1")
    served.start(work=False)
    return served


def drawn(house: Served, word: str) -> Client:
    """A person who has written *word* and not yet pressed the button."""
    client = Client(house.address, "/probe", lambda _n: [("word", word)])
    client.write_next()
    return client


def test_five_taps_at_once_give_one_act_and_five_times_the_same_receipt(house: Served) -> None:
    for number in range(5):
        client = drawn(house, f"tap{number}")
        body, ready = client.pending, threading.Barrier(TAPS)

        def tap(client: Client = client, body: bytes | None = body, ready: threading.Barrier = ready) -> None:
            ready.wait()
            client.receipts.append(client.send(body)[1])

        threads = [threading.Thread(target=tap) for _ in range(TAPS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert client.receipts == [f"/probe/tap{number}"] * TAPS
        assert Client(house.address, f"/probe/tap{number}", lambda _n: []).send(None) == (200, "1")


def test_the_same_ticket_with_other_words_is_refused_and_the_first_result_stands(house: Served) -> None:
    client = drawn(house, "first")
    client.send_pending()
    assert client.spent is not None
    changed = dict(urllib.parse.parse_qsl(client.spent.decode())) | {"word": "second"}
    assert client.send(urllib.parse.urlencode(changed).encode())[0] == http.client.CONFLICT
    assert Client(house.address, "/probe/second", lambda _n: []).send(None) == (200, "None")
