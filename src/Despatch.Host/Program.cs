using System.CommandLine;
using Despatch.Host.Commands;

var root = new RootCommand("Despatch: computer-aided despatch for London's police control rooms.")
{
    ServeCommand.Create(),
    DemoCommand.Create(),
    StatusCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
