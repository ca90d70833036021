namespace Vitrine.Seals;

/// <summary>
/// Looks for one thing. A rule has no state, is used from many threads, and takes any bytes: it never throws, and from any one place it looks
/// ahead no further than a bound of its own, so that no content makes it slow.
/// </summary>
public abstract class ScreeningRule
{
    private protected ScreeningRule()
    {
    }

    /// <summary>Lower-case words joined by hyphens; never changes.</summary>
    public abstract string Id { get; }

    /// <summary>A few words.</summary>
    public abstract string Title { get; }

    /// <summary>The most severe that its findings get.</summary>
    public abstract ScreeningSeverity Severity { get; }

    /// <summary>Whom its findings concern.</summary>
    public virtual ScreeningAudience Audience => ScreeningAudience.Host;

    /// <summary>Whose secrets it knows, by the form that they document; none where it goes by other signs.</summary>
    public virtual IReadOnlyList<string> Issuers => [];

    /// <summary>What is found, why it matters, and when it is less severe.</summary>
    public abstract string Description { get; }

    /// <summary>What is found wrongly, and what is left out to avoid that.</summary>
    public abstract string FalsePositives { get; }

    /// <summary>Contents that are not text are scanned too, as bytes.</summary>
    internal virtual bool ReadsBinary => false;

    /// <summary>Its findings say nothing where those of another rule overlap them.</summary>
    internal virtual bool IsGeneric => false;

    /// <summary>How severe a finding is in this file, where that depends on what the file is for.</summary>
    internal virtual ScreeningSeverity In(ScreenedFile file, ScreeningSeverity severity) => severity;

    /// <summary>Strings of at least <see cref="AnchorTable.MinLength"/> ASCII characters; <see cref="Examine"/> is called where one stands.</summary>
    internal virtual IReadOnlyList<Anchor> Anchors => [];

    /// <summary>Looks at one place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">Where the anchor stands in <see cref="ScreenedFile.Text"/>.</param>
    /// <param name="anchor">Which of <see cref="Anchors"/> it is.</param>
    /// <param name="hits">Takes what is found.</param>
    internal virtual void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
    }

    /// <summary>Looks at the whole file, for rules that no anchor serves.</summary>
    internal virtual void Scan(ScreenedFile file, Hits hits)
    {
    }
}

/// <summary>Whom a rule speaks to.</summary>
[Flags]
public enum ScreeningAudience
{
    /// <summary>The host, before anything is disclosed: what to settle, redact or keep back.</summary>
    Host = 1,

    /// <summary>The reviewer: where to look first.</summary>
    Reviewer = 2,

    /// <summary>Either.</summary>
    Both = Host | Reviewer,
}

/// <summary>A string that leads to a rule.</summary>
internal readonly record struct Anchor(string Text, bool IgnoreCase = false);
