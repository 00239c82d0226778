using System.Net;
using Despatch.Grains;
using Despatch.Pack;

namespace Despatch.Host.Serving;

/// <summary>How to serve on one machine.</summary>
/// <param name="Listen">The first site's gateway; the other sites take the ports after it.</param>
/// <param name="DataFile">The event log's file, made if it is missing.</param>
/// <param name="Environment">Development or Production; only Development takes an operator's word for who they are.</param>
/// <param name="LogLevel">What is logged to standard error.</param>
internal sealed record ServeOptions(IPEndPoint Listen, string DataFile, string Environment, LogLevel LogLevel)
{
    /// <summary>The escalation policy; London's unless a folder was given.</summary>
    public RunningPolicy Policy { get; init; } = new(ForcePack.London.Escalation);
}
