using System.CommandLine;
using Despatch.LoadTests.Claiming;
using Despatch.LoadTests.Deadlines;
using Despatch.LoadTests.Failing;
using Despatch.LoadTests.Fanning;
using Despatch.LoadTests.Intake;
using Despatch.LoadTests.Remembering;
using Despatch.LoadTests.Replaying;
using Despatch.LoadTests.Writing;

var root = new RootCommand("Load tests of Despatch: clients over gRPC (without --target a host of its own is started and measured), and deadlines on virtual time.")
{
    ReplayCommand.Create(),
    ClaimsCommand.Create(),
    HistoryCommand.Create(),
    IntakeCommand.Create(),
    FailoverCommand.Create(),
    RollingCommand.Create(),
    WriteCommand.Create(),
    FanoutCommand.Create(),
    DeadlinesCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
