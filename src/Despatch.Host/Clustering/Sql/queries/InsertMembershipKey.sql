WITH turn AS (
  UPDATE orleans.membership_version SET version = version + 1 WHERE cluster = @DeploymentId AND version = @Version RETURNING 1
), added AS (
  INSERT INTO orleans.membership (cluster, address, port, generation, name, host, status, proxy_port, started_at, alive_at)
  SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM turn
  ON CONFLICT DO NOTHING
  RETURNING 1
)
SELECT count(*)::integer FROM added
