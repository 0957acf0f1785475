-- Sources that said that where a person is must not be shown (SFL-2), whatever the national service says of
-- them. By number, which leads to the number that replaces it. An answer without the label takes nothing back.
CREATE TABLE person_protected (
    nhs_number TEXT NOT NULL,
    source TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (nhs_number, source)
);
