using System.CommandLine;
using Despatch.LoadTests.Claiming;
using Despatch.LoadTests.Failing;
using Despatch.LoadTests.Remembering;
using Despatch.LoadTests.Replaying;

var root = new RootCommand("Load tests of Despatch: clients only, over gRPC. Without --target a host of its own is started and measured.")
{
    ReplayCommand.Create(),
    ClaimsCommand.Create(),
    HistoryCommand.Create(),
    FailoverCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
