using System.Runtime.CompilerServices;

namespace Despatch.Pack.Tests;

/// <summary>Loads a small pack of two boroughs, whole and with one thing wrong at a time.</summary>
public sealed class PackLoadTests : IDisposable
{
    private const string LondonFiles = "../../src/Despatch.Pack/London";

    private readonly string _directory = Directory.CreateTempSubdirectory("force-pack-").FullName;

    public PackLoadTests()
    {
        Write("force.json",
            """
            {
              "name": "Riverside Constabulary", "peakCallsAnHour": 60, "busiestDayCalls": 400, "quietHourShare": 0, "unlocatedPod": "WB",
              "contacts": { "answerWithinSeconds": 10, "ringBackTries": 2, "misuseFrom": 5 },
              "sites": [{ "key": "north", "name": "North" }],
              "pods": [{ "code": "WB", "site": "north", "boroughs": ["West"] }, { "code": "EB", "site": "north", "boroughs": ["East"] }],
              "elsewhere": [],
              "openingCodes": [{ "code": "01", "meaning": "Violence" }], "resultCodes": [{ "code": "101", "meaning": "Crime recorded" }]
            }
            """);
        Write("boroughs.geojson",
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"West"},"geometry":{"type":"Polygon","coordinates":[[[0.00,51.50],[0.01,51.50],[0.01,51.51],[0.00,51.51],[0.00,51.50]]]}},
            {"type":"Feature","properties":{"name":"East"},"geometry":{"type":"Polygon","coordinates":[[[0.02,51.50],[0.03,51.50],[0.03,51.51],[0.02,51.51],[0.02,51.50]]]}}
            ]}
            """);
        Write("roster.csv",
            """
            callsign,kind,skills,pod,borough,longitude,latitude,ward,ward_longitude,ward_latitude,ward_radius_m
            WB101,ResponseCar,Taser MethodOfEntry,WB,West,0.005,51.505,,,,
            WB501,SaferNeighbourhoods,,WB,West,0.005,51.505,Mill,0.004,51.504,700
            EB101,AreaCar,Pursuit,EB,East,0.025,51.505,,,,
            """);
        var hours = string.Join(',', Enumerable.Range(0, 24).Select(h => $"h{h:00}"));
        var counts = string.Join(',', Enumerable.Repeat(1, 24));
        string[] days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        Write("demand.csv", $"borough,day,{hours}\n" + string.Concat(days.Select(d => $"West,{d},{counts}\n")));
        Write("places.csv", "borough,longitude,latitude,events\nWest,0.005,51.505,3\n");
        Write("streets.csv", "name,borough,longitude,latitude\nMill Lane,West,0.004,51.504\n");
        Write("central.csv", "code,part\n01,commands\n");
        Write("forces.csv", "code,name,supervisor_number\nhillshire,Hillshire Police,+441632960001\n");
        Write("agencies.csv", "agency,name\nambulance,Ambulance\n");
        Write("supervised.csv", "type,name,codes,risks\nassaults,Assaults,01,\n");
        Write("procedures.csv", "codes,kind,item,to,words,when\n01,question,alive,CallHandler,Alive?,dead\n01,agency,ambulance,,Come,\n01,skill,Taser,,,\n01,outcome,seen,,Seen,\n");
        File.Copy(Path.Combine(SourceFolder(), LondonFiles, "ladder.csv"), Path.Combine(_directory, "ladder.csv"));
        File.Copy(Path.Combine(SourceFolder(), LondonFiles, "escalation.csv"), Path.Combine(_directory, "escalation.csv"));
        File.Copy(Path.Combine(SourceFolder(), LondonFiles, "linking.csv"), Path.Combine(_directory, "linking.csv"));
        File.Copy(Path.Combine(SourceFolder(), LondonFiles, "risk.csv"), Path.Combine(_directory, "risk.csv"));
    }

    [Fact]
    public void An_escalation_policy_is_read_alone_and_told_what_is_wrong_with_it()
    {
        Assert.Equal(2, ForcePack.LoadEscalation(_directory).RuleOf(Domain.Incidents.Grade.Immediate, Domain.Escalation.EscalationClock.NoUnit)!.AfterOf(1).TotalMinutes);
        Change("escalation.csv", "I,no-unit,5min", "I,no-unit,1min");
        var fault = Assert.Throws<PackException>(() => ForcePack.LoadEscalation(_directory));
        Assert.Contains("escalation.csv line 3: step-order", fault.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_directory, "ladder.csv"));
        Assert.Contains(Assert.Throws<PackException>(() => ForcePack.LoadEscalation(_directory)).Problems, p => p is { File: "ladder.csv", Rule: "file-missing" });
    }

    [Fact]
    public void Another_force_loads_its_own_directory()
    {
        var pack = ForcePack.Load(_directory);
        Assert.Equal("Riverside Constabulary", pack.Force.Name);
        Assert.Equal(["WB101", "WB501", "EB101"], pack.Force.Roster.Select(u => u.Callsign));
        Assert.Equal("Mill", pack.Units["WB501"].Ward?.Name);
        Assert.Equal("EB", pack.Resolve(new(0.025, 51.505))?.Pod);
        Assert.Equal(60, pack.Demand.At(0));
        Assert.Equal("", pack.Attribution);
    }

    [Fact]
    public void Lines_may_end_as_on_Windows_or_be_empty()
    {
        Change("roster.csv", "\n", "\r\n");
        Change("streets.csv", "Mill Lane", "\nMill Lane");
        Assert.Equal(3, ForcePack.Load(_directory).Force.Roster.Length);
    }

    [Theory]
    [InlineData("force.json", "\"ringBackTries\": 2", "\"ringBackTries\": 0", "figure-range", "'ringBackTries'")]
    [InlineData("force.json", "\"misuseFrom\": 5", "\"misuseUpto\": 5", "not-a-force", "misuseUpto")]
    [InlineData("force.json", "\"north\", \"boroughs\": [\"West\"]", "\"south\", \"boroughs\": [\"West\"]", "unknown-site", "'south'")]
    [InlineData("force.json", "[\"East\"]", "[\"East\", \"West\"]", "borough-in-two-pods", "West is served by pod WB and by pod EB")]
    [InlineData("force.json", "[\"East\"]", "[]", "borough-without-pod", "East")]
    [InlineData("force.json", "[\"East\"]", "[]", "pod-without-borough", "EB")]
    [InlineData("force.json", "[\"East\"]", "[\"East\", \"Moon\"]", "unknown-borough", "Moon")]
    [InlineData("force.json", "\"unlocatedPod\": \"WB\"", "\"unlocatedPod\": \"XX\"", "unknown-pod", "'XX'")]
    [InlineData("force.json", "\"code\": \"EB\"", "\"code\": \"WB\"", "duplicate-pod", "'WB'")]
    [InlineData("force.json", "\"code\": \"EB\"", "\"code\": \"eb1\"", "pod-code", "'eb1'")]
    [InlineData("force.json", "\"key\": \"north\"", "\"key\": \"North\"", "site-key", "'North'")]
    [InlineData("force.json", "{ \"key\": \"north\", \"name\": \"North\" }", "", "no-sites", "at least one")]
    [InlineData("force.json", "\"quietHourShare\": 0,", "\"quietHourShare\": 2,", "figure-range", "quietHourShare")]
    [InlineData("force.json", "\"peakCallsAnHour\": 60", "\"peakCallsAnHour\": 0", "figure-range", "peakCallsAnHour")]
    [InlineData("force.json", "{ \"code\": \"01\", \"meaning\": \"Violence\" }", "", "no-codes", "opening code")]
    [InlineData("force.json", "\"meaning\": \"Violence\"", "\"meaning\": \" \"", "code-empty", "'01'")]
    [InlineData("force.json", "\"elsewhere\": [],", "", "not-a-force", "elsewhere")]
    [InlineData("force.json", "\"elsewhere\": [],", "\"elsewhere\": [null],", "not-a-force", "null")]
    [InlineData("force.json", "\"elsewhere\": [],", "\"elsewere\": [],", "not-a-force", "elsewere")]
    [InlineData("boroughs.geojson", "FeatureCollection", "Feature", "map-format", "FeatureCollection")]
    [InlineData("roster.csv", "WB501", "WB101", "duplicate-callsign", "line 3: duplicate-callsign: WB101")]
    [InlineData("roster.csv", "EB101", "XB101", "callsign-prefix", "line 4")]
    [InlineData("roster.csv", "AreaCar", "Hovercraft", "unknown-kind", "'Hovercraft'")]
    [InlineData("roster.csv", "AreaCar", "3", "unknown-kind", "'3'")]
    [InlineData("roster.csv", "Pursuit", "Juggling", "unknown-skill", "'Juggling'")]
    [InlineData("roster.csv", "EB,East", "ZZ,East", "unknown-pod", "'ZZ'")]
    [InlineData("roster.csv", "EB,East", "EB,West", "borough-not-in-pod", "'West'")]
    [InlineData("roster.csv", "0.025,51.505", "0.025,951.505", "off-earth", "951.505")]
    [InlineData("roster.csv", "0.025,51.505", "0.005,51.505", "outside-borough", "not in East but in West")]
    [InlineData("roster.csv", "0.025,51.505", "51.505,0.025", "outside-borough", "look exchanged")]
    [InlineData("roster.csv", "0.025,51.505", "here,51.505", "not-a-number", "'here'")]
    [InlineData("roster.csv", "51.504,700", "51.504,0", "ward-radius", "line 3")]
    [InlineData("roster.csv", "Mill,0.004", ",0.004", "field-empty", "'ward'")]
    [InlineData("roster.csv", "WB501,SaferNeighbourhoods", "WB501,FootPatrol", "ward-unexpected", "FootPatrol")]
    [InlineData("roster.csv", "callsign,kind", "kind,callsign", "header", "line 1")]
    [InlineData("roster.csv", "EB101,", "EB101,,", "columns", "found 12")]
    [InlineData("demand.csv", "West,Friday", "West,Someday", "unknown-day", "'Someday'")]
    [InlineData("demand.csv", "West,Friday", "West,Monday", "duplicate-day", "West, Monday")]
    [InlineData("demand.csv", "West,Friday", "West,Monday", "missing-day", "West, Friday")]
    [InlineData("demand.csv", "West,Friday,1", "West,Friday,-1", "not-a-count", "'h00'")]
    [InlineData("demand.csv", "West,Friday", "Moon,Friday", "unknown-borough", "'Moon'")]
    [InlineData("demand.csv", ",1", ",0", "no-demand", "no event")]
    [InlineData("places.csv", "West,0.005,51.505,3", "", "demand-without-place", "West")]
    [InlineData("places.csv", "51.505,3", "51.505,0", "place-without-event", "line 2")]
    [InlineData("streets.csv", "Mill Lane,West", "Mill Lane,East", "outside-borough", "not in East but in West")]
    [InlineData("ladder.csv", "supervisor,Supervisor", "supervisor,Sheriff", "unknown-role", "line 3: unknown-role: 'role' is 'Sheriff'")]
    [InlineData("ladder.csv", "despatcher,Despatcher", "despatcher,Crew", "unknown-role", "'Crew'")]
    [InlineData("ladder.csv", "ChiefInspector,own,", "ChiefInspector,own,supervisor", "ladder-loop", "line 6: ladder-loop: 'next' is 'supervisor'")]
    [InlineData("ladder.csv", "Despatcher,own,supervisor", "Despatcher,own,duty-officer", "ladder-gap", "line 3: ladder-gap: rung 'supervisor'")]
    [InlineData("ladder.csv", "own,neighbours", "own,nobody", "unknown-rung", "line 3: unknown-rung: 'next' is 'nobody'")]
    [InlineData("ladder.csv", "Despatcher,own", "Despatcher,moon", "unknown-place", "'moon'")]
    [InlineData("ladder.csv", "supervisor,Supervisor", "despatcher,Supervisor", "duplicate-rung", "line 3")]
    [InlineData("linking.csv", "near-metres,150", "near-metres,501", "out-of-range", "line 2: out-of-range: 'value' of near-metres is 501")]
    [InlineData("linking.csv", "near-metres,150", "near-metres,far", "not-a-number", "line 2")]
    [InlineData("linking.csv", "offered-at-most,10", "offered-at-most,1.5", "not-a-count", "line 5")]
    [InlineData("linking.csv", "offered-at-most,10", "offered-at-most,0", "out-of-range", "line 5")]
    [InlineData("linking.csv", "weight-number,0.75", "weight-number,1.1", "out-of-range", "weight-number is 1.1")]
    [InlineData("linking.csv", "weight-number", "weight-star-sign", "unknown-rule", "'weight-star-sign'")]
    [InlineData("linking.csv", "weight-number,0.75\n", "", "rule-missing", "there is no line for weight-number")]
    [InlineData("linking.csv", "near-minutes,30", "near-metres,30", "duplicate-rule", "line 3")]
    [InlineData("central.csv", "01,", "99,", "unknown-code", "line 2: unknown-code: 'code' is '99'")]
    [InlineData("central.csv", "commands", "watches", "unknown-part", "line 2: unknown-part: 'part' is 'watches'")]
    [InlineData("central.csv", "01,commands", "01,commands\n01,coordinates", "duplicate-code", "line 3: duplicate-code")]
    [InlineData("forces.csv", "hillshire,H", "Hillshire,H", "force-code", "line 2: force-code: 'code' is 'Hillshire'")]
    [InlineData("forces.csv", "hillshire,H", ",H", "field-empty", "line 2: field-empty: 'code'")]
    [InlineData("forces.csv", "+441632960001", "01632960001", "telephone-number", "line 2: telephone-number: 'supervisor_number' is '01632960001'")]
    [InlineData("forces.csv", "Hillshire Police", "Riverside Constabulary", "own-force", "line 2: own-force")]
    [InlineData("forces.csv", "+441632960001\n", "+441632960001\nhill,Hillshire Police,+441632960002\n", "duplicate-force", "line 3: duplicate-force")]
    [InlineData("risk.csv", "flag,rail-risk", "flags,rail-risk", "unknown-list", "line 3: unknown-list: 'list' is 'flags'")]
    [InlineData("risk.csv", "flag,rail-risk", "flag,threat-to-life", "duplicate-code", "line 3: duplicate-code: flag 'threat-to-life'")]
    [InlineData("risk.csv", "rail-risk,I", "rail-risk,X", "unknown-grade", "line 3: unknown-grade: 'proposes' is 'X'")]
    [InlineData("risk.csv", "rail-risk,I,,", "rail-risk,I,7,", "must-be-empty", "line 3: must-be-empty: a flag has no 'warn_days'")]
    [InlineData("risk.csv", "special-scheme,I,14", "special-scheme,I,0", "not-days", "'0'")]
    [InlineData("risk.csv", "flag,rail-risk", "flag,Rail Risk", "code-form", "'Rail Risk'")]
    [InlineData("risk.csv", "check,pnd,,", "check,pnd,I,", "must-be-empty", "a check has no 'proposes'")]
    [InlineData("risk.csv", "Somebody is or may be on the railway", "", "field-empty", "'meaning'")]
    [InlineData("escalation.csv", "I,no-unit,2min", "X,no-unit,2min", "unknown-grade", "line 2: unknown-grade: 'grade' is 'X'")]
    [InlineData("escalation.csv", "I,no-unit,2min", "R,no-unit,2min", "unknown-grade", "'R'")]
    [InlineData("escalation.csv", "I,no-unit,2min", "I,tea,2min", "unknown-clock", "'tea'")]
    [InlineData("escalation.csv", "2min,despatcher", "2min,mayor", "unknown-rung", "line 2: unknown-rung: 'to' is 'mayor'")]
    [InlineData("escalation.csv", "I,no-unit,2min", "I,no-unit,0min", "not-a-time", "'0min'")]
    [InlineData("escalation.csv", "I,no-unit,2min", "I,no-unit,50%", "not-a-time", "'50%'")]
    [InlineData("escalation.csv", "I,no-unit,2min", "I,no-unit,++2min", "not-a-time", "'++2min'")]
    [InlineData("escalation.csv", "I,target,80%", "I,target,180%", "not-a-time", "line 7")]
    [InlineData("escalation.csv", "I,no-unit,5min", "I,no-unit,1min", "step-order", "line 3")]
    [InlineData("escalation.csv", "I,no-unit,5min", "I,no-unit,+5min", "step-after-repeat", "line 4")]
    [InlineData("escalation.csv", "5min,supervisor", "5min,neighbours", "escalation-gap", "line 3: escalation-gap: 'to' is 'neighbours', but nobody tells 'supervisor'")]
    [InlineData("escalation.csv", "10min,neighbours", "10min,despatcher", "escalation-loop", "line 4: escalation-loop: 'to' is 'despatcher'")]
    [InlineData("escalation.csv", "I,no-unit,+15min,duty-officer\n", "", "escalation-gap", "line 4: escalation-gap: the clock no-unit must go on")]
    [InlineData("escalation.csv", "I,no-unit,+15min,duty-officer", "I,no-unit,+15min,neighbours", "escalation-gap", "must reach 'duty-officer'")]
    [InlineData("escalation.csv", "I,target,100%", "I,target,90%", "escalation-gap", "line 8: escalation-gap: the last step of a target")]
    [InlineData("escalation.csv", "E,target,+1440min,duty-officer\n", "", "escalation-gap", "line 20: escalation-gap: a broken promise")]
    [InlineData("escalation.csv", "S,target,+15min,duty-officer\n", "", "escalation-gap", "line 16: escalation-gap: a broken promise")]
    [InlineData("escalation.csv", "ungraded,grading,+15min,duty-officer\n", "", "escalation-gap", "the clock grading must go on")]
    [InlineData("escalation.csv", "R,review,+1440min,duty-officer", "R,review,+1440min,supervisor", "escalation-gap", "must reach 'duty-officer'")]
    [InlineData("escalation.csv", "ungraded,grading", "I,grading", "unknown-grade", "'grade' is 'I'; it must be one of ungraded")]
    [InlineData("escalation.csv", "E,review", "ungraded,review", "unknown-grade", "'ungraded'")]
    [InlineData("escalation.csv", "R,review,240min", "R,review,50%", "not-a-time", "'50%'")]
    [InlineData("escalation.csv", "I,no-unit", "E,no-unit", "escalation-gap", "grade I has no step of clock no-unit")]
    [InlineData("procedures.csv", "01,agency", "77,agency", "unknown-code", "line 3: unknown-code: '77'")]
    [InlineData("procedures.csv", "01,agency", ",agency", "field-empty", "line 3: field-empty: 'codes'")]
    [InlineData("procedures.csv", "agency,ambulance", "agency,circus", "unknown-agency", "line 3: unknown-agency: 'circus'")]
    [InlineData("procedures.csv", "skill,Taser", "skill,Juggling", "unknown-skill", "line 4: unknown-skill: 'Juggling'")]
    [InlineData("procedures.csv", "alive,CallHandler", "alive,Mayor", "unknown-role", "line 2: unknown-role: 'to' is 'Mayor'")]
    [InlineData("procedures.csv", "01,outcome", "01,promise", "unknown-kind", "line 5: unknown-kind: 'kind' is 'promise'")]
    [InlineData("procedures.csv", "Alive?,dead", "Alive?,Dead!", "not-a-word", "line 2: not-a-word: 'when' has 'Dead!'")]
    [InlineData("procedures.csv", "outcome,seen", "outcome,Seen it", "not-a-key", "line 5: not-a-key: 'Seen it'")]
    [InlineData("procedures.csv", "Seen,", "Seen,seen", "outcome-when", "line 5")]
    [InlineData("procedures.csv", "Alive?", "", "field-empty", "line 2: field-empty: 'words'")]
    [InlineData("procedures.csv", "01,outcome,seen,,Seen,", "01,agency,ambulance,,Come,", "duplicate-item", "line 5: duplicate-item: code 01 has agency 'ambulance'")]
    [InlineData("agencies.csv", "ambulance,Ambulance", "ambulance,Ambulance\nambulance,Again", "duplicate-agency", "line 3")]
    [InlineData("supervised.csv", "Assaults,01,", "Assaults,01,bad-luck", "unknown-risk", "line 2: unknown-risk: 'bad-luck'")]
    [InlineData("supervised.csv", "Assaults,01,", "Assaults,02,", "unknown-code", "line 2: unknown-code: '02'")]
    [InlineData("supervised.csv", "Assaults,01,", "Assaults,01,\nassaults,Again,,", "duplicate-type", "line 3: duplicate-type: supervised type 'assaults'")]
    public void What_is_wrong_is_told_with_its_file_and_rule(string file, string right, string wrong, string rule, string said)
    {
        Change(file, right, wrong);
        var fault = Assert.Throws<PackException>(() => ForcePack.Load(_directory));
        Assert.Contains(fault.Problems, p => p.Rule == rule && (p.File == file || (file == "demand.csv" && p.File == "places.csv")));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("force.json")]
    [InlineData("boroughs.geojson")]
    [InlineData("roster.csv")]
    [InlineData("forces.csv")]
    [InlineData("central.csv")]
    [InlineData("demand.csv")]
    [InlineData("places.csv")]
    [InlineData("streets.csv")]
    [InlineData("ladder.csv")]
    [InlineData("escalation.csv")]
    [InlineData("agencies.csv")]
    [InlineData("supervised.csv")]
    [InlineData("procedures.csv")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(_directory, file));
        var fault = Assert.Throws<PackException>(() => ForcePack.Load(_directory));
        Assert.Contains(fault.Problems, p => p.File == file && p.Rule == "file-missing");
    }

    [Fact]
    public void All_problems_of_a_stage_are_told_at_once()
    {
        Change("roster.csv", "AreaCar", "Hovercraft");
        Change("streets.csv", "51.504", "far");
        var fault = Assert.Throws<PackException>(() => ForcePack.Load(_directory));
        Assert.Equal(["unknown-kind", "not-a-number"], fault.Problems.Select(p => p.Rule));
        Assert.StartsWith($"The force pack '{_directory}' cannot be used:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_of_problems_is_cut_short_in_the_message_only()
    {
        Write("streets.csv", "name,borough,longitude,latitude\n" + string.Concat(Enumerable.Repeat("A Road,Moon,0,0\n", 50)));
        var fault = Assert.Throws<PackException>(() => ForcePack.Load(_directory));
        Assert.Equal(50, fault.Problems.Length);
        Assert.EndsWith("and 30 more", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Londons_files_load_from_a_directory_as_they_do_built_in()
    {
        var fromDisk = ForcePack.Load(Path.Combine(SourceFolder(), LondonFiles));
        Assert.Equal(ForcePack.London.Force.Roster.Select(u => u.Callsign), fromDisk.Force.Roster.Select(u => u.Callsign));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_directory, file), text);

    private void Change(string file, string right, string wrong)
    {
        var path = Path.Combine(_directory, file);
        var text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));
    }
}
