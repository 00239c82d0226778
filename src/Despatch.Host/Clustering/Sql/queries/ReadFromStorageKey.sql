SELECT payload AS PayloadBinary, version AS Version
FROM orleans.state
WHERE service = @ServiceId AND kind = @GrainTypeString AND extension = coalesce(@GrainIdExtensionString, '') AND n1 = @GrainIdN1 AND n0 = @GrainIdN0
