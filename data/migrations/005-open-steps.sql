-- Each step seals the open ones before it: without an index that is a walk over the whole history for every approval.
CREATE INDEX approval_step_open ON approval_step (seq) WHERE hash IS NULL;
