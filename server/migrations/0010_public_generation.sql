-- Grows with every change of what the public sees, in the transaction of the change: pages are kept in the memory of
-- each process, and this is how the others hear of it.
CREATE TABLE public_generation (value BIGINT NOT NULL);
INSERT INTO public_generation (value) VALUES (0);
