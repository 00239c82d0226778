using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>One start of a silo as the table has it.</summary>
internal sealed record MembershipRow(
    SiloAddress Address, string Name, SiloStatus Status, IReadOnlyList<(SiloAddress Voter, DateTime At)> Votes, DateTime Started, DateTime Alive)
{
    /// <summary>On its way in or a full member.</summary>
    public bool IsIn => Status is SiloStatus.Joining or SiloStatus.Active;
}

/// <summary>
/// The membership of a cluster in a database, through the statements of OrleansQuery with upstream's names of parameters and columns. Every
/// change names the version that it was decided on; one of two changes at once is turned down.
/// </summary>
internal sealed class MembershipTable(AdoNetQueries queries, string cluster)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.fff 'GMT'";

    public Task InitializeAsync() => queries.RunAsync("InsertMembershipVersionKey", Cluster, static _ => 0);

    public async Task<(int Version, List<MembershipRow> Rows)> ReadAsync()
    {
        var rows = await queries.RunAsync("MembershipReadAllKey", Cluster, static reader => (Version: Number(reader, "Version"), Row: Read(reader)));
        return (rows.Count > 0 ? rows[0].Version : 0, rows.Select(r => r.Row).OfType<MembershipRow>().ToList());
    }

    public async Task<bool> InsertAsync(MembershipRow row, int version)
    {
        var done = await queries.RunAsync(
            "InsertMembershipKey",
            command =>
            {
                Put(command, row, version);
                AdoNetQueries.Add(command, "SiloName", DbType.String, row.Name);
                AdoNetQueries.Add(command, "HostName", DbType.String, Dns.GetHostName());
                AdoNetQueries.Add(command, "StartTime", DbType.DateTime, row.Started);
                AdoNetQueries.Add(command, "ProxyPort", DbType.Int32, 0);
            },
            static reader => Convert.ToBoolean(reader.GetValue(0), CultureInfo.InvariantCulture));
        return done is [true];
    }

    public async Task<bool> UpdateAsync(MembershipRow row, int version)
    {
        var votes = string.Join('|', row.Votes.Select(v => $"{v.Voter.ToParsableString()},{v.At.ToString(TimeFormat, CultureInfo.InvariantCulture)}"));
        var done = await queries.RunAsync(
            "UpdateMembershipKey",
            command =>
            {
                Put(command, row, version);
                AdoNetQueries.Add(command, "SuspectTimes", DbType.String, votes);
            },
            static reader => Convert.ToBoolean(reader.GetValue(0), CultureInfo.InvariantCulture));
        return done is [true];
    }

    public Task AliveAsync(SiloAddress silo, DateTime now) => queries.RunAsync(
        "UpdateIAmAlivetimeKey",
        command =>
        {
            Cluster(command);
            Address(command, silo);
            AdoNetQueries.Add(command, "IAmAliveTime", DbType.DateTime, now);
        },
        static _ => 0);

    private static MembershipRow? Read(DbDataReader reader)
    {
        if (reader.IsDBNull(reader.GetOrdinal("StartTime")))
        {
            return null;
        }

        var suspects = reader.GetOrdinal("SuspectTimes");
        return new MembershipRow(
            SiloAddress.New(IPAddress.Parse(reader.GetString(reader.GetOrdinal("Address"))), Number(reader, "Port"), Number(reader, "Generation")),
            reader.GetString(reader.GetOrdinal("SiloName")),
            (SiloStatus)Number(reader, "Status"),
            reader.IsDBNull(suspects) ? [] : Votes(reader.GetString(suspects)),
            Time(reader, "StartTime"),
            Time(reader, "IAmAliveTime"));
    }

    private static List<(SiloAddress Voter, DateTime At)> Votes(string text) => text
        .Split('|', StringSplitOptions.RemoveEmptyEntries)
        .Select(vote => vote.Split(','))
        .Select(parts => (
            SiloAddress.FromParsableString(parts[0]),
            DateTime.ParseExact(parts[1], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)))
        .ToList();

    private static int Number(DbDataReader reader, string column) =>
        Convert.ToInt32(reader.GetValue(reader.GetOrdinal(column)), CultureInfo.InvariantCulture);

    private static DateTime Time(DbDataReader reader, string column) =>
        DateTime.SpecifyKind(reader.GetDateTime(reader.GetOrdinal(column)), DateTimeKind.Utc);

    private static void Address(DbCommand command, SiloAddress silo)
    {
        AdoNetQueries.Add(command, "Address", DbType.AnsiString, silo.Endpoint.Address.ToString());
        AdoNetQueries.Add(command, "Port", DbType.Int32, silo.Endpoint.Port);
        AdoNetQueries.Add(command, "Generation", DbType.Int32, silo.Generation);
    }

    private void Cluster(DbCommand command) => AdoNetQueries.Add(command, "DeploymentId", DbType.String, cluster);

    private void Put(DbCommand command, MembershipRow row, int version)
    {
        Cluster(command);
        Address(command, row.Address);
        AdoNetQueries.Add(command, "Status", DbType.Int32, (int)row.Status);
        AdoNetQueries.Add(command, "IAmAliveTime", DbType.DateTime, row.Alive);
        AdoNetQueries.Add(command, "Version", DbType.Int32, version);
    }
}
