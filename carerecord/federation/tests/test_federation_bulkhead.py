"""One slow source takes no more than its share, and keeps nobody from the others."""

import asyncio
from dataclasses import replace

from carerecord.connectors import Http, open_source
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Receipt
from carerecord.federation import Breakers, ask_all


def test_no_more_than_its_share_ask_a_source_at_once_and_waiting_blames_nobody(region):
    async def scenario():
        slow, quick, http = (
            FakeSource(region.records, delay=0.3),
            FakeSource(region.records),
            Http(),
        )
        await slow.start()
        await quick.start()
        breakers = Breakers()
        sources = [
            open_source(replace(region.settings(slow.url, "slow"), most_at_once=2), http),
            open_source(region.settings(quick.url, "quick"), http),
        ]
        try:
            views = [
                ask_all(sources, region.query(), Receipt(1, "e"), within=0.5, breakers=breakers)
                for _ in range(8)
            ]
            answers = await asyncio.gather(*views)
            return answers, slow.open_connections, breakers.lane(sources[0].settings).begin()
        finally:
            await http.close()
            await slow.stop()
            await quick.stop()

    answers, connections, may_ask = asyncio.run(scenario())
    assert [quick.state for _, quick in answers] == ["answered"] * 8
    assert sorted(slow.state for slow, _ in answers).count("answered") == 2
    assert connections <= 4
    assert may_ask
