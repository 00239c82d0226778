namespace Despatch.Gateway.Tests.Reports;

/// <summary>Bad requests for reports.</summary>
internal static class BadReports
{
    public static IReadOnlyList<BadRequest> All { get; } =
    [
        Of("a report on no day", "first_day", "", "2026-11-21"),
        Of("a report on a day of no form", "last_day", "2026-11-21", "21/11/2026"),
        Of("a report on a day that never was", "first_day", "2026-02-30", "2026-03-01"),
        Of("a report that ends before it begins", "last_day", "2026-11-02", "2026-11-01"),
        Of("a report on nine days", "last_day", "2026-11-01", "2026-11-09"),
        Of("a report on the future", "last_day", "2099-11-01", "2099-11-02"),
    ];

    private static BadRequest Of(string name, string field, string first, string last) => BadRequests.Of(name, field, g =>
        new V1.Reports.ReportsClient(g.Channel).MeasureAsync(new V1.MeasureRequest { FirstDay = first, LastDay = last }, GatewayFixture.AsSupervisor));
}
