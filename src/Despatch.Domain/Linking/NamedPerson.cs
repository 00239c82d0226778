namespace Despatch.Domain.Linking;

/// <summary>What somebody is in an incident or a contact.</summary>
public enum PersonRole
{
    /// <summary>Who called.</summary>
    Caller,

    /// <summary>Whom it happened to, or is feared to.</summary>
    Victim,

    /// <summary>Who is said to have done it.</summary>
    Suspect,

    /// <summary>Who saw or heard it.</summary>
    Witness,

    /// <summary>Who is missing.</summary>
    Missing,

    /// <summary>Anybody else who was named.</summary>
    Other,
}

/// <summary>A person as named to the police.</summary>
/// <param name="Name">As given; see <see cref="PersonName"/> for how names are compared.</param>
/// <param name="Born">The date of birth, when it was given.</param>
/// <param name="Role">What they are in it.</param>
public sealed record NamedPerson(string Name, DateOnly? Born, PersonRole Role);
