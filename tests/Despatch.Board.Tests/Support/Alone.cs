namespace Despatch.Board.Tests;

/// <summary>For tests that measure: they do not run beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
