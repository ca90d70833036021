namespace Vitrine.Web;

/// <summary>Addresses of advisories.</summary>
public static partial class Routes
{
    public const string Advisories = "/advisories";
    public const string DraftAdvisory = "/advisories/draft";

    public static string DraftAbout(string cause) => $"{DraftAdvisory}?cause={Segment(cause)}";

    public static string DraftAbout(string cause, string advisory) => $"{DraftAbout(cause)}&advisory={Segment(advisory)}";

    public static string Advisory(string advisory) => $"/advisories/{Segment(advisory)}";

    public static string AdvisoryDocument(string advisory) => $"/advisories/{Segment(advisory)}/document";

    public static string AdvisoryDocument(string advisory, int revision) => $"{AdvisoryDocument(advisory)}?revision={revision}";

    public static string ApproveAdvisory(string advisory) => $"/advisories/{Segment(advisory)}/approve";

    public static string DropAdvisory(string advisory) => $"/advisories/{Segment(advisory)}/drop";

    public static string IssueAdvisory(string advisory) => $"/advisories/{Segment(advisory)}/issue";
}
