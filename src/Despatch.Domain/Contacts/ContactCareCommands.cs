using Despatch.Domain.Callers;

namespace Despatch.Domain.Contacts;

/// <summary>Write down a sign from a caller who does not speak.</summary>
/// <param name="Kind">What.</param>
/// <param name="Words">More of it; may be empty.</param>
public sealed record RecordSignal(SignalKind Kind, string Words) : ContactCommand;

/// <summary>Say that the caller was rung back.</summary>
/// <param name="Answered">Whether anybody answered.</param>
/// <param name="Words">What was said or heard.</param>
public sealed record RingBack(bool Answered, string Words) : ContactCommand;

/// <summary>Pass the contact on to somebody by name.</summary>
public sealed record PassOn(string To, string Words) : ContactCommand;

/// <summary>Take the message for a named officer: as that officer, or in their stead.</summary>
public sealed record TakeMessage(string Words) : ContactCommand;

/// <summary>Promise the caller something.</summary>
/// <param name="Kind">What.</param>
/// <param name="Due">By when (UTC), in the future.</param>
/// <param name="Words">What exactly.</param>
public sealed record PromiseCaller(PromiseKind Kind, DateTimeOffset Due, string Words) : ContactCommand;

/// <summary>Say that a promise of the contact was kept.</summary>
/// <param name="Id">Which.</param>
/// <param name="Words">What the caller was told.</param>
public sealed record KeepPromise(string Id, string Words) : ContactCommand;
