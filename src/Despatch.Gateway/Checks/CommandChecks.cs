using System.Globalization;
using Despatch.Domain;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Gateway.Checks;

/// <summary>Rules for what accompanies every command, and for times.</summary>
internal static class CommandChecks
{
    // What google.protobuf.Timestamp may hold: the years 1 to 9999.
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    /// <summary>The command's id, its deadline and who asks.</summary>
    public static Domain.CommandContext Command(this Check check, V1.Command? command, Actor by, ServerCallContext call)
    {
        check.Must(command is not null, "command", "must be given: every command carries an id");
        var id = command is null ? "" : check.Id(command.CommandId, "command.command_id");
        var deadline = command?.Deadline is { } given
            ? check.Time(given, "command.deadline")
            : check.Now + check.Options.DefaultDeadline;
        if (check.First is null && deadline < check.Now)
        {
            check.Refuse(new Refusal(
                RefusalCode.CommandExpired, "command.deadline has passed: the command is not carried out.", "command.deadline"));
        }

        return new Domain.CommandContext(id, Earlier(deadline, call.Deadline), by);
    }

    /// <summary>A time that has come, give or take what clocks differ.</summary>
    public static DateTimeOffset PastTime(this Check check, Timestamp? wire, string field)
    {
        check.Must(wire is not null, field, "must be given");
        var time = wire is null ? check.Now : check.Time(wire, field);
        check.Must(
            time <= check.Now + check.Options.ClockTolerance, field,
            $"must not be in the future (more than {check.Options.ClockTolerance.TotalSeconds:0} seconds ahead of the server's clock)");
        return time;
    }

    /// <summary>A time that must be given and is still to come: within a year, since nobody promises further ahead.</summary>
    public static DateTimeOffset FutureTime(this Check check, Timestamp? wire, string field)
    {
        check.Must(wire is not null, field, "must be given");
        var time = wire is null ? check.Now : check.Time(wire, field);
        check.Must(time > check.Now && time <= check.Now.AddYears(1), field, "must be in the future, and within a year");
        return time;
    }

    /// <summary>A day of the calendar, spelt 2026-11-21, in this century.</summary>
    public static DateOnly Day(this Check check, string text, string field)
    {
        var isOne = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2100;
        check.Must(isOne, field, "must be a day of this century, spelt like 2026-11-21");
        return day;
    }

    /// <summary>A role that is senior enough for what no grain decides.</summary>
    public static void AtLeast(this Check check, Actor by, Role role, string what)
    {
        if (!by.IsAtLeast(role))
        {
            check.Refuse(new Refusal(
                RefusalCode.RoleNotAllowed, $"To {what} takes at least the role {Wire.Roles.Write(role)}; {by.Operator} acts as {Wire.Roles.Write(by.Role)}.", "x-role"));
        }
    }

    /// <summary>Any time there is.</summary>
    public static DateTimeOffset Time(this Check check, Timestamp wire, string field)
    {
        var isOne = wire.Seconds is >= FirstSecond and <= LastSecond && wire.Nanos is >= 0 and <= 999_999_999;
        return check.Must(isOne, field, "must be a time in the years 1 to 9999") ? wire.ToDateTimeOffset() : check.Now;
    }

    /// <summary>Nobody waits for an answer after the call's own deadline.</summary>
    private static DateTimeOffset Earlier(DateTimeOffset deadline, DateTime ofCall)
    {
        if (ofCall == DateTime.MaxValue)
        {
            return deadline;
        }

        var other = new DateTimeOffset(ofCall.ToUniversalTime(), TimeSpan.Zero);
        return other < deadline ? other : deadline;
    }
}
