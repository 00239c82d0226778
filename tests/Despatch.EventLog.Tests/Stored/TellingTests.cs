using Despatch.Domain;
using Despatch.Domain.Linking;

namespace Despatch.EventLog.Tests.Stored;

/// <summary>Whoever looks for what belongs together leaves most facts unread.</summary>
public sealed class TellingTests
{
    public static TheoryData<string> Names { get; } = [.. EventNames.Catalogue.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_left_unread_tells_nothing(string name)
    {
        var type = EventNames.Catalogue[name];
        var known = Particulars.None with { Words = "known before" };
        var after = Particulars.Evolve(known, (DomainEvent)SampleEvents.Make(type));
        Assert.True(ReferenceEquals(known, after) || Particulars.Telling.Contains(type));
    }
}
