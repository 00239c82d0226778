-- The order of the whole log; unique, so that no two writers can ever give one position twice.
CREATE UNIQUE INDEX IF NOT EXISTS events_position ON despatch.events (position);
