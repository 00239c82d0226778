using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using System.Reflection;
using Despatch.LocalCluster;
using Despatch.Pack;
using Grpc.Core;
using Grpc.Net.Client;

namespace Despatch.Host.Commands;

/// <summary>
/// <c>up</c>: a whole cluster on this machine, a silo process a site, with a PostgreSQL of its own unless one is named. Shows the silos' state as
/// it changes, starts one that ended anew as a service manager would, and stops all of it. Exit codes: 0 it was stopped; 2 it could not start.
/// </summary>
internal static class UpCommand
{
    private const int BadSurroundings = 2;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private static readonly Option<string> EnvironmentName = new("--environment")
    {
        Description = "Development takes x-operator and x-role at their word: nobody but this machine can call. Any other environment refuses them.",
        DefaultValueFactory = _ => "Development",
    };

    public static Command Create()
    {
        var command = new Command("up", "Starts a cluster of three sites on this machine, each a process of its own, and shows its state until stopped.")
        {
            ServeCommand.Listen, SiteArguments.Postgres, EnvironmentName, ServeCommand.Verbosity,
        };
        command.SetAction((parsed, ct) =>
        {
            var listen = parsed.GetValue(ServeCommand.Listen)!;
            var options = new LocalClusterOptions
            {
                HostPath = Assembly.GetExecutingAssembly().Location,
                Sites = [.. ForcePack.London.Force.Sites.Select(s => s.Key)],
                Postgres = parsed.GetValue(SiteArguments.Postgres) is { Length: > 0 } given ? given : null,
                FirstPort = listen.Port,
                Environment = parsed.GetValue(EnvironmentName)!,
                OnError = (silo, line) => Console.Error.WriteLine($"{silo,-10} {line}"),
                More = ["--log", parsed.GetValue(ServeCommand.Verbosity).ToString()],
            };
            return Problems.ReportAsync(() => RunAsync(options, ct));
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(ServeCommand.Listen) is { } listen && !IPAddress.IsLoopback(listen.Address))
            {
                result.AddError("--listen must be an address of this machine alone (127.0.0.1): up is for one machine.");
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(LocalClusterOptions options, CancellationToken ct)
    {
        var time = TimeProvider.System;
        ClusterProcesses cluster;
        try
        {
            cluster = await ClusterProcesses.StartAsync(options, time, ct);
        }
        catch (LocalProcessException failed)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return BadSurroundings;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }

        await using (cluster)
        {
            foreach (var silo in cluster.Silos)
            {
                Console.WriteLine($"{silo.Site,-8} {silo.Gateway} process {silo.Process.Id}");
            }

            Console.WriteLine($"ready    database {(cluster.Postgres is { } own ? $"of its own on port {own.Port}, gone at the end" : "as named")}");
            await WatchAsync(cluster, time, ct);
            Console.WriteLine("stopping");
        }

        Console.WriteLine("stopped");
        return 0;
    }

    private static async Task WatchAsync(ClusterProcesses cluster, TimeProvider time, CancellationToken ct)
    {
        var shown = cluster.Silos.ToDictionary(s => s.Name, _ => "", StringComparer.Ordinal);
        var channels = cluster.Silos.Select(s => GrpcChannel.ForAddress(s.Gateway)).ToImmutableArray();
        try
        {
            while (!ct.IsCancellationRequested)
            {
                foreach (var (name, state) in await StatesAsync(cluster, channels, time, ct))
                {
                    if (!string.Equals(shown[name], state, StringComparison.Ordinal))
                    {
                        shown[name] = state;
                        Console.WriteLine($"{time.GetUtcNow():HH:mm:ss} {name,-10} {state}");
                    }
                }

                foreach (var ended in cluster.Silos.Where(s => !s.Runs))
                {
                    ended.Start();
                }

                await Task.Delay(Look, time, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped, as it should be.
        }
        finally
        {
            foreach (var channel in channels)
            {
                channel.Dispose();
            }
        }
    }

    // What the processes are, and what the first gateway that answers says of the silos.
    private static async Task<IEnumerable<(string Name, string State)>> StatesAsync(
        ClusterProcesses cluster, ImmutableArray<GrpcChannel> channels, TimeProvider time, CancellationToken ct)
    {
        V1.ClusterStatus? status = null;
        for (var i = 0; i < channels.Length && status is null; i++)
        {
            status = cluster.Silos[i].Runs ? await AskAsync(channels[i], time, ct) : null;
        }

        return cluster.Silos.Select(silo =>
        {
            var told = status?.Silos.FirstOrDefault(s => string.Equals(s.Name, silo.Name, StringComparison.Ordinal));
            var process = silo.Runs ? $"process {silo.Process.Id}" : "ended";
            return (silo.Name, $"{told?.Status ?? "unknown"}, {process}{(told is { BoardPosition: < 0 } ? ", does not answer" : "")}");
        });
    }

    private static async Task<V1.ClusterStatus?> AskAsync(GrpcChannel channel, TimeProvider time, CancellationToken ct)
    {
        try
        {
            var headers = new Metadata { { "x-operator", Environment.UserName }, { "x-role", "supervisor" } };
            return await new V1.Cluster.ClusterClient(channel).GetStatusAsync(
                new V1.GetStatusRequest(), headers, time.GetUtcNow().UtcDateTime + AnswerWithin, ct);
        }
        catch (RpcException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        catch (RpcException)
        {
            throw new OperationCanceledException(ct);
        }
    }
}
