using System.Globalization;
using System.Threading.Channels;
using Despatch.Exercise.Clients;

namespace Despatch.Exercise.People;

/// <summary>People of one role at their desks. Who needs one waits until one is free, in order.</summary>
internal sealed class Desks
{
    private readonly Channel<Person> _free = Channel.CreateUnbounded<Person>();
    private readonly ExerciseClock _clock;

    public Desks(string name, string role, int people, ExerciseClock clock)
    {
        _clock = clock;
        foreach (var number in Enumerable.Range(1, people))
        {
            _free.Writer.TryWrite(new Person(string.Create(CultureInfo.InvariantCulture, $"{name}-{number:000}"), role));
        }
    }

    /// <summary>Has somebody do something.</summary>
    public async Task<T> WorkAsync<T>(Func<Person, Task<T>> work)
    {
        if (!_free.Reader.TryRead(out var person))
        {
            person = await _clock.AsideAsync(_free.Reader.ReadAsync(_clock.Cancel).AsTask());
        }

        try
        {
            return await work(person);
        }
        finally
        {
            _free.Writer.TryWrite(person);
        }
    }
}
