using System.Text.Json;

namespace Polyfills.Grpc.Tests;

/// <summary>A server and one run of each script of Node against it.</summary>
public abstract class NodeFixture(string script) : IAsyncLifetime
{
    private Task<IReadOnlyDictionary<string, JsonElement>>? _cases;

    public GrpcHost Host { get; } = new();

    public async Task<JsonElement> CaseAsync(string name)
    {
        _cases ??= NodeTools.RunAsync("node", script, Arguments());
        var result = (await _cases)[name];
        Assert.False(result.TryGetProperty("error", out var error), error.ToString());
        return result;
    }

    public async ValueTask InitializeAsync() => await Host.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }

    protected abstract string[] Arguments();

    protected static string HostAndPort(string address) => new Uri(address).Authority;
}

public sealed class GrpcJsRun() : NodeFixture("grpc-js.mjs")
{
    protected override string[] Arguments() => [HostAndPort(Host.Address), "../echo.proto"];
}

public sealed class BadFramesRun() : NodeFixture("bad-frames.mjs")
{
    protected override string[] Arguments() => [HostAndPort(Host.Address)];
}

public sealed class ConnectWebRun() : NodeFixture("connect-web.mjs")
{
    protected override string[] Arguments() => [HostAndPort(Host.Address), HostAndPort(Host.WebAddress)];
}

internal static class Json
{
    public static string Text(this JsonElement e, string name) => e.GetProperty(name).ToString();

    public static int Number(this JsonElement e, string name) => e.GetProperty(name).GetInt32();

    public static string[] Texts(this JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(t => t.ToString())];

    public static int[] Numbers(this JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(t => t.GetInt32())];

    public static global::Grpc.Core.StatusCode Code(this JsonElement e, string name = "code") =>
        (global::Grpc.Core.StatusCode)e.Number(name);
}
