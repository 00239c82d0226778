using Despatch.Domain;
using Despatch.Domain.MissingPersons;

namespace Despatch.Gateway.History;

/// <summary>Requests between forces in words; null for any other fact.</summary>
internal static class ForceWords
{
    public static string? Of(DomainEvent fact) => fact switch
    {
        ForceRequested e => $"{e.Request}: {Who(e)} {What(e.Kind)}, by {How(e.Notice)}: {e.Words}",
        ForceRequestAcknowledged e => $"{e.Request} was acknowledged by telephone with {e.Name}: {e.Words}",
        ForceRequestEscalated e => $"{e.Request} was put to {Rank(e.To)}, {e.Ours} here and {e.Theirs} there: {e.Words}",
        ForceRequestDecided { Accepted: true } e => $"{e.Request} was accepted by {e.DecidedBy} ({Rank(e.Rank)}){Because(e.Rationale)}.",
        ForceRequestDecided e => $"{e.Request} was refused by {e.DecidedBy} ({Rank(e.Rank)}){Because(e.Rationale)}.",
        ForceRequestWithdrawn e => $"{e.Request} was withdrawn{Because(e.Reason)}.",
        _ => null,
    };

    private static string Who(ForceRequested e) => e.Direction == ForceDirection.ToForce ? $"{e.Force} was asked" : $"{e.Force} asked this force";

    private static string What(ForceRequestKind kind) => kind == ForceRequestKind.Transfer ? "to take the investigation over" : "for enquiries";

    private static string How(ForceNotice notice) => notice switch
    {
        ForceNotice.Email => "email",
        ForceNotice.CommandLog => "command and control log",
        ForceNotice.TransferForm => "the national transfer form",
        _ => throw new ArgumentException($"There are no words for {notice}.", nameof(notice)),
    };

    private static string Rank(Role role) => role switch
    {
        Role.DutyOfficer => "inspector",
        Role.ChiefInspector => "chief inspector",
        _ => Wire.Roles.Write(role),
    };

    private static string Because(string reason) => reason.Length > 0 ? $" because: {reason}" : "";
}
