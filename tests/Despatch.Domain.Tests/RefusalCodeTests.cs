using System.Text.RegularExpressions;

namespace Despatch.Domain.Tests;

/// <summary>The codes are part of the public API: whoever renames or drops one breaks a client.</summary>
public sealed class RefusalCodeTests
{
    private static readonly string[] Published =
    [
        "agency-request-ended",
        "agency-request-exists",
        "agency-request-unknown",
        "agency-requests-remain",
        "already-declared",
        "already-linked",
        "assessment-out-of-date",
        "authority-needed",
        "call-in-progress",
        "code-unchanged",
        "command-central",
        "command-expired",
        "command-held",
        "command-id-reused",
        "command-not-central",
        "contact-ended",
        "contact-exists",
        "contact-unattached",
        "contact-unknown",
        "declaration-stands",
        "force-request-open",
        "force-request-stage",
        "force-request-unknown",
        "grade-unchanged",
        "incident-closed",
        "incident-exists",
        "incident-not-closed",
        "incident-not-graded",
        "incident-unknown",
        "invalid-field",
        "marker-exists",
        "marker-unknown",
        "marker-withdrawn",
        "no-escalation",
        "no-message",
        "not-declared",
        "not-linked",
        "not-resulted",
        "not-tagged",
        "not-the-earlier",
        "nothing-to-review",
        "open-questions-remain",
        "outcome-missing",
        "outcome-not-told",
        "outcome-unknown",
        "person-named",
        "promise-open",
        "promise-unknown",
        "question-ended",
        "question-unknown",
        "reason-needed",
        "record-exists",
        "record-unknown",
        "ring-back-owed",
        "role-not-allowed",
        "status-not-possible",
        "supervisor-needed",
        "too-many-conflicts",
        "unit-already-assigned",
        "unit-booked-on",
        "unit-committed",
        "unit-not-assigned",
        "unit-not-available",
        "unit-not-booked-on",
        "units-committed",
    ];

    private static readonly Regex KebabCase = new("^[a-z]+(-[a-z]+)*$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    [Fact]
    public void Codes_are_spelt_as_they_were_published() =>
        Assert.Equal(Published, Enum.GetValues<RefusalCode>().Select(Refusal.ToWire).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Fact]
    public void Codes_are_words_in_lower_case_joined_by_hyphens() =>
        Assert.All(Enum.GetValues<RefusalCode>().Select(Refusal.ToWire), static code => Assert.True(KebabCase.IsMatch(code), code));

    [Fact]
    public void No_two_codes_are_spelt_alike() =>
        Assert.Distinct(Enum.GetValues<RefusalCode>().Select(Refusal.ToWire), StringComparer.Ordinal);

    [Fact]
    public void A_refusal_says_its_code_its_rule_and_its_field()
    {
        var refused = Assert.IsType<Decision.Refused>(Decision.Refuse(RefusalCode.UnitNotAvailable, "AS21 is on scene.", "callsign"));
        Assert.Equal("unit-not-available", refused.Refusal.WireCode);
        Assert.Equal(("AS21 is on scene.", "callsign"), (refused.Refusal.Message, refused.Refusal.Field));
    }
}
