-- The last writer wins: a snapshot is right at its version whoever wrote it, and one that was damaged must not stay. The version always rises
-- above the writer's, which is how the provider knows that the row was written.
INSERT INTO orleans.state AS kept (service, kind, extension, n0, n1, payload, version)
VALUES (
  @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @GrainIdN0, @GrainIdN1, @PayloadBinary,
  coalesce(@GrainStateVersion::integer, 0) + 1)
ON CONFLICT (service, kind, extension, n1, n0) DO UPDATE
SET payload = excluded.payload, version = greatest(kept.version + 1, excluded.version), modified_at = now()
RETURNING version AS NewGrainStateVersion
