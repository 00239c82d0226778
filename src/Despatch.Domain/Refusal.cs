using System.Text;

namespace Despatch.Domain;

/// <summary>Why a command does not hold. A closed set: the gateway maps every one to a gRPC status, and a test proves it.</summary>
public enum RefusalCode
{
    /// <summary>A field breaks a rule of form: empty, too long, out of range.</summary>
    InvalidField,
    /// <summary>The command arrived after its deadline.</summary>
    CommandExpired,
    /// <summary>This command id was used before, for something else.</summary>
    CommandIdReused,
    /// <summary>Others kept changing the same things first; nothing was done, try again.</summary>
    TooManyConflicts,
    /// <summary>The actor's role may not do this.</summary>
    RoleNotAllowed,
    /// <summary>The rule wants a senior officer's word.</summary>
    AuthorityNeeded,
    /// <summary>No such contact.</summary>
    ContactUnknown,
    /// <summary>The contact was closed or transferred before.</summary>
    ContactEnded,
    /// <summary>The contact exists.</summary>
    ContactExists,
    /// <summary>There are open incidents that the contact may be about, and nobody has said whether it is.</summary>
    ContactUnattached,
    /// <summary>Nobody has reached the caller of a silent or abandoned call.</summary>
    RingBackOwed,
    /// <summary>No such promise is open.</summary>
    PromiseUnknown,
    /// <summary>A promise to the caller is not kept.</summary>
    PromiseOpen,
    /// <summary>It closes with no further action, and nobody has told the caller.</summary>
    OutcomeNotTold,
    /// <summary>No message waits for anybody.</summary>
    NoMessage,
    /// <summary>No such restricted record.</summary>
    RecordUnknown,
    /// <summary>The record exists.</summary>
    RecordExists,
    /// <summary>No such incident.</summary>
    IncidentUnknown,
    /// <summary>The incident exists.</summary>
    IncidentExists,
    /// <summary>The incident is closed: reopen it first.</summary>
    IncidentClosed,
    /// <summary>The incident is not closed.</summary>
    IncidentNotClosed,
    /// <summary>The incident has no grade yet, or a grade without attendance.</summary>
    IncidentNotGraded,
    /// <summary>The incident has that grade already.</summary>
    GradeUnchanged,
    /// <summary>Lowering a grade takes a reason.</summary>
    ReasonNeeded,
    /// <summary>The incident has no result code yet.</summary>
    NotResulted,
    /// <summary>Nothing is to be escalated now, or nothing was that could be acknowledged.</summary>
    NoEscalation,
    /// <summary>The incident is not on the duty officer's list.</summary>
    NotTagged,
    /// <summary>The incident names that person already.</summary>
    PersonNamed,
    /// <summary>The two incidents are linked already.</summary>
    AlreadyLinked,
    /// <summary>The two incidents are not linked, or the one is no undecided candidate of the other.</summary>
    NotLinked,
    /// <summary>A duplicate is folded into an earlier incident, never into a later one.</summary>
    NotTheEarlier,
    /// <summary>No such marker.</summary>
    MarkerUnknown,
    /// <summary>The marker exists.</summary>
    MarkerExists,
    /// <summary>The marker was withdrawn.</summary>
    MarkerWithdrawn,
    /// <summary>No grading below the proposal waits for a supervisor.</summary>
    NothingToReview,
    /// <summary>Units are still committed to the incident.</summary>
    UnitsCommitted,
    /// <summary>Questions on the log are neither answered nor withdrawn.</summary>
    OpenQuestionsRemain,
    /// <summary>Agencies are to be called or chased.</summary>
    AgencyRequestsRemain,
    /// <summary>A caller is still on the line.</summary>
    CallInProgress,
    /// <summary>Something became known that the assessment lacks.</summary>
    AssessmentOutOfDate,
    /// <summary>What the procedure wants on record is not.</summary>
    OutcomeMissing,
    /// <summary>The incident closes on a supervisor's word.</summary>
    SupervisorNeeded,
    /// <summary>The incident has that opening code already.</summary>
    CodeUnchanged,
    /// <summary>The incident has no such question.</summary>
    QuestionUnknown,
    /// <summary>The question was answered or withdrawn before.</summary>
    QuestionEnded,
    /// <summary>The incident has no such request to an agency.</summary>
    AgencyRequestUnknown,
    /// <summary>The request was answered or withdrawn before.</summary>
    AgencyRequestEnded,
    /// <summary>The agency is to be called already.</summary>
    AgencyRequestExists,
    /// <summary>The incident's procedure asks for no such outcome.</summary>
    OutcomeUnknown,
    /// <summary>No such unit is booked on.</summary>
    UnitNotBookedOn,
    /// <summary>The unit is booked on already.</summary>
    UnitBookedOn,
    /// <summary>The unit's status does not permit this assignment.</summary>
    UnitNotAvailable,
    /// <summary>The unit is assigned to this incident already.</summary>
    UnitAlreadyAssigned,
    /// <summary>The unit is committed to another incident: a divert takes a reason.</summary>
    UnitCommitted,
    /// <summary>The unit is not assigned to this incident.</summary>
    UnitNotAssigned,
    /// <summary>Command is central: it takes the chief inspector or their word.</summary>
    CommandCentral,
    /// <summary>Whoever asks for command has it already.</summary>
    CommandHeld,
    /// <summary>The borough commands: nobody has taken command.</summary>
    CommandNotCentral,
    /// <summary>The incident is declared that, or more, already.</summary>
    AlreadyDeclared,
    /// <summary>The incident is declared neither critical nor major.</summary>
    NotDeclared,
    /// <summary>The incident is declared critical or major still.</summary>
    DeclarationStands,
    /// <summary>The incident has no such request between forces.</summary>
    ForceRequestUnknown,
    /// <summary>The request between forces has not come so far, or has ended.</summary>
    ForceRequestStage,
    /// <summary>A request between forces is not decided.</summary>
    ForceRequestOpen,
    /// <summary>No crew can have that status next.</summary>
    StatusNotPossible,
}

/// <summary>A refusal is data, never an exception.</summary>
/// <param name="Code">Which rule.</param>
/// <param name="Message">The rule in words, for a person.</param>
/// <param name="Field">The field to blame in the protocol's spelling, or empty.</param>
public sealed record Refusal(RefusalCode Code, string Message, string Field)
{
    /// <summary>The code as it goes over the wire: <c>unit-not-available</c>.</summary>
    public string WireCode => ToWire(Code);

    /// <summary>The stable spelling of a code: words in lower case, joined by hyphens.</summary>
    public static string ToWire(RefusalCode code)
    {
        var text = new StringBuilder();
        foreach (var letter in code.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
