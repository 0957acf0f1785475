"""Settings that would let people in too easily, or keep nobody safe, stop the start."""

from __future__ import annotations

import pytest

from carerecord.config import SettingsError, read

DEMO = "[region]\ndemo = true\ninvented_people_only = true\n"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("[access]\nassurance = 1", "access.assurance"),
        ("[access]\nassurance = 0", "access.assurance"),
        ("[access]\nassurance = 4", "access.assurance"),
        ("[sessions]\nidle_minutes = 0", "sessions.idle_minutes"),
        ("[sessions]\nidle_minutes = 100000", "sessions.idle_minutes"),
        ("[sessions]\nwarn_seconds = -1", "sessions.warn_seconds"),
        ("[sessions]\nlocked_minutes = -1", "sessions.locked_minutes"),
        ("[sessions]\nhours = 1000", "sessions.hours"),
        ("[sessions]\ncheck_minutes = 0", "sessions.check_minutes"),
        ("[sessions]\nunchecked_minutes = 15", "sessions.unchecked_minutes"),
        ("[sign_in]\neach_per_minute = 0", "sign_in.each_per_minute"),
        ("[sign_in]\nall_per_minute = 0", "sign_in.all_per_minute"),
        ('[server]\nproxies = ["10.0.0.1/8"]', "server.proxies"),
        ('[region]\ntraining_url = "http://learn.example"', "region.training_url"),
        ('[region]\ntraining_url = "javascript:alert(1)"', "region.training_url"),
        ('[region]\ntraining_url = "https://[x"', "region.training_url"),
        ('[region]\nproblem_url = "javascript:alert(1)"', "region.problem_url"),
        ('[region]\nproblem_url = "mailto:a b@c"', "region.problem_url"),
        ("[accounts]\ninvitation_hours = -1", "accounts.invitation_hours"),
        ('[server]\nhttps = false\nurl = "https://record.example"', "server.url"),
        ('[server]\nurl = "http://record.example"', "server.url"),
        ('[server]\nurl = "https://record.example/part"', "server.url"),
        ('[server]\nurl = "https://record.example?x"', "server.url"),
        ('[server]\nurl = "https://somebody@record.example"', "server.url"),
        ('[server]\nurl = "https://[record"', "server.url"),
        ('[server]\nurl = "record.example"', "server.url"),
        ('[server]\nhttps = false\nhost = "0.0.0.0"', "server.https"),
        ('[server]\nhttps = false\nurl = "http://record.example"', "server.https"),
        ('[[audit_feed]]\nid = "a"\nurl = "http://arr.example/fhir"', "audit_feed a: url"),
        ('[[audit_feed]]\nid = "a"\nurl = "ftp://arr.example"', "audit_feed a: url"),
        ('[[audit_feed]]\nid = "a"\nurl = "syslog+tls://"', "audit_feed a: url"),
        ('[[audit_feed]]\nid = "a"\nurl = "syslog+tls://siem.example/path"', "audit_feed a: url"),
        ('[[audit_feed]]\nid = "a"\nurl = "https://me:it@arr.example/fhir"', "audit_feed a: url"),
        ('[[audit_feed]]\nid = "a"\nurl = "syslog://siem.example:514"', "audit_feed a: url"),
        (2 * '[[audit_feed]]\nid = "a"\nurl = "https://arr.example"\n', "two audit_feeds"),
    ],
)
def test_an_unsafe_setting_stops_the_start_and_is_named(tmp_path, written, named):
    file = tmp_path / "region.toml"
    file.write_text(written, "utf-8")
    with pytest.raises(SettingsError, match=named):
        read(file)


@pytest.mark.parametrize(
    "written",
    [
        "[access]\nassurance = 3",
        '[server]\nurl = "https://record.example/"',
        '[server]\nproxies = ["10.0.0.1", "10.1.0.0/16", "2001:db8::/32"]',
        '[region]\ntraining_url = "https://learn.example/shared-record?who=staff"',
        '[region]\nproblem_url = "https://desk.example/new?of=record"',
        '[region]\nproblem_url = "mailto:shared.record@desk.example"',
        '[server]\nurl = "https://record.example:8443"',
        "[server]\nhttps = false",
        '[server]\nhttps = false\nurl = "http://localhost:8000"',
        '[[audit_feed]]\nid = "a"\nurl = "https://arr.example:8443/fhir"',
        '[[audit_feed]]\nid = "a"\nurl = "http://127.0.0.1:8080/fhir"',
        '[[audit_feed]]\nid = "a"\nurl = "syslog+tls://siem.example:6514"',
        '[[audit_feed]]\nid = "a"\nurl = "syslog+tls://[::1]"',
        DEMO + '[server]\nhttps = false\nhost = "0.0.0.0"',
    ],
)
def test_a_safe_one_starts(tmp_path, written):
    file = tmp_path / "region.toml"
    file.write_text(written, "utf-8")
    assert read(file)
