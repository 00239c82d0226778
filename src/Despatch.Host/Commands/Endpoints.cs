using System.CommandLine.Parsing;
using System.Net;

namespace Despatch.Host.Commands;

/// <summary>Reads ADDRESS:PORT.</summary>
internal static class Endpoints
{
    /// <summary>Above this there is no room for the ports that follow from it.</summary>
    private const int LastPort = 65_530;

    public static IPEndPoint? Parse(ArgumentResult result, string option)
    {
        if (result.Tokens is [var token] && IPEndPoint.TryParse(token.Value, out var endpoint) && endpoint.Port is > 0 and < LastPort)
        {
            return endpoint;
        }

        result.AddError($"{option} must be ADDRESS:PORT, for example 127.0.0.1:5100.");
        return null;
    }
}
