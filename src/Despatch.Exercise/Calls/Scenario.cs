using System.Collections.Immutable;

namespace Despatch.Exercise.Calls;

/// <summary>A kind of thing that people call about.</summary>
/// <param name="OpeningCode">What the incident is called when opened.</param>
/// <param name="Weight">How often, against the others.</param>
/// <param name="Grades">How often it is graded I, S, E and R, against each other.</param>
/// <param name="Words">What callers say; {0} is the street.</param>
/// <param name="ResultCodes">What it may turn out to be.</param>
/// <param name="Threat">The call handler's words on the threat.</param>
/// <param name="Vulnerability">The call handler's words on who is vulnerable.</param>
/// <param name="Skills">What the crew must be able to do, for grade I.</param>
internal sealed record Scenario(
    string OpeningCode,
    int Weight,
    ImmutableArray<int> Grades,
    ImmutableArray<string> Words,
    ImmutableArray<string> ResultCodes,
    string Threat,
    string Vulnerability,
    string Skills = "");

/// <summary>What London calls about. The mix is plausible, not measured; no name or number in it is anybody's.</summary>
internal static class Scenarios
{
    public const string Silent = "70";
    public const string Abandoned = "71";

    public static ImmutableArray<Scenario> All { get; } =
    [
        new("20", 14, [55, 30, 10, 5],
            ["He has hit her and will not leave, {0}",
             "Shouting and screaming next door again, {0}, there are children"],
            ["120", "121"], "partner violent and still there", "children live in the home"),
        new("60", 12, [25, 50, 20, 5], ["Ten or so fighting outside the pub in {0}", "Drunk man shouting at people at the bus stop, {0}"],
            ["160", "190"], "group fighting, no weapon seen", "nobody known to be vulnerable"),
        new("32", 10, [25, 45, 20, 10], ["I have not seen my neighbour for four days, {0}", "My mum is not answering, she lives in {0}"],
            ["132", "135"], "no threat is known", "elderly person living alone"),
        new("01", 8, [50, 35, 12, 3], ["A man has been punched to the ground, {0}", "My son was beaten up on his way home, {0}"],
            ["101", "190"], "attacker may be near", "victim is injured and alone"),
        new("33", 6, [35, 45, 12, 8],
            ["She is walking in the road and talking to herself, {0}",
             "My brother is very unwell and has locked himself in, {0}"],
            ["133", "134"], "may harm himself or others", "person is very unwell"),
        new("34", 3, [90, 10, 0, 0],
            ["He says he will jump, he is on the bridge at {0}",
             "My friend has texted me goodbye, she lives in {0}"],
            ["133", "135"], "person intends to die", "in crisis and alone"),
        new("43", 4, [75, 20, 5, 0],
            ["Somebody is in the shop downstairs with a torch, {0}",
             "I can hear them breaking the back door, {0}"],
            ["103", "190"], "intruders still on premises", "caller is hiding upstairs"),
        new("03", 6, [8, 27, 55, 10],
            ["We came home and the house has been turned over, {0}",
             "My back window is smashed and the laptop is gone, {0}"],
            ["103"], "offenders have gone", "occupier is shaken, not hurt"),
        new("05", 5, [45, 40, 12, 3], ["Two boys on a moped took my phone in {0}", "He showed me a knife and took my bag, {0}"],
            ["105", "190"], "offenders made off minutes ago", "victim is shaken and alone"),
        new("15", 5, [75, 20, 5, 0], ["There is a lad with a big knife in {0}", "They are chasing him with a machete, {0}"],
            ["115", "190"], "knife seen in hand", "young people near by", "taser"),
        new("16", 1, [95, 5, 0, 0], ["I saw a gun in his waistband, {0}", "There were three bangs and people are running, {0}"],
            ["115", "141"], "firearm seen by caller", "many people near by", "firearms"),
        new("50", 4, [70, 25, 5, 0], ["Car hit a cyclist, he is not moving, {0}", "Motorbike and a van, somebody is hurt, {0}"],
            ["150"], "traffic is passing close by", "casualty cannot move"),
        new("51", 3, [2, 20, 38, 40],
            ["He ran into the back of me and is being awkward, {0}",
             "A car has hit mine while it was parked, {0}"],
            ["151", "191"], "no threat is known", "nobody known to be vulnerable"),
        new("63", 8, [2, 20, 38, 40], ["Kids are letting off fireworks in {0}", "Mopeds up and down {0} all evening"],
            ["162", "163", "190"], "nuisance, nobody threatened", "residents are kept awake"),
        new("11", 5, [3, 30, 47, 20], ["They are dealing on the stairs again, {0}", "A car comes each evening and people queue at it, {0}"],
            ["111", "163", "190"], "dealers may be violent", "children use the stairs"),
        new("40", 9, [15, 45, 30, 10], ["A man is trying car doors along {0}", "There is a van going round and round {0}"],
            ["140", "141", "190"], "intentions are not known", "nobody known to be vulnerable"),
        new("30", 5, [15, 55, 25, 5], ["My daughter is 14 and did not come home, we live in {0}", "He has dementia and walked out, {0}"],
            ["130", "131"], "may come to harm outside", "missing person is at risk"),
        new("08", 5, [8, 37, 35, 20], ["We have him at the back of the shop, {0}", "He is filling a bag and laughing at us, {0}"],
            ["107", "190"], "suspect may turn violent", "staff are on their own"),
        new("07", 6, [1, 6, 33, 60], ["My bike was stolen from outside the station, {0}", "A parcel was taken from my doorstep, {0}"],
            ["107", "191"], "offenders have gone", "nobody known to be vulnerable"),
        new("66", 4, [1, 14, 25, 60], ["My landlord has changed the locks, {0}", "The builder wants more money and will not go, {0}"],
            ["166", "191"], "words only so far", "nobody known to be vulnerable"),
        new("45", 4, [20, 60, 15, 5],
            ["Alarm company: personal attack alarm, premises in {0}",
             "Alarm company: two zones activated, premises in {0}"],
            ["145"], "intruders may be inside", "staff may be inside"),
        new("09", 4, [5, 25, 45, 25], ["They have just put my car windows in, {0}", "Somebody sprayed paint over the whole wall, {0}"],
            ["109", "191"], "offenders may be near", "nobody known to be vulnerable"),
    ];

    /// <summary>Of a silent call that a call handler could not resolve.</summary>
    public static Scenario SilentCall { get; } = WithoutWords(Silent);

    /// <summary>Of an abandoned one.</summary>
    public static Scenario AbandonedCall { get; } = WithoutWords(Abandoned);

    /// <summary>Of an officer's emergency, which the system itself opens.</summary>
    public static Scenario Emergency { get; } = new(
        "00", 0, [100, 0, 0, 0], ["Officer needs assistance"], ["101", "199"], "officer is under attack", "officer is on their own");

    private static Scenario WithoutWords(string code) => new(
        code, 0, [30, 60, 10, 0], ["Open line, nobody spoke, noises in the background"], ["170", "171"],
        "not known, nobody spoke", "caller may be unable to speak");
}
