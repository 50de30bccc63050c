-- AN-8: a photo is asked for by its own name, which its notice forgets on closing.
CREATE INDEX notice_subject_by_photo ON notice_subject (court_id, photo_id);
