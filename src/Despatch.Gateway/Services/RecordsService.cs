using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Records;
using Despatch.EventLog;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.Identity;
using Despatch.Gateway.Reading;
using Despatch.Gateway.Refusals;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Records.</summary>
internal sealed class RecordsService(Checker checker, Desk desk, ReadLog reads, IEventLog log, EventCodec codec) : V1.Records.RecordsBase
{
    private const int MostReports = 100;
    private const int MostReadings = 1_000;
    private const int UsualReadings = 100;

    public override async Task<V1.ReportMisconductResponse> ReportMisconduct(V1.ReportMisconductRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var contact = request.ContactId.Length > 0 ? check.ContactId(request.ContactId, "contact_id") : "";
        var cad = request.Cad.Length > 0 ? check.Cad(request.Cad, "cad") : default;
        var report = new ReportMisconduct(
            contact, cad == default ? "" : cad.Key,
            check.OptionalText(request.Officer, "officer", TextChecks.NameLength), check.Text(request.Words, "words", TextChecks.WordsLength));
        check.Throw();

        var ct = context.CancellationToken;
        if (report.Contact.Length > 0 && !(await desk.ContactAsync(report.Contact, ct)).Exists)
        {
            throw RefusalStatus.Exception(new Refusal(RefusalCode.ContactUnknown, $"There is no contact {report.Contact}.", "contact_id"));
        }

        if (report.Incident.Length > 0 && !(await desk.IncidentAsync(report.Incident, ct)).Exists)
        {
            throw RefusalStatus.Exception(new Refusal(RefusalCode.IncidentUnknown, $"There is no CAD {cad}.", "cad"));
        }

        var answer = await desk.RunAsync(MisconductState.KeyPrefix + command.CommandId, report, command, ct);
        return new V1.ReportMisconductResponse { Position = answer.Position, ReportId = answer.Key };
    }

    public override async Task<V1.CommandReply> TakeMisconduct(V1.TakeMisconductRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var key = check.ReportId(request.ReportId, "report_id");
        var take = new TakeMisconduct(check.Text(request.Words, "words", TextChecks.ReasonLength));
        check.Throw();
        return Reply.Of(await desk.RunAsync(key, take, command, context.CancellationToken));
    }

    public override async Task<V1.MisconductReport> GetMisconduct(V1.GetMisconductRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var key = check.ReportId(request.ReportId, "report_id");
        check.Throw();
        await OnlyProfessionalStandardsAsync(context, key, "get");
        return Write(key, await desk.MisconductAsync(key, context.CancellationToken))
            ?? throw RefusalStatus.Exception(new Refusal(RefusalCode.RecordUnknown, $"There is no report {key}.", "report_id"));
    }

    public override async Task<V1.ListMisconductResponse> ListMisconduct(V1.ListMisconductRequest request, ServerCallContext context)
    {
        await OnlyProfessionalStandardsAsync(context, MisconductState.Tag, "list");
        var ct = context.CancellationToken;
        var response = new V1.ListMisconductResponse();
        foreach (var found in await log.FindAsync(MisconductState.Tag, MostReports, ct))
        {
            response.Reports.Add(Write(found.Stream, await desk.MisconductAsync(found.Stream, ct)));
        }

        return response;
    }

    public override async Task<V1.WhoReadResponse> WhoRead(V1.WhoReadRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var keys = Asked(check, request);
        check.Must(request.Max is >= 0 and <= MostReadings, "max", $"must be 0 to {MostReadings}");
        check.Throw();
        await OnlyProfessionalStandardsAsync(context, keys[0], "who-read");
        await reads.FlushAsync();

        var max = request.Max == 0 ? UsualReadings : request.Max;
        var found = new List<LoggedEvent>();
        foreach (var key in keys)
        {
            found.AddRange(await log.FindAsync(RecordRead.Tag(key), max, context.CancellationToken));
        }

        return new V1.WhoReadResponse
        {
            Readings = { found.DistinctBy(static f => f.Position).OrderByDescending(static f => f.Position).Take(max).Select(Write) },
        };
    }

    private static ImmutableArray<string> Asked(Check check, V1.WhoReadRequest request)
    {
        var given = new[] { request.ContactId.Length > 0, request.Cad.Length > 0, request.ReportId.Length > 0, request.MarkerId.Length > 0, request.Person is not null };
        if (!check.Must(given.Count(static g => g) == 1, "contact_id", "or cad, report_id, marker_id or person must be given, and one of them only"))
        {
            return [""];
        }

        if (request.Person is { } person)
        {
            var keys = CallerKeys.Person(check.Person(person, "person"));
            check.Must(!keys.IsEmpty, "person", "must have an id, or a name and a date of birth: a name alone is borne by many");
            return keys.IsEmpty ? [""] : person.Name.Length > 0 ? keys.Add(CallerKeys.NameAlone(person.Name)) : keys;
        }

        return
        [
            request.ContactId.Length > 0 ? check.ContactId(request.ContactId, "contact_id")
            : request.MarkerId.Length > 0 ? check.MarkerId(request.MarkerId, "marker_id")
            : request.Cad.Length > 0 ? check.Cad(request.Cad, "cad").Key
            : check.ReportId(request.ReportId, "report_id"),
        ];
    }

    /// <summary>A try by anybody else is on record too.</summary>
    private async Task OnlyProfessionalStandardsAsync(ServerCallContext context, string record, string how)
    {
        var by = Caller.Of(context);
        var may = by.IsAtLeast(Role.ProfessionalStandards);
        await reads.NoteAsync(by, record, may ? how : "refused", CallerKeys.IsPerson(record) ? [record] : [], context.CancellationToken);
        if (!may)
        {
            throw RefusalStatus.Exception(new Refusal(
                RefusalCode.RoleNotAllowed, $"That is for professional standards alone; {by.Operator} acts as {Roles.Write(by.Role)}.", "x-role"));
        }
    }

    private static V1.MisconductReport? Write(string key, MisconductState state) => state.Report is not { } report ? null : new()
    {
        ReportId = key,
        ContactId = report.Contact,
        Cad = CadNumber.Spell(report.Incident),
        Officer = report.Officer,
        Words = report.Words,
        ReportedAt = ToWire.Time(report.At),
        ReportedBy = report.By.Operator,
        TakenBy = state.TakenBy,
        TakenAt = ToWire.Time(state.TakenAt),
    };

    private V1.Reading Write(LoggedEvent logged)
    {
        var read = (RecordRead)codec.Decode(logged.Name, logged.Data);
        return new V1.Reading
        {
            At = ToWire.Time(read.At),
            Operator = read.By.Operator,
            Role = Roles.Write(read.By.Role),
            Record = CadNumber.TryFromKey(read.Record, out var cad) ? cad.ToString() : read.Record,
            How = read.How,
        };
    }
}
