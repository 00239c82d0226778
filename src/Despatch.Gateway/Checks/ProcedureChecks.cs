using Despatch.Domain;
using Despatch.Domain.Procedures;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Checks;

/// <summary>Rules for what a procedure names.</summary>
internal static class ProcedureChecks
{
    /// <summary>A role that somebody can be asked in.</summary>
    public static Role Role(this Check check, string name, string field)
    {
        var role = Roles.Read(name);
        check.Must(role is not null, field, $"must be one of {Roles.Names}");
        return role ?? Domain.Role.CallHandler;
    }

    /// <summary>The key of an agency of the force.</summary>
    public static string Agency(this Check check, string key, string field)
    {
        check.Must(check.Pack.Procedures.Agencies.ContainsKey(key), field, "must be an agency of the force");
        return key;
    }

    /// <summary>The key of a supervised type of the force.</summary>
    public static string SupervisedType(this Check check, string key, string field)
    {
        check.Must(check.Pack.Procedures.SupervisedTypes.ContainsKey(key), field, "must be a supervised type of the force");
        return key;
    }

    /// <summary>What an agency's words amount to; it must be said.</summary>
    public static AgencyReply AgencyReply(this Check check, V1.AgencyReply wire, string field)
    {
        var reply = ProcedureRows.Read(wire);
        check.Must(
            reply is not null, field, "must be AGENCY_REPLY_NONE, AGENCY_REPLY_PUT_OFF, AGENCY_REPLY_AGREED or AGENCY_REPLY_REFUSED");
        return reply ?? Domain.Procedures.AgencyReply.None;
    }
}
