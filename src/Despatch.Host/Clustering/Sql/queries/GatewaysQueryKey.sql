SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM orleans.membership
WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
