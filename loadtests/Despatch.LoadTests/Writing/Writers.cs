using Despatch.Exercise.Clients;
using Despatch.V1;
using static Despatch.LoadTests.Requests;

namespace Despatch.LoadTests.Writing;

/// <summary>Clients with an incident each, on which they write one entry after another: over a stream of their own, or in a call each.</summary>
internal sealed class Writers(CommandClient client, IReadOnlyList<string> cads, bool calls)
{
    private const string Words = "The caller says that the men have gone towards the station; no weapons were seen.";

    private static readonly Person Despatcher = new("despatcher-01", "despatcher");

    /// <summary>Opens an incident for each client.</summary>
    /// <param name="client">Through it.</param>
    /// <param name="clients">How many.</param>
    /// <param name="pod">Whose incidents they are; empty: those of nowhere in particular.</param>
    /// <param name="calls">Whether they will write in calls, and not over streams.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Writers> OpenAsync(CommandClient client, int clients, string pod, bool calls, CancellationToken cancel)
    {
        var cads = await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            var open = new OpenIncidentRequest { OpeningCode = "40", Words = "Written on by one client.", Pod = pod, Grade = Grade.Referred };
            var opened = await client.SendAsync("Open", Despatcher, (g, c, o) => g.Incidents.OpenAsync(With(open, r => r.Command = c), o), cancel);
            return opened.Value?.Cad ?? throw new InvalidOperationException($"An incident could not be opened: {opened.Refusal}");
        }));
        return new Writers(client, cads, calls);
    }

    /// <summary>All write for a while, each as fast as it is answered; how long it took.</summary>
    public async Task<TimeSpan> WriteAsync(TimeSpan length, CancellationToken cancel)
    {
        var began = client.Time.GetTimestamp();
        await Task.WhenAll(cads.Select(cad => Task.Run(() => calls ? CallAsync(cad) : StreamAsync(cad), cancel)));
        return client.Time.GetElapsedTime(began);

        async Task StreamAsync(string cad)
        {
            using var entries = new EntryStream(client, Despatcher);
            while (client.Time.GetElapsedTime(began) < length)
            {
                await entries.AddAsync(cad, Words, cancel);
            }

            await entries.CompleteAsync();
        }

        async Task CallAsync(string cad)
        {
            while (client.Time.GetElapsedTime(began) < length)
            {
                var add = new AddEntryRequest { Cad = cad, Words = Words };
                await client.SendAsync("AddEntry", Despatcher, (g, c, o) => g.Incidents.AddEntryAsync(With(add, r => r.Command = c), o), cancel);
            }
        }
    }
}
