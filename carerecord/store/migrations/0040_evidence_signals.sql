-- Times are microseconds since 1970 in UTC; what has no end ends in the year 9999.

-- What feeds, launches, registers and files said, each once, as it came. `occurrence` is a digest of kind,
-- person, source and the source's own id of it; evidence is worked out from all signals of one occurrence.
CREATE TABLE access_signal (
    occurrence TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    event TEXT NOT NULL,
    at BIGINT NOT NULL,
    said BIGINT NOT NULL,
    until BIGINT NOT NULL,
    holder_kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    team TEXT NOT NULL,
    words TEXT NOT NULL,
    strength TEXT NOT NULL,
    covers_kind TEXT NOT NULL,
    covers TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (occurrence, id)
);

-- What one file or register said before, to compare its next list with.
CREATE INDEX access_signal_source ON access_signal (source, kind);

-- A row that has a source_id is worked out from signals: its window moves when another arrives.
-- notify_from: from then on each use is a notification; attested: when its organisation last said so, and
-- the year 9999 or 1970 where there is nothing of the kind. A shift (LR-18) has no person and says whose
-- evidence is covered.
ALTER TABLE access_evidence ADD COLUMN source_id TEXT NOT NULL DEFAULT '';
ALTER TABLE access_evidence ADD COLUMN notify_from BIGINT NOT NULL DEFAULT 253402214400000000;
ALTER TABLE access_evidence ADD COLUMN attested BIGINT NOT NULL DEFAULT 0;
ALTER TABLE access_evidence ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE access_evidence ADD COLUMN covers_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE access_evidence ADD COLUMN covers TEXT NOT NULL DEFAULT '';

-- The list of a holder's people is read newest first, and stops when it is full.
DROP INDEX access_evidence_holder;
CREATE INDEX access_evidence_newest ON access_evidence (holder_kind, holder, starts, person_id, ends);

-- Shifts of one viewer, and one viewer's emergencies, among millions of other rows.
CREATE INDEX access_evidence_shift ON access_evidence (holder, ends) WHERE kind = 'LR-18';
CREATE INDEX access_evidence_emergency ON access_evidence (holder, starts) WHERE kind = 'LR-16';

-- What opened a record in a session: when it is in force no more, the next page says so (LR-23).
CREATE TABLE access_opened (
    session TEXT NOT NULL,
    person_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    words TEXT NOT NULL,
    opened BIGINT NOT NULL,
    PRIMARY KEY (session, person_id, evidence_id)
);

CREATE INDEX access_opened_before ON access_opened (opened);

-- The first use of evidence that was only said (LR-12, LR-14, LR-16): somebody has to find out whether the
-- person was cared for. `holders`: the viewer, their teams and organisation at that time, one on a line.
CREATE TABLE access_reconciliation (
    person_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    viewer_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    holders TEXT NOT NULL,
    used BIGINT NOT NULL,
    closes_until BIGINT NOT NULL,
    overdue BIGINT NOT NULL,
    PRIMARY KEY (person_id, evidence_id)
);

CREATE INDEX access_reconciliation_open ON access_reconciliation (closes_until);
CREATE INDEX access_reconciliation_organisation ON access_reconciliation (organisation, used);

-- Closed by evidence of a system of record that arrived soon after and covers the use (LR-24).
CREATE TABLE access_reconciled (
    person_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    closed_by TEXT NOT NULL,
    closed BIGINT NOT NULL,
    PRIMARY KEY (person_id, evidence_id)
);
