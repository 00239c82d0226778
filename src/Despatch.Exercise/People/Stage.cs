using Despatch.Exercise.Clients;

namespace Despatch.Exercise.People;

/// <summary>What all people of an exercise share.</summary>
internal sealed class Stage
{
    public Stage(ExerciseOptions options, CommandClient client, ExerciseClock clock)
    {
        Options = options;
        Client = client;
        Clock = clock;
        Handlers = new Desks("handler", "call-handler", options.CallHandlers, clock);
        Despatchers = new Desks("despatcher", "despatcher", options.Despatchers, clock);
        Fleet = new Fleet(this);
        Despatching = new Despatching(this);
        Procedures = new ProcedureWork(client);
        Calls = new CallHandling(this);
        CallsEnd = TimeSpan.FromHours(Math.Min(options.Hours, TimeSpan.FromDays(3650).TotalHours));
        End = CallsEnd + TimeSpan.FromHours(options.Speed is null ? options.DrainHours : 0);
    }

    public ExerciseOptions Options { get; }

    public CommandClient Client { get; }

    public ExerciseClock Clock { get; }

    public Counts Counts { get; } = new();

    public OpenCases Open { get; } = new();

    public Desks Handlers { get; }

    public Desks Despatchers { get; }

    public Fleet Fleet { get; }

    public CallHandling Calls { get; }

    public Despatching Despatching { get; }

    public ProcedureWork Procedures { get; }

    /// <summary>When people stop calling.</summary>
    public TimeSpan CallsEnd { get; }

    /// <summary>When everybody stops.</summary>
    public TimeSpan End { get; }

    /// <summary>Whether everybody goes home.</summary>
    public bool IsOver => Clock.Now >= End;
}
