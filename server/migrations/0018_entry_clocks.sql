-- DJ-9: somebody saw that the entry should never have been listed; three working days run from here.
ALTER TABLE list_entry ADD COLUMN wrong_on TEXT NOT NULL DEFAULT '';

-- DJ-8, GF-9: bodies that were told of an entry are told of its end, as the places that announced it are.
ALTER TABLE list_channel ADD COLUMN kind TEXT NOT NULL DEFAULT 'announced' CHECK (kind IN ('announced', 'notified'));
