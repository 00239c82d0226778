DELETE FROM orleans.membership WHERE cluster = @DeploymentId AND status = 6 AND alive_at < @IAmAliveTime
