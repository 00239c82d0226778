SELECT v.version AS Version, m.address AS Address, m.port AS Port, m.generation AS Generation, m.name AS SiloName, m.host AS HostName,
  m.status AS Status, m.proxy_port AS ProxyPort, m.suspects AS SuspectTimes, m.started_at AS StartTime, m.alive_at AS IAmAliveTime
FROM orleans.membership_version v
LEFT JOIN orleans.membership m ON m.cluster = v.cluster
WHERE v.cluster = @DeploymentId
