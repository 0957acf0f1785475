"""Kill -9 while records are opened: whatever a reader received is in the audit log, on disk."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import threading
from pathlib import Path

from running import Region, audited, carerecord, descendants, running_region

OPENS = 100


def test_every_response_received_has_its_audit_entries(tmp_path: Path):
    folder = tmp_path / "demo"
    with running_region(folder, "--people", "30") as region:
        received = _opened_until_killed(region)
    assert received, "nothing was received before the kill: the test shows nothing"
    shown = _shown(folder)
    for view_id, digest in received:
        assert (view_id, digest) in shown, "bytes left without a durable entry"
    with running_region(folder, "--people", "30") as region:
        again = region.everything(region.number_of("typical"))
        assert again["entry"], "the region must start again after a kill"
    assert carerecord("audit", "verify", "--dir", str(folder))


def _opened_until_killed(region: Region) -> list[tuple[str, str]]:
    token, patients = region.token(), _patients(region)
    received: list[tuple[str, str]] = []
    started = threading.Event()

    def open_some(share: range) -> None:
        for turn in share:
            answer = _everything(region, token, patients[turn % len(patients)])
            if answer is None:
                return
            received.append(answer)
            if len(received) >= 8:
                started.set()

    threads = [
        threading.Thread(target=open_some, args=(range(n, OPENS, 4),), daemon=True)
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    assert started.wait(30), "opens did not get going"
    _kill_at_once(int(region.demo["pids"]["server"]))
    for thread in threads:
        thread.join(20)
    assert len(received) < OPENS, "the kill came after the last open"
    return received


def _patients(region: Region) -> list[str]:
    number = region.number_of("medicines-conflict")
    wanted = [number, region.number_of("typical"), region.number_of("allergies-disagree")]
    return [region.everything(one)["entry"][0]["resource"]["id"] for one in wanted]


def _everything(region: Region, token: str, patient: str) -> tuple[str, str] | None:
    """View id and digest of a whole response; None when the server was gone before all of it came."""
    connection = http.client.HTTPConnection(region.base_url.removeprefix("http://"), timeout=15)
    try:
        connection.request(
            "GET",
            f"/fhir/R4/Patient/{patient}/$everything",
            headers={"Authorization": f"Bearer {token}"},
        )
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    assert answer.status == 200, answer.status
    return answer.headers["X-Correlation-Id"], hashlib.sha256(body).hexdigest()


def _kill_at_once(pid: int) -> None:
    for child in descendants(pid):
        os.kill(child, signal.SIGKILL)


def _shown(folder: Path) -> set[tuple[str, str]]:
    """(view, digest) of each `shown` entry that has its `open` entry too."""
    entries = audited(folder)
    opened = {entry["view_id"] for entry in entries if entry["kind"] == "open"}
    return {
        (entry["view_id"], entry["body"]["sha256"])
        for entry in entries
        if entry["kind"] == "shown" and entry["view_id"] in opened
    }
