using System.CommandLine;
using Despatch.Host.Commands;
using Despatch.Host.Serving;

var root = new RootCommand("Despatch: computer-aided despatch for London's police control rooms.")
{
    ServeCommand.Create(),
    DemoCommand.Create(),
    UpCommand.Create(),
    StatusCommand.Create(),
    MarkersCommand.Create(),
};

// By itself it would end the process two seconds after SIGTERM, drained or not.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = SiloHost.StopWithin });
