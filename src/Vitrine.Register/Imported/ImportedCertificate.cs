namespace Vitrine.Register;

/// <summary>One row of a register that others keep, in FSTEC's eleven columns.</summary>
/// <param name="Number">The certificate's number in that register.</param>
/// <param name="Registered">The day it was entered.</param>
/// <param name="ValidUntil">The last day on which it counts; null where it counts without end.</param>
/// <param name="Stated">A state that the register says outright, whatever the day: suspended, withdrawn and the like; null where the days decide.</param>
/// <param name="Name">What is certified.</param>
/// <param name="Requirements">The documents whose requirements it meets.</param>
/// <param name="Scheme">The scheme: a series, a batch, one sample.</param>
/// <param name="Laboratory">The testing laboratory.</param>
/// <param name="Body">The certification body.</param>
/// <param name="Applicant">Who applied.</param>
/// <param name="ApplicantDetails">The applicant's address and the like.</param>
/// <param name="SupportEnds">What is said of the end of technical support: mostly a day.</param>
public sealed record ImportedCertificate(
    string Number,
    DateOnly Registered,
    DateOnly? ValidUntil,
    CertificateState? Stated,
    string Name,
    string Requirements,
    string Scheme,
    string Laboratory,
    string Body,
    string Applicant,
    string ApplicantDetails,
    string SupportEnds)
{
    /// <summary>The state on a day, computed: what the register states, else by its days. The last day counts.</summary>
    public CertificateState StateOn(DateOnly day) => Stated ?? (day > ValidUntil ? CertificateState.Expired : CertificateState.Valid);
}

/// <summary>A register's file was refused as a whole; each line says which row, and what is wrong with it.</summary>
/// <param name="problems">All of them, in the order of the rows.</param>
public sealed class RegisterRefusedException(IReadOnlyList<string> problems) : FormatException(Sentence(problems))
{
    private const int Told = 20;

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> Problems => problems;

    private static string Sentence(IReadOnlyList<string> problems) =>
        $"The register was not imported: {problems.Count:N0} {(problems.Count == 1 ? "row is" : "rows are")} wrong, and none was taken.\n"
        + string.Join('\n', problems.Take(Told).Select(problem => "  " + problem))
        + (problems.Count > Told ? $"\n  and {problems.Count - Told:N0} more" : "");
}
