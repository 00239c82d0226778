using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Pods;
using Despatch.Geography;

namespace Despatch.Pack.Reading;

/// <summary>
/// Reads a pack and checks its rules: first the force and the map, which all else refers to, then the files that refer to them.
/// </summary>
internal static class PackReader
{
    public const string MapFile = "boroughs.geojson";
    public const string AttributionFile = "ATTRIBUTION.md";

    public static ForcePack Read(IPackFiles files)
    {
        var problems = new PackProblems(files.Name);
        string? Text(string file) => TryRead(files, file, problems);

        var force = ForceFile.Read(Text(ForceFile.File), problems);
        var map = Map(Text(MapFile), problems);
        if (force is not null && map is not null)
        {
            ForceRules.Check(force, map, problems);
        }

        problems.ThrowIfAny();
        var roster = new RosterFile(force!, map!, problems).Read(Text(RosterFile.File));
        var demandFiles = new DemandFiles(force!, map!, problems);
        var demand = demandFiles.Demand(Text(DemandFiles.EventsFile), Text(DemandFiles.PlacesFile));
        var streets = demandFiles.Streets(Text(DemandFiles.StreetsFile));
        var escalation = Escalation(Text, problems);
        var linking = new LinkingFile(problems).Read(Text(LinkingFile.File));
        var command = new CentralFile(force!, problems).Read(Text(CentralFile.File));
        var others = new ForcesFile(force!, problems).Read(Text(ForcesFile.File));
        var risk = new RiskFile(problems).Read(Text(RiskFile.File));
        var procedures = new ProcedureFiles(force!, risk, problems).Read(
            Text(ProcedureFiles.AgenciesFile), Text(ProcedureFiles.SupervisedFile), Text(ProcedureFiles.File));
        var attribution = Text(AttributionFile) ?? "";
        problems.ThrowIfAny();
        return new ForcePack(
            new Force(force!.Name, force.Sites, force.Pods, force.UnlocatedPod, force.OpeningCodes, force.ResultCodes, roster)
            {
                Contacts = new ContactPolicy(
                    TimeSpan.FromSeconds(force.Contacts.AnswerWithinSeconds), force.Contacts.RingBackTries, force.Contacts.MisuseFrom),
            },
            map!, force.Elsewhere, demand!, streets, escalation!, linking!, others, procedures, command, attribution)
        {
            Risk = risk,
        };
    }

    /// <summary>Reads the escalation policy alone.</summary>
    public static EscalationPolicy ReadEscalation(IPackFiles files)
    {
        var problems = new PackProblems(files.Name);
        var policy = Escalation(file => TryRead(files, file, problems), problems);
        problems.ThrowIfAny();
        return policy!;
    }

    private static EscalationPolicy? Escalation(Func<string, string?> text, PackProblems problems)
    {
        var ladder = new LadderFile(problems).Read(text(LadderFile.File));
        var steps = text(EscalationFile.File);
        return ladder.IsEmpty ? null : new EscalationFile(ladder, problems).Read(steps);
    }

    private static string? TryRead(IPackFiles files, string file, PackProblems problems)
    {
        try
        {
            return files.Read(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(file, "file-unreadable", fault.Message);
            return "";
        }
    }

    private static BoroughMap? Map(string? geoJson, PackProblems problems)
    {
        if (geoJson is null)
        {
            problems.Add(MapFile, "file-missing", "the pack has no such file");
            return null;
        }

        try
        {
            return BoroughMap.FromGeoJson(geoJson);
        }
        catch (MapFormatException fault)
        {
            problems.Add(MapFile, "map-format", fault.Message);
            return null;
        }
    }
}
