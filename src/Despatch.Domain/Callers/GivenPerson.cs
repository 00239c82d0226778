namespace Despatch.Domain.Callers;

/// <summary>A person that a contact names: the caller, if they say who they are, or somebody it is about.</summary>
/// <param name="Name">As given; may be empty with an id.</param>
/// <param name="Born">The date of birth, if given.</param>
/// <param name="Id">The number that police systems know the person by, if known; else empty.</param>
public sealed record GivenPerson(string Name, DateOnly? Born, string Id);
