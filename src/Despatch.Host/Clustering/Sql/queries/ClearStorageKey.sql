WITH cleared AS (
  UPDATE orleans.state SET payload = NULL, version = version + 1, modified_at = now()
  WHERE service = @ServiceId AND kind = @GrainTypeString AND extension = coalesce(@GrainIdExtensionString, '')
    AND n1 = @GrainIdN1 AND n0 = @GrainIdN0 AND version = @GrainStateVersion::integer
  RETURNING version
)
SELECT coalesce((SELECT version FROM cleared), @GrainStateVersion::integer) AS NewGrainStateVersion
