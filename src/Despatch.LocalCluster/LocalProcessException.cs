namespace Despatch.LocalCluster;

/// <summary>A process that this one started does not do what it should.</summary>
/// <param name="message">What it was to do.</param>
/// <param name="said">What it wrote, or empty.</param>
public sealed class LocalProcessException(string message, string said) : Exception(said.Length == 0 ? message : $"{message} It said:\n{said}");
