-- The day on which the index first knew of a death: what counts where no date of death is known (DEC-1).
ALTER TABLE person ADD COLUMN death_known TEXT NOT NULL DEFAULT '';
UPDATE person SET death_known = CAST(CURRENT_DATE AS TEXT)
WHERE death_status <> 'removed' AND (died <> '' OR death_status <> '');
