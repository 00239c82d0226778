using Despatch.Geography;

namespace Despatch.Pack.Reading;

/// <summary>The rules that <c>force.json</c> keeps, by itself and with the map.</summary>
internal static class ForceRules
{
    public static void Check(ForceFile force, BoroughMap map, PackProblems problems)
    {
        Figures(force, problems);
        Sites(force, problems);
        Pods(force, problems);
        Boroughs(force, map, problems);
        Unique(force.OpeningCodes.Select(c => c.Code), "duplicate-code", "opening code", problems);
        Unique(force.ResultCodes.Select(c => c.Code), "duplicate-code", "result code", problems);
        NotEmpty(force.OpeningCodes.Select(c => (c.Code, c.Meaning)), "opening code", problems);
        NotEmpty(force.ResultCodes.Select(c => (c.Code, c.Meaning)), "result code", problems);
        if (force.OpeningCodes.IsEmpty || force.ResultCodes.IsEmpty)
        {
            problems.Add(ForceFile.File, "no-codes", "a force needs at least one opening code and one result code");
        }
    }

    private static void Figures(ForceFile force, PackProblems problems)
    {
        if (force.PeakCallsAnHour <= 0 || force.BusiestDayCalls <= 0)
        {
            problems.Add(ForceFile.File, "figure-range", "'peakCallsAnHour' and 'busiestDayCalls' must be above 0");
        }

        if (force.QuietHourShare is < 0 or > 1)
        {
            problems.Add(ForceFile.File, "figure-range", $"'quietHourShare' is {force.QuietHourShare}; it must be from 0 to 1");
        }

        if (force.Contacts is not { AnswerWithinSeconds: > 0 and <= 3_600, RingBackTries: >= 1, MisuseFrom: >= 1 })
        {
            problems.Add(
                ForceFile.File, "figure-range",
                "'contacts' must have 'answerWithinSeconds' above 0 and to 3600, 'ringBackTries' and 'misuseFrom' from 1");
        }
    }

    private static void Sites(ForceFile force, PackProblems problems)
    {
        if (force.Sites.IsEmpty)
        {
            problems.Add(ForceFile.File, "no-sites", "a force needs at least one site");
        }

        Unique(force.Sites.Select(s => s.Key), "duplicate-site", "site", problems);
        foreach (var site in force.Sites.Where(s => s.Key.Length == 0 || s.Key.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9')))))
        {
            problems.Add(ForceFile.File, "site-key", $"site '{site.Key}': a key is lower-case letters and digits, because silos' names begin with it");
        }
    }

    private static void Pods(ForceFile force, PackProblems problems)
    {
        var sites = force.Sites.Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        var pods = force.Pods.Select(p => p.Code).ToHashSet(StringComparer.Ordinal);
        Unique(force.Pods.Select(p => p.Code), "duplicate-pod", "pod", problems);
        foreach (var pod in force.Pods)
        {
            if (pod.Code.Length != 2 || !pod.Code.All(c => c is >= 'A' and <= 'Z'))
            {
                problems.Add(ForceFile.File, "pod-code", $"pod '{pod.Code}': a code is two capital letters, because callsigns begin with it");
            }

            if (!sites.Contains(pod.Site))
            {
                problems.Add(ForceFile.File, "unknown-site", $"pod {pod.Code} is at site '{pod.Site}', which is not one of the sites");
            }

            if (pod.Boroughs.IsEmpty)
            {
                problems.Add(ForceFile.File, "pod-without-borough", $"pod {pod.Code} serves no borough");
            }
        }

        if (!pods.Contains(force.UnlocatedPod))
        {
            problems.Add(ForceFile.File, "unknown-pod", $"'unlocatedPod' is '{force.UnlocatedPod}', which is not one of the pods");
        }

        foreach (var area in force.Elsewhere.Where(e => !pods.Contains(e.Pod)))
        {
            problems.Add(ForceFile.File, "unknown-pod", $"{area.Area} is given to pod '{area.Pod}', which is not one of the pods");
        }
    }

    private static void Boroughs(ForceFile force, BoroughMap map, PackProblems problems)
    {
        var owners = force.Pods.SelectMany(p => p.Boroughs.Select(b => (Borough: b, Owner: "pod " + p.Code)))
            .Concat(force.Elsewhere.Select(e => (Borough: e.Area, Owner: e.PolicedBy)))
            .ToLookup(o => o.Borough, o => o.Owner, StringComparer.Ordinal);
        foreach (var owner in owners)
        {
            if (owner.Count() > 1)
            {
                problems.Add(ForceFile.File, "borough-in-two-pods", $"{owner.Key} is served by {string.Join(" and by ", owner)}");
            }

            if (!map.Has(owner.Key))
            {
                problems.Add(ForceFile.File, "unknown-borough", $"{owner.Key} of {owner.First()} is not on the map ({PackReader.MapFile})");
            }
        }

        foreach (var borough in map.Boroughs.Where(b => !owners.Contains(b)))
        {
            problems.Add(ForceFile.File, "borough-without-pod", $"{borough} is on the map ({PackReader.MapFile}) but no pod serves it, nor is it listed under 'elsewhere'");
        }
    }

    private static void Unique(IEnumerable<string> keys, string rule, string what, PackProblems problems)
    {
        foreach (var twice in keys.GroupBy(k => k, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add(ForceFile.File, rule, $"{what} '{twice.Key}' is there {twice.Count()} times");
        }
    }

    private static void NotEmpty(IEnumerable<(string Code, string Meaning)> codes, string what, PackProblems problems)
    {
        foreach (var (code, meaning) in codes.Where(c => string.IsNullOrWhiteSpace(c.Code) || string.IsNullOrWhiteSpace(c.Meaning)))
        {
            problems.Add(ForceFile.File, "code-empty", $"{what} '{code}' with meaning '{meaning}': neither may be empty");
        }
    }
}
