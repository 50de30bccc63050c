-- PW-4: a fine or a detention is served, may be reviewed once within days, and stands meanwhile.
ALTER TABLE measure ADD COLUMN served_on  TEXT NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN review_on  TEXT NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN reviewed_on TEXT NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN review_result TEXT NOT NULL DEFAULT '';   -- a code of penalty_review::ReviewResult
