namespace Despatch.LoadTests.Hosting;

/// <summary>The host does not do what it should.</summary>
internal sealed class HostException(string message, string said)
    : Exception(said.Length == 0 ? message : $"{message} It said:\n{said}");
