-- A question of a person about one look is a case (PAT-4), and its answer is what a decision says to the person:
-- `asked` in their words, `answer_by` as an ISO date, `told` in plain words. No release kept questions apart.
ALTER TABLE case_file ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN answer_by TEXT NOT NULL DEFAULT '';
ALTER TABLE case_step ADD COLUMN told TEXT NOT NULL DEFAULT '';
DROP TABLE person_question;
