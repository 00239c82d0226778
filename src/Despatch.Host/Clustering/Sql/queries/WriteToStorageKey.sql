WITH updated AS (
  UPDATE orleans.state SET payload = @PayloadBinary, version = version + 1, modified_at = now()
  WHERE service = @ServiceId AND kind = @GrainTypeString AND extension = coalesce(@GrainIdExtensionString, '')
    AND n1 = @GrainIdN1 AND n0 = @GrainIdN0 AND version = @GrainStateVersion::integer
  RETURNING version
), added AS (
  INSERT INTO orleans.state (service, kind, extension, n0, n1, payload, version)
  SELECT @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @GrainIdN0, @GrainIdN1, @PayloadBinary, 1
  WHERE @GrainStateVersion::integer IS NULL
  ON CONFLICT DO NOTHING
  RETURNING version
)
SELECT coalesce((SELECT version FROM updated), (SELECT version FROM added), @GrainStateVersion::integer) AS NewGrainStateVersion
