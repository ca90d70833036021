namespace Vitrine.Web;

/// <summary>What the public register shows of an engagement, and when; and the form that changes it.</summary>
/// <param name="Tone">Whether it is shown now.</param>
/// <param name="Word">The verdict.</param>
/// <param name="Sentence">What stands in public now.</param>
/// <param name="Commitment">Hexadecimal; null where no policy was chosen.</param>
/// <param name="Opening">Opens the commitment, as JSON; null while it is closed.</param>
/// <param name="Changeable">Whether it can still be changed.</param>
public sealed record PublicationView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    Tone Tone,
    string Word,
    string Sentence,
    string? Commitment,
    string? Opening,
    bool Changeable,
    PublicationForm Form,
    FieldErrors Errors);

/// <summary>The policy as it was filled in.</summary>
/// <param name="Shown">The fields chosen, with a space between.</param>
public sealed record PublicationForm(string When, string On, string Shown);
