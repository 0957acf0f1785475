"""An HL7 v2 message: read, turned into R4, and answered."""

from __future__ import annotations

import contextlib

from carerecord.connectors.contract import Pushed
from carerecord.connectors.hl7v2.batch import answered, batch_of
from carerecord.connectors.hl7v2.message import MessageError, read
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.replying import reply
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SETTINGS, SOURCE
from carerecord.connectors.tests.pushed_given import MESSAGES, is_whole
from fuzz import seeds

SEEDS = (*MESSAGES, *seeds.files("hl7v2/*.hl7"), *seeds.bad("hl7v2"))


def tried(sent: bytes) -> None:
    batch = batch_of(sent)
    messages = batch.messages if batch else (sent,)
    answers = [reply(one, "AE", "it is wrong", now=NOW, own_id="1") for one in messages]
    for one in answers:
        assert [segment.name for segment in read(one).segments] == ["MSH", "MSA"]
    if batch:
        answered(batch, answers, now=NOW, own_id="1")
    for one in messages:
        with contextlib.suppress(MessageError):
            found = receive(one, SOURCE, SETTINGS, NOW)
            if isinstance(found, Pushed):
                is_whole(found)
