using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Linking;

namespace Despatch.LoadTests.Intake;

/// <summary>
/// The truth about one call, which the product never sees: who, which front door, which line and which event are in it. A line that
/// anybody may call from is no truth, and stays out.
/// </summary>
/// <param name="Residents">Everybody who is named in it.</param>
/// <param name="Dwelling">The front door that its address is, or -1.</param>
/// <param name="Line">The private line that it came from, or -1.</param>
/// <param name="Event">What happened, if others may tell of it too; else -1.</param>
internal sealed record Label(ImmutableArray<int> Residents, int Dwelling, int Line, int Event);

/// <summary>One call, as told, with its label.</summary>
internal sealed record Happening(Label Label, string Code, string Number, string Address, Point? Point, ImmutableArray<NamedPerson> Persons);
