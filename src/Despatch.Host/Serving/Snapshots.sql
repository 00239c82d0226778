-- Snapshots of grains beside an embedded log: a cache, which may be deleted while nobody serves. The statements are those that Orleans'
-- ADO.NET storage runs; the last writer wins, and the version always rises above the writer's.
PRAGMA journal_mode = WAL;

CREATE TABLE IF NOT EXISTS State (
  Service TEXT    NOT NULL,
  Kind    TEXT    NOT NULL,
  Key     TEXT    NOT NULL,
  Payload BLOB,
  Version INTEGER NOT NULL,
  PRIMARY KEY (Service, Kind, Key)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL) STRICT, WITHOUT ROWID;

INSERT OR REPLACE INTO OrleansQuery VALUES
('ReadFromStorageKey',
 'SELECT Payload AS PayloadBinary, Version FROM State
  WHERE Service = @ServiceId AND Kind = @GrainTypeString AND Key = @GrainIdExtensionString'),
('WriteToStorageKey',
 'INSERT INTO State VALUES (@ServiceId, @GrainTypeString, @GrainIdExtensionString, @PayloadBinary, coalesce(@GrainStateVersion, 0) + 1)
  ON CONFLICT DO UPDATE SET Payload = excluded.Payload, Version = max(State.Version + 1, excluded.Version)
  RETURNING Version AS NewGrainStateVersion'),
('ClearStorageKey',
 'UPDATE State SET Payload = NULL, Version = Version + 1
  WHERE Service = @ServiceId AND Kind = @GrainTypeString AND Key = @GrainIdExtensionString
  RETURNING Version AS NewGrainStateVersion');
