-- A photo of a draft goes with its draft: it needs no half hour of its own.
DROP INDEX tip_draft_photo_expires;
ALTER TABLE tip_draft_photo DROP COLUMN expires_ms;
