using System.Collections.Concurrent;
using System.Reflection;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Records;
using Despatch.Domain.Units;
using Despatch.Grains;
using Orleans;

namespace Despatch.Gateway.Tests.Fakes;

/// <summary>What a grain was asked to do.</summary>
public sealed record Asked(string Key, object Command, CommandContext Context);

/// <summary>Grains without a cluster: they answer as the test says and remember what they were asked. Thread-safe.</summary>
public sealed class FakeGrains
{
    private readonly ConcurrentQueue<Asked> _asked = new();

    public IReadOnlyList<Asked> Commands => [.. _asked];

    public Func<Asked, Task<Answer>> Execute { get; set; } = asked => Task.FromResult(Answer.Done(7, asked.Key));

    public ConcurrentDictionary<string, object> States { get; } = new(StringComparer.Ordinal);

    public void Forget()
    {
        _asked.Clear();
        States.Clear();
        Execute = asked => Task.FromResult(Answer.Done(7, asked.Key));
    }

    public IGrainFactory Factory()
    {
        var factory = DispatchProxy.Create<IGrainFactory, Proxy>();
        ((Proxy)(object)factory).Call = (method, arguments) =>
            method.Name is "GetGrain" && arguments is [string key, ..]
                ? Grain(method.GetGenericArguments()[0], key)
                : throw new NotSupportedException(method.Name);
        return factory;
    }

    private object Grain(Type type, string key)
    {
        var grain = DispatchProxy.Create(type, typeof(Proxy));
        ((Proxy)grain).Call = (method, arguments) => method.Name switch
        {
            "Execute" => ExecuteAsync(new Asked(key, arguments[0]!, (CommandContext)arguments[1]!)),
            "Peek" when type == typeof(IContactGrain) => Peek(key, ContactState.Initial),
            "Peek" when type == typeof(IIncidentGrain) => Peek(key, IncidentState.Initial),
            "Peek" when type == typeof(IMarkerGrain) => Peek(key, MarkerState.Initial),
            "Peek" when type == typeof(IUnitGrain) => Peek(key, UnitState.Initial),
            "Peek" when type == typeof(IMisconductGrain) => Peek(key, MisconductState.Initial),
            _ => throw new NotSupportedException(method.Name),
        };
        return grain;
    }

    private Task<Answer> ExecuteAsync(Asked asked)
    {
        _asked.Enqueue(asked);
        return Execute(asked);
    }

    private Task<Versioned<TState>> Peek<TState>(string key, TState initial)
        where TState : class => Task.FromResult(new Versioned<TState>((TState)States.GetValueOrDefault(key, initial), 1));

    /// <summary>Any interface, as one function. Public and open because the runtime derives from it.</summary>
    public class Proxy : DispatchProxy
    {
        public Func<MethodInfo, object?[], object?> Call { get; set; } = (method, _) => throw new NotSupportedException(method.Name);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Call(targetMethod!, args ?? []);
    }
}
