-- What `access` held of this before there was a part for it. An organisation that was live then still has its
-- gates to show: until they are recorded its staff are refused (ORG-1).
INSERT INTO onboarding_organisation (code, name, kind, state, been_live, successor, dspt, dpia,
                                     caldicott_guardian, dpo, clinical_safety, conformance)
SELECT code, code, 'other', CASE live WHEN 1 THEN 'live' ELSE 'preparing' END, live,
       '', '', '', '', '', '', ''
FROM access_organisation
WHERE code NOT IN (SELECT o.code FROM onboarding_organisation AS o);

-- It said only until when somebody's training counts, not of what or with which score.
INSERT INTO onboarding_training (viewer_id, module, version, day, score, organisation, delivered_by,
                                 counts_from, counts_until)
SELECT t.viewer_id, m.module, m.version, '', 0, '', 'recorded before modules were', 0, t.passed_until
FROM access_training AS t CROSS JOIN onboarding_module AS m
WHERE m.version = 1
    AND t.viewer_id NOT IN (SELECT n.viewer_id FROM onboarding_training AS n);

UPDATE onboarding_version SET version = version + 1;

DROP TABLE access_organisation;
DROP TABLE access_training;
